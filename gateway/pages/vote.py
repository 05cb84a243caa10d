"""The audience's pages: a ticket with its votes, and where to find one's ticket."""

import time
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from gateway.clients import AskDoor, Unavailable
from gateway.pages.words import VOTE_TEXTS
from gateway.resources.doors import doors, query
from gateway.resources.tickets import UnknownTicket, look_up, secret_of
from gateway.resources.votes import tell_vote
from schemas.message import Query
from schemas.queries import GetVoteReceipts, GetVotes
from schemas.refusal import Invalid, Refusal

pages = Blueprint("vote", __name__)

FRESH_SECONDS = 1.0
ORDER = ("open", "revealed", "closed")
_SEEN: WeakKeyDictionary[AskDoor, dict[str, tuple[float, list[dict[str, Any]]]]] = WeakKeyDictionary()


@pages.get("/vote/<id:edition_id>/<id:ticket>")
def ticket(edition_id: str, ticket: str) -> Any:
    """Show a ticket's votes. While scoring is away, what this worker saw last of them."""
    return show_ticket(edition_id, ticket)


def show_ticket(edition_id: str, ticket: str, *, refusal: Refusal | None = None) -> Response:
    """Return the page. The link is the ticket: it is kept out of caches and referrers."""
    held = None
    try:
        held = look_up(edition_id, ticket)
    except Unavailable:
        pass  # votes are taken all the same
    except UnknownTicket:
        return _private(render_template("vote/unknown.html", edition_id=edition_id), 404)
    text = render_template(
        "vote/ticket.html",
        edition_id=edition_id,
        secret=ticket,
        held=held,
        votes=_in_order(public_votes(edition_id)),
        sent=_sent(),
        texts={name: str(text) for name, text in VOTE_TEXTS.items()},
        now=datetime.now(UTC).isoformat(timespec="milliseconds"),
        refusal=refusal,
    )
    return _private(text, refusal.status if refusal else 200)


@pages.post("/vote/<id:edition_id>/<id:ticket>")
def cast(edition_id: str, ticket: str) -> Any:
    """Take a vote where there is no JavaScript; needs nothing but the broker."""
    form = {name: request.form.get(name, "") for name in ("command_id", "vote_id", "entry_id")}
    try:
        _check_ids(form)
        receipt = tell_vote(edition_id=edition_id, ticket=ticket, made_at=datetime.now(UTC), **form)
    except UnknownTicket:
        return _private(render_template("vote/unknown.html", edition_id=edition_id), 404)
    except Refusal as refusal:
        return show_ticket(edition_id, ticket, refusal=refusal)
    sent = {"receipt": receipt, "vote": form["vote_id"], "entry": form["entry_id"]}
    where = url_for(
        "vote.ticket", edition_id=edition_id, ticket=ticket, lang=request.args.get("lang"), **sent
    )
    return _private(redirect(where, 303))


@pages.get("/editions/<id:edition_id>/vote")
def about(edition_id: str) -> str:
    """Say what is voted on, and where one's ticket is."""
    return show_about(edition_id)


def show_about(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page that everybody may see."""
    votes = _in_order(public_votes(edition_id))
    return render_template("vote/about.html", edition_id=edition_id, votes=votes, refusal=refusal)


@pages.post("/editions/<id:edition_id>/vote")
def find(edition_id: str) -> Any:
    """Go to the ticket whose letters were typed."""
    secret = secret_of(request.form.get("code", ""))[:120]
    try:
        look_up(edition_id, secret)
    except Unavailable:
        pass
    except UnknownTicket as refusal:
        return _private(show_about(edition_id, refusal=refusal), 404)
    return _private(redirect(url_for("vote.ticket", edition_id=edition_id, ticket=secret), 303))


def public_votes(edition_id: str) -> list[dict[str, Any]]:
    """Return the public state of the votes, a second old at most while scoring answers."""
    seen = _SEEN.setdefault(doors().ask, {})
    at, votes = seen.get(edition_id, (float("-inf"), []))
    if time.monotonic() - at < FRESH_SECONDS:
        return votes
    try:
        votes = query(GetVotes, edition_id=edition_id)["votes"]
    except Unavailable:
        if edition_id not in seen:
            raise
    seen[edition_id] = (time.monotonic(), votes)
    return votes


def _in_order(votes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(votes, key=lambda vote: ORDER.index(vote["state"]))


def _sent() -> dict[str, Any] | None:
    """Return what became of the vote that was sent by the form before, if there was one."""
    receipt = request.args.get("receipt", "")
    if not receipt:
        return None
    sent = {"vote": request.args.get("vote"), "entry": request.args.get("entry")}
    outcome = _or_none(GetVoteReceipts, receipts=[receipt])
    found = outcome["receipts"][0] if outcome else {"state": "waiting", "refusal": None}
    return {**sent, **found}


def _or_none(message: type[Query], **data: Any) -> dict[str, Any] | None:
    try:
        return query(message, **data)
    except (Refusal, Unavailable):
        return None


def _check_ids(form: dict[str, str]) -> None:
    wrong = {name: value for name, value in form.items() if not _is_id(value)}
    if wrong:
        errors = {name: {"came": value[:60], "allowed": "an id"} for name, value in wrong.items()}
        raise Invalid("something in the form does not fit", errors=errors)


def _is_id(text: str) -> bool:
    return 1 <= len(text) <= 100 and all(c.isascii() and (c.isalnum() or c in ".:-_") for c in text)


def _private(body: Any, status: int | None = None) -> Response:
    response = make_response(body)
    response.status_code = status or response.status_code
    response.headers["Cache-Control"] = "no-store"
    # Our address without its path. None at all would also take the origin off the forms' requests.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
