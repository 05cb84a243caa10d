"""The stage screen, for the projector: who is on and for how long, a vote's code, the reveal."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.access.guard import visitor
from gateway.clients import Unavailable
from gateway.pages.board import stage_on_show
from gateway.pages.qr import qr_of
from gateway.resources.doors import query
from schemas.queries import GetBoard, GetVotes, ListSessions
from schemas.refusal import Refusal

pages = Blueprint("screen", __name__)


@pages.get("/editions/<id:edition_id>/screen")
def screen(edition_id: str) -> str:
    """Show what the hall may see; what does not answer fills itself later. ?session= names its session.

    For an organiser the page also takes certified results, sealed, and opens them by key.
    """
    board: dict[str, Any] = {"edition_id": edition_id, "name": "", "stages": []}
    votes: list[dict[str, Any]] = []
    with suppress(Unavailable):
        board = query(GetBoard, edition_id=edition_id)
        votes = query(GetVotes, edition_id=edition_id)["votes"]
    person = visitor()
    about = url_for("vote.about", edition_id=edition_id, _external=True)
    sessions = [session for each in board["stages"] for session in _sessions(edition_id, each["stage_id"])]
    return render_template(
        "stage/screen.html",
        board=board,
        shown=_voted_on(board["stages"], votes) or stage_on_show(board["stages"]),
        sessions=sessions,
        pinned=next((s for s in sessions if s["session_id"] == request.args.get("session")), None),
        votes=votes,
        vote={"url": about, "qr": qr_of(about)},
        runs=person is not None and person.organises(edition_id),
    )


def _voted_on(stages: list[dict[str, Any]], votes: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the stage in which nobody scores and a vote is open, so that the hall sees where to vote."""
    open_in = {vote["stage_id"] for vote in votes if vote["state"] == "open"}
    quiet = [each for each in stages if each["state"] == "building" and not each["expected"]]
    return next((each for each in quiet if each["stage_id"] in open_in), None)


def _sessions(edition_id: str, stage_id: str) -> list[dict[str, Any]]:
    try:
        wanted = {"session_id": request.args.get("session") or None, "brief": True}
        found: list[dict[str, Any]] = query(ListSessions, edition_id=edition_id, stage_id=stage_id, **wanted)[
            "sessions"
        ]
    except (Refusal, Unavailable):
        return []
    return found
