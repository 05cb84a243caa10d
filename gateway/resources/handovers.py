"""Work that changes hands: a judge who drops out, entries that lack judges."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.handovers import FillGapsBody, HandoverAnswer, HandOverBody, HandoverParameters
from schemas.commands import FillGaps, HandOver
from schemas.queries import GetHandover

blp = Room("handovers", __name__, description="Handovers")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route(f"{STAGE}/handover")
@blp.arguments(HandoverParameters, location="query")
@blp.response(200, HandoverAnswer)
def get_handover(wanted: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Return who would take a judge's open work, or fill the gaps; nothing is done."""
    return query(GetHandover, edition_id=edition_id, stage_id=stage_id, **wanted)


@blp.route(f"{STAGE}/handover", methods=["POST"])
@blp.arguments(HandOverBody)
@blp.response(200, HandoverAnswer)
def hand_over(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Give the open work of a judge who dropped out to others; what was sent stays."""
    return command(HandOver, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/gaps", methods=["POST"])
@blp.arguments(FillGapsBody, required=False)
@blp.response(200, HandoverAnswer)
def fill_gaps(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Give entries the judges that they lack."""
    return command(FillGaps, edition_id=edition_id, stage_id=stage_id, **body)
