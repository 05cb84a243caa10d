"""Read models: what pages are told about votes and tickets."""

from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.scoring.repository import ScoringStore
from services.scoring.votes.domain.vote import Vote, ranked, rule_in_words
from services.scoring.votes.repository import ticket_id, told

Answer = dict[str, Any]
Wanted = Mapping[str, Any]

WHOLE = 100


def get_votes(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetVotes: nothing of it depends on what was voted before the reveal."""
    edition_id = query["edition_id"]
    store.edition(edition_id)
    return {"edition_id": edition_id, "votes": [told(vote) for vote in store.audience.of_edition(edition_id)]}


def get_turnout(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetTurnout, for organisers only."""
    edition_id = query["edition_id"]
    store.edition(edition_id)
    tickets = store.audience.tickets
    return {
        "edition_id": edition_id,
        "tickets": {"issued": tickets.count(edition_id), "void": len(tickets.voided(edition_id))},
        "votes": [_turnout(store, vote) for vote in store.audience.of_edition(edition_id)],
    }


def get_ticket(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetTicket."""
    id = ticket_id(query["edition_id"], query["ticket"])
    ticket = store.audience.tickets.load([id]).get(id)
    if ticket is None:
        raise NotFound("this ticket is not known")
    prefix = f"{query['edition_id']}."
    chosen = {vote.removeprefix(prefix): entry for vote, entry in store.audience.ballots.of(id).items()}
    return {"number": ticket["number"], "void": ticket["void"], "chosen": chosen}


def get_vote_receipts(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetVoteReceipts."""
    found = store.audience.outcomes.load(query["receipts"])
    return {"receipts": [_receipt(receipt, found.get(receipt)) for receipt in query["receipts"]]}


def _turnout(store: ScoringStore, vote: Vote) -> Answer:
    totals = store.audience.totals(vote)
    public, rule = told(vote), store.stage(vote.edition_id, vote.stage_id).rule
    percent = WHOLE if rule.by_votes else rule.audience_percent
    kept = ("vote_id", "name", "stage_id", "state", "opened_at", "closed_at")
    return {
        **{name: public[name] for name in kept},
        "settled": vote.settled,
        "votes": sum(totals.get(entry_id, 0) for entry_id in vote.choices),
        "refused": store.audience.outcomes.refused(vote.id),
        "rule": rule_in_words(vote.name, percent=percent),
        "percent": percent,
        "rows": [vars(row) for row in ranked(vote.choices, totals)],
    }


def _receipt(receipt: str, outcome: Answer | None) -> Answer:
    if outcome is None:
        return {"receipt": receipt, "state": "waiting", "refusal": None}
    state = "refused" if outcome["refused"] else "counted"
    return {"receipt": receipt, "state": state, "refusal": outcome["refusal"]}
