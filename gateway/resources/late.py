"""Scorecards that came too late, and standings that move again so that they can count."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.late import DecidedAnswer, DecideLateBody, LateAnswer
from schemas.api.scoring import StandingAnswer
from schemas.commands import DecideLate, ThawStage
from schemas.queries import ListLate

blp = Room("late", __name__, description="Late scorecards")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route(f"{STAGE}/late")
@blp.response(200, LateAnswer)
def list_late(edition_id: str, stage_id: str) -> Any:
    """Return the scorecards that came after the grace and say that they were made before the closing."""
    return query(ListLate, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/late/<id:receipt>/decide", methods=["POST"])
@blp.arguments(DecideLateBody)
@blp.response(200, DecidedAnswer)
def decide_late(body: dict[str, Any], edition_id: str, stage_id: str, receipt: str) -> Any:
    """Let a late scorecard count, or refuse it; the first decision stands."""
    return command(DecideLate, edition_id=edition_id, stage_id=stage_id, receipt=receipt, **body)


@blp.route(f"{STAGE}/thaw", methods=["POST"])
@blp.response(200, StandingAnswer)
def thaw_stage(edition_id: str, stage_id: str) -> Any:
    """Let frozen standings move again, until they are certified."""
    return command(ThawStage, edition_id=edition_id, stage_id=stage_id)
