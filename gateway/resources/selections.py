"""Stages of decisions."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.setups import DecideEntriesBody, EntriesDecidedAnswer, SelectionAnswer
from schemas.commands import DecideEntries
from schemas.queries import GetSelection

blp = Room("selections", __name__, description="Decisions")

DECISIONS = "/editions/<id:edition_id>/stages/<id:stage_id>/decisions"


@blp.route(DECISIONS)
@blp.response(200, SelectionAnswer)
def get_selection(edition_id: str, stage_id: str) -> Any:
    """Return what is decided in a stage of decisions so far."""
    return query(GetSelection, edition_id=edition_id, stage_id=stage_id)


@blp.route(DECISIONS, methods=["POST"])
@blp.arguments(DecideEntriesBody)
@blp.response(200, EntriesDecidedAnswer)
def decide_entries(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Admit entries, let them wait, or decline them; founders see it once the stage is closed."""
    return command(DecideEntries, edition_id=edition_id, stage_id=stage_id, **body)
