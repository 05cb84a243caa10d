"""What organisers do with votes and tickets, and taking the votes, a batch at a time."""

from collections.abc import Sequence
from typing import Any

from schemas.envelope import Envelope
from schemas.receipt import receipt_for
from schemas.refusal import CommandReused, NotFound, Refusal
from services.chassis.messaging import Asked
from services.scoring.counting import belongs, competing
from services.scoring.domain.standing import standing_id
from services.scoring.repository import ScoringStore
from services.scoring.votes.domain.refusals import TicketVoid, UnknownTicket, VoteNotOpen
from services.scoring.votes.domain.vote import Vote, vote_key
from services.scoring.votes.repository import VoteStore, ticket_id, told
from services.scoring.votes.weighing import check_open, check_reveal, weighed_in

Answer = dict[str, Any]


def open_vote(command: Asked, store: ScoringStore) -> Answer:
    """Take votes from now on."""
    data = command.data
    known = store.audience.votes.find(vote_key(data["edition_id"], data["vote_id"]))
    vote = known or Vote(data["edition_id"], data["vote_id"])
    choices = None
    if known is not None:
        check_open(known, store)
    if known is None or data["entry_ids"] is not None:
        choices = _choices(store, data)
    vote.open(data["name"], data["stage_id"], choices, now=command.now)
    return _save(vote, store.audience)


def close_vote(command: Asked, store: ScoringStore) -> Answer:
    """Take no more votes than were received until now."""
    vote = _vote(command, store.audience)
    vote.close(now=command.now)
    return _save(vote, store.audience)


def reveal_vote(command: Asked, store: ScoringStore) -> Answer:
    """Show everyone the totals, as they are from now on."""
    vote = _vote(command, store.audience)
    if not vote.revealed:
        check_reveal(vote, store)
        vote.check_final(now=command.now)
        taken = weighed_in(vote, store)
        vote.reveal(store.audience.totals(vote) if taken is None else taken)
    return _save(vote, store.audience)


def issue_tickets(command: Asked, store: ScoringStore) -> Answer:
    """Keep tickets by their digests; answer the number of each."""
    store.edition(command.data["edition_id"])
    return {"numbers": store.audience.tickets.issue(command.data["edition_id"], command.data["tickets"])}


def void_ticket(command: Asked, store: ScoringStore) -> Answer:
    """Make a ticket worthless."""
    number = command.data["number"]
    if not store.audience.tickets.void(command.data["edition_id"], number):
        raise NotFound(f"there is no ticket {number}")
    return {"number": number, "void": True}


def strike_disqualified(events: Sequence[Envelope], store: ScoringStore) -> None:
    """Take out of every vote who was disqualified, whether it is open or was revealed; safe to repeat."""
    for event in events:
        if event.name != "EntryDisqualified":
            continue
        for vote in store.audience.of_edition(event.data["edition_id"]):
            vote.strike(event.data["entry_id"])
            if vote.facts:
                store.audience.votes.save(vote)


def take_votes(envelopes: Sequence[Envelope], store: ScoringStore) -> None:
    """Count or refuse every vote of a batch, then note which votes are settled; safe to repeat."""
    cast_votes([envelope for envelope in envelopes if envelope.name == "CastVote"], store.audience)
    for envelope in envelopes:
        if envelope.name == "SettleVote":
            vote = store.audience.votes.find(_key(envelope))
            if vote is not None and vote.settle():
                store.audience.votes.save(vote)


def cast_votes(envelopes: Sequence[Envelope], store: VoteStore) -> None:
    """Decide each vote by when the gateway received it, and write all ballots at once."""
    votes = store.votes.load({_key(envelope) for envelope in envelopes})
    tickets = store.tickets.load({_ticket(envelope) for envelope in envelopes})
    receipts = [receipt_for(envelope.id, envelope.raw) for envelope in envelopes]
    known = store.outcomes.load(receipts)
    first = store.outcomes.first_receipts([envelope.id for envelope in envelopes])
    ballots: list[Answer] = []
    outcomes: dict[str, Answer] = {}
    for envelope, receipt in zip(envelopes, receipts, strict=True):
        if receipt in known or receipt in outcomes:
            continue
        refusal: Refusal | None = None
        reused = first.setdefault(envelope.id, receipt) != receipt
        try:
            _check(envelope, votes.get(_key(envelope)), tickets.get(_ticket(envelope)), reused=reused)
            ballots.append(_ballot(envelope))
        except Refusal as refused:
            refusal = refused
        outcomes[receipt] = _outcome(envelope, refusal, reused=reused)
    # The ballots first: a crash in between has them cast again, which changes nothing.
    store.ballots.cast(ballots)
    store.outcomes.keep(outcomes)


def _check(envelope: Envelope, vote: Vote | None, ticket: Answer | None, *, reused: bool) -> None:
    if reused:
        raise CommandReused(f"command {envelope.id!r} was used before with another body; make a new id")
    if ticket is None:
        raise UnknownTicket("this ticket is not known")
    if ticket["void"]:
        raise TicketVoid(f"ticket {ticket['number']} is void")
    if vote is None:
        raise VoteNotOpen("this vote is not open")
    vote.check(envelope.data["entry_id"], received_at=envelope.time)


def _ballot(envelope: Envelope) -> Answer:
    made_at = min(envelope.data["made_at"], envelope.time)
    return {
        "_id": f"{_key(envelope)}.{envelope.data['ticket']}",
        "vote": _key(envelope),
        "ticket": _ticket(envelope),
        "entry_id": envelope.data["entry_id"],
        "made": f"{made_at.timestamp():020.6f} {envelope.id}",
    }


def _outcome(envelope: Envelope, refusal: Refusal | None, *, reused: bool) -> Answer:
    return {
        "command_id": envelope.id,
        "vote": _key(envelope),
        "reused": reused,
        "refused": refusal is not None,
        "refusal": None if refusal is None else refusal.as_dict(),
    }


def _key(envelope: Envelope) -> str:
    return vote_key(envelope.data["edition_id"], envelope.data["vote_id"])


def _ticket(envelope: Envelope) -> str:
    return ticket_id(envelope.data["edition_id"], envelope.data["ticket"])


def _choices(store: ScoringStore, data: Any) -> dict[str, str]:
    """Return the companies that can be voted for, by entry, in the order of their names."""
    store.stage(data["edition_id"], data["stage_id"])
    standing = standing_id(data["edition_id"], data["stage_id"])
    entries = competing(store, standing, None)
    there = {id: e for id, e in entries.items() if belongs(e, standing, assigned=False) and "submitted" in e}
    wanted = list(there) if data["entry_ids"] is None else data["entry_ids"]
    if unknown := sorted(set(wanted) - there.keys()):
        raise NotFound(
            "not all of these compete in the stage",
            errors={"entry_ids": {"came": unknown, "allowed": "entries that compete in the stage"}},
        )
    companies = {id: there[id]["submitted"]["company"] for id in wanted}
    return dict(sorted(companies.items(), key=lambda item: (item[1].casefold(), item[0])))


def _vote(command: Asked, store: VoteStore) -> Vote:
    vote = store.votes.find(vote_key(command.data["edition_id"], command.data["vote_id"]))
    if vote is None:
        raise NotFound(f"there is no vote {command.data['vote_id']!r}")
    return vote


def _save(vote: Vote, store: VoteStore) -> Answer:
    if vote.facts:
        store.votes.save(vote)
    return told(vote)
