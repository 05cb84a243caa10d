"""How far a stage is, and a judge's own step back from an entry."""

from typing import Any

from gateway.access.guard import mine
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.judging import RecusalAnswer
from schemas.api.progress import AbstainBody, EntriesProgressAnswer, ProgressAnswer, ProgressParameters
from schemas.commands import Abstain
from schemas.queries import GetProgress, ListProgress

blp = Room("progress", __name__, description="Progress")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route(f"{STAGE}/progress")
@blp.response(200, ProgressAnswer)
def get_progress(edition_id: str, stage_id: str) -> Any:
    """Return the stage's coverage, and each judge's share and severity."""
    return query(GetProgress, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/progress/entries")
@blp.arguments(ProgressParameters, location="query")
@blp.response(200, EntriesProgressAnswer)
def list_progress(wanted: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Return a page of entries, those that lack most or those judged furthest apart first."""
    return query(ListProgress, edition_id=edition_id, stage_id=stage_id, **wanted)


@blp.route(f"{STAGE}/abstentions", methods=["POST"])
@blp.arguments(AbstainBody)
@blp.response(200, RecusalAnswer)
def abstain(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Step back from an entry, as the judge who is signed in; what was scored does not count."""
    judge_id = mine("judge", edition_id).subject_id
    return command(Abstain, edition_id=edition_id, stage_id=stage_id, judge_id=judge_id, **body)
