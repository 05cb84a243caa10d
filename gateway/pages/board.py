"""The public board, for phones and for the projector."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, render_template

from gateway.clients import Unavailable
from gateway.resources.doors import query
from schemas.queries import GetBoard

pages = Blueprint("board", __name__)

STATES = ("building", "frozen", "certified", "revealing", "published")


@pages.get("/editions/<id:edition_id>/board")
def board(edition_id: str) -> str:
    """Show the board; where scoring does not answer, an empty one that fills itself later."""
    found: dict[str, Any] = {"edition_id": edition_id, "name": "", "stages": []}
    with suppress(Unavailable):
        found = query(GetBoard, edition_id=edition_id)
    return render_template("board.html", board=found, shown=stage_on_show(found["stages"]), states=STATES)


def stage_on_show(stages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the last stage in which something has happened, the first when nothing has."""
    begun = [each for each in stages if each["expected"] or each["rows"] or each["state"] != "building"]
    return begun[-1] if begun else (stages[0] if stages else None)
