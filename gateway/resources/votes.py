"""Audience votes. Casting them is a surge: thousands within a minute, through the tell door."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from gateway.access.limits import Limit
from gateway.clients import Unavailable
from gateway.resources.doors import command, doors, query
from gateway.resources.room import Room
from gateway.resources.tickets import check_known, digest_of, issue
from schemas.api.judging import SafeAnswer
from schemas.api.votes import (
    CastVoteBody,
    IssuedTicketsAnswer,
    IssueTicketsBody,
    OpenVoteBody,
    TurnoutAnswer,
    VoidedTicketAnswer,
    VoidTicketBody,
    VoteAnswer,
    VoteReceiptsAnswer,
    VoteReceiptsParameters,
    VotesAnswer,
)
from schemas.commands import CastVote, CloseVote, OpenVote, RevealVote, SettleVote, VoidTicket
from schemas.envelope import wrap
from schemas.message import Command
from schemas.queries import GetTurnout, GetVoteReceipts, GetVotes
from schemas.receipt import receipt_for
from schemas.refusal import Refusal
from services.chassis.telemetry import current

blp = Room("votes", __name__, description="Audience votes and tickets")

EDITION = "/editions/<id:edition_id>"
VOTE = f"{EDITION}/votes/<id:vote_id>"
LIMIT = Limit()
CAST = CastVote()


@blp.route(f"{VOTE}/open", methods=["POST"])
@blp.arguments(OpenVoteBody)
@blp.response(200, VoteAnswer)
def open_vote(body: dict[str, Any], edition_id: str, vote_id: str) -> Any:
    """Take votes from now on, or again after closing."""
    return command(OpenVote, edition_id=edition_id, vote_id=vote_id, **body)


@blp.route(f"{VOTE}/close", methods=["POST"])
@blp.response(200, VoteAnswer)
def close_vote(edition_id: str, vote_id: str) -> Any:
    """Take no more votes than were received until now."""
    return close(edition_id, vote_id)


@blp.route(f"{VOTE}/reveal", methods=["POST"])
@blp.response(200, VoteAnswer)
def reveal_vote(edition_id: str, vote_id: str) -> Any:
    """Show everyone how many votes each choice got."""
    return reveal(edition_id, vote_id)


@blp.route(f"{EDITION}/votes")
@blp.response(200, VotesAnswer)
def get_votes(edition_id: str) -> Any:
    """Return the public state of every vote; there is no total in it before the reveal."""
    return query(GetVotes, edition_id=edition_id)


@blp.route(f"{EDITION}/turnout")
@blp.response(200, TurnoutAnswer)
def get_turnout(edition_id: str) -> Any:
    """Return how many voted, and for whom: for organisers, at any time."""
    return query(GetTurnout, edition_id=edition_id)


@blp.route(f"{EDITION}/tickets", methods=["POST"])
@blp.arguments(IssueTicketsBody)
@blp.response(200, IssuedTicketsAnswer)
def issue_tickets(body: dict[str, Any], edition_id: str) -> Any:
    """Make tickets. Their links are in this answer and never again, not even for the same key."""
    return {"tickets": issue(edition_id, body["count"], part=uuid4().hex[:12])}


@blp.route(f"{EDITION}/tickets/void", methods=["POST"])
@blp.arguments(VoidTicketBody)
@blp.response(200, VoidedTicketAnswer)
def void_ticket(body: dict[str, Any], edition_id: str) -> Any:
    """Make a ticket worthless by its number."""
    return command(VoidTicket, edition_id=edition_id, **body)


@blp.route("/votes", methods=["POST"])
@blp.arguments(CastVoteBody)
@blp.response(202, SafeAnswer)
def cast_vote(body: dict[str, Any]) -> Any:
    """Take a ticket's vote; 202 means that it is safe on disk."""
    return {"receipt": tell_vote(**body), "state": "safe"}


@blp.route("/votes/receipts")
@blp.arguments(VoteReceiptsParameters, location="query")
@blp.response(200, VoteReceiptsAnswer)
def get_vote_receipts(parameters: dict[str, Any]) -> Any:
    """Tell what became of votes: waiting, counted or refused."""
    return query(GetVoteReceipts, receipts=parameters["receipt"])


def tell_vote(
    *, command_id: str, edition_id: str, vote_id: str, ticket: str, entry_id: str, made_at: datetime
) -> str:
    """Tell scoring a vote, and return its receipt; the ticket's secret goes no further than here."""
    through = doors()
    digest = digest_of(ticket)
    told = {"edition_id": edition_id, "vote_id": vote_id, "ticket": digest, "entry_id": entry_id}
    raw: dict[str, Any] = CAST.dump({**told, "made_at": made_at})
    receipt = receipt_for(command_id, raw)
    check_known(edition_id, ticket)
    if not through.recent.knows(command_id):
        LIMIT.check(f"{edition_id}.{digest}")
    through.recent.check(command_id, receipt)
    _tell(CastVote, raw, id=command_id)
    return receipt


def close(edition_id: str, vote_id: str) -> dict[str, Any]:
    """Close a vote, and let the closing follow the votes through their queue."""
    answer = command(CloseVote, edition_id=edition_id, vote_id=vote_id)
    with suppress(Unavailable):  # the reveal sends it again
        _settle(edition_id, vote_id)
    return answer


def reveal(edition_id: str, vote_id: str) -> dict[str, Any]:
    """Reveal a vote; when votes are still arriving, see to it that their end will be known."""
    try:
        return command(RevealVote, edition_id=edition_id, vote_id=vote_id)
    except Refusal as refusal:
        if refusal.code == "votes_arriving":
            _settle(edition_id, vote_id)
        raise


def _settle(edition_id: str, vote_id: str) -> None:
    _tell(SettleVote, {"edition_id": edition_id, "vote_id": vote_id}, id=str(uuid4()))


def _tell(message: type[Command], raw: dict[str, Any], *, id: str) -> None:
    doors().tell.tell(
        wrap(
            message,
            raw,
            subject=f"{raw['edition_id']}.{raw['vote_id']}",
            id=id,
            time=datetime.now(UTC),
            traceparent=current(),
        )
    )
