"""The organiser's page of audience votes and tickets."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, make_response, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.qr import qr_of
from gateway.pages.stage import or_none
from gateway.resources.doors import command, query
from gateway.resources.tickets import issue as issue_tickets
from gateway.resources.votes import close, reveal
from schemas.api.votes import MOST_AT_ONCE
from schemas.commands import OpenVote, VoidTicket
from schemas.queries import GetBoard, GetEdition, GetTurnout
from schemas.refusal import Refusal

pages = Blueprint("vote_desk", __name__)

ON_A_PAGE = 24
AT_ONCE = 192
MOST = 20_000

ACTS: Mapping[str, Callable[[str, str], dict[str, Any]]] = {"close": close, "reveal": reveal}


@pages.get("/editions/<id:edition_id>/votes")
def votes(edition_id: str) -> str:
    """Show the votes with their turnout, and the tickets."""
    return show_votes(edition_id)


def show_votes(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the organiser's page of votes."""
    board = or_none(GetBoard, edition_id) or {"stages": []}
    return render_template(
        "vote/desk.html",
        published=[stage["stage_id"] for stage in board["stages"] if stage["state"] == "published"],
        edition=query(GetEdition, edition_id=edition_id),
        turnout=query(GetTurnout, edition_id=edition_id),
        new_vote_id=f"vote-{uuid4().hex[:8]}",
        most=MOST,
        refusal=refusal,
    )


@pages.post("/editions/<id:edition_id>/votes")
def open_vote(edition_id: str) -> Any:
    """Open a vote, or one again that was closed."""
    form = {name: request.form.get(name, "").strip() for name in ("vote_id", "name", "stage_id")}
    return _acted(edition_id, lambda: command(OpenVote, edition_id=edition_id, **form))


@pages.post("/editions/<id:edition_id>/votes/<id:vote_id>/<act>")
def act(edition_id: str, vote_id: str, act: str) -> Any:
    """Close a vote or reveal it."""
    if act not in ACTS:
        abort(404)
    return _acted(edition_id, lambda: ACTS[act](edition_id, vote_id))


@pages.post("/editions/<id:edition_id>/tickets")
def issue(edition_id: str) -> Any:
    """Make tickets, and show the first of them as a sheet to print; its script asks for the rest."""
    wanted = min(MOST, max(1, form_number("count") or 1))
    count = min(wanted, AT_ONCE, MOST_AT_ONCE)
    try:
        tickets = issue_tickets(edition_id, count, part=uuid4().hex[:12])
    except Refusal as refusal:
        return show_votes(edition_id, refusal=refusal), refusal.status
    shown = [{**each, "qr": qr_of(each["url"]), "code": grouped(each["secret"])} for each in tickets]
    sheets = [shown[at : at + ON_A_PAGE] for at in range(0, len(shown), ON_A_PAGE)]
    text = render_template(
        "vote/sheet.html",
        edition=query(GetEdition, edition_id=edition_id),
        sheets=sheets,
        made=count,
        wanted=wanted,
    )
    response = make_response(text)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/editions/<id:edition_id>/tickets/void")
def void(edition_id: str) -> Any:
    """Make a ticket worthless by its number."""
    number = form_number("number") or 0
    return _acted(edition_id, lambda: command(VoidTicket, edition_id=edition_id, number=number))


def grouped(secret: str) -> str:
    """Return a secret as it is read out and typed."""
    return " ".join(secret[at : at + 5] for at in range(0, len(secret), 5))


def _acted(edition_id: str, do: Callable[[], Any]) -> Any:
    return acted(
        do,
        then=url_for("vote_desk.votes", edition_id=edition_id),
        show=lambda refusal: show_votes(edition_id, refusal=refusal),
    )
