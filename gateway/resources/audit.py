"""What organisers did."""

from typing import Any

from gateway.audit import acts
from gateway.resources.room import Room
from schemas.api.audit import ActsAnswer, ActsParameters

blp = Room("audit", __name__, description="What organisers did")


@blp.route("/editions/<id:edition_id>/audit")
@blp.arguments(ActsParameters, location="query")
@blp.response(200, ActsAnswer)
def list_acts(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return what organisers did in the edition, newest first; `before` takes the `next` of the page before."""
    return acts(edition_id, **parameters)


@blp.route("/audit")
@blp.arguments(ActsParameters, location="query")
@blp.response(200, ActsAnswer)
def list_system_acts(parameters: dict[str, Any]) -> Any:
    """Return what organisers did that belongs to no edition."""
    return acts(None, **parameters)
