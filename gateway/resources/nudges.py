"""Reminders to judges, and the list of conflicts of interest."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.nudges import (
    ConflictsAnswer,
    ConflictsParameters,
    DropConflictBody,
    DroppedConflictAnswer,
    NudgedAnswer,
    NudgeJudgesBody,
    NudgesAnswer,
)
from schemas.commands import DropConflict, NudgeJudges
from schemas.queries import ListConflicts, ListNudges

blp = Room("nudges", __name__, description="Reminders and conflicts")

EDITION = "/editions/<id:edition_id>"
STAGE = f"{EDITION}/stages/<id:stage_id>"


@blp.route(f"{STAGE}/nudges")
@blp.response(200, NudgesAnswer)
def list_nudges(edition_id: str, stage_id: str) -> Any:
    """Return who owes scorecards, and who was reminded when."""
    return query(ListNudges, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/nudges", methods=["POST"])
@blp.arguments(NudgeJudgesBody, required=False)
@blp.response(200, NudgedAnswer)
def nudge_judges(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Remind judges by letter, each at most once in 12 hours."""
    return command(NudgeJudges, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{EDITION}/conflicts")
@blp.arguments(ConflictsParameters, location="query")
@blp.response(200, ConflictsAnswer)
def list_conflicts(wanted: dict[str, Any], edition_id: str) -> Any:
    """Return the conflicts of interest, declared or taken from who invested, by judge."""
    return query(ListConflicts, edition_id=edition_id, **wanted)


@blp.route(f"{EDITION}/conflicts/drop", methods=["POST"])
@blp.arguments(DropConflictBody)
@blp.response(200, DroppedConflictAnswer)
def drop_conflict(body: dict[str, Any], edition_id: str) -> Any:
    """Take back a conflict that was declared."""
    return command(DropConflict, edition_id=edition_id, **body)
