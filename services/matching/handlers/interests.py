"""Interest from both sides."""

from typing import Any

from services.chassis.messaging import Asked
from services.matching.domain.interest import Interest, interest_id
from services.matching.domain.refusals import EntryGone, NoInterest
from services.matching.repository import MatchingStore, takes_part

Answer = dict[str, Any]


def answer_startup(command: Asked, store: MatchingStore) -> Answer:
    """Take an investor's answer to a startup."""
    data = command.data
    investor = store.investor(data["edition_id"], data["investor_id"])
    entry = store.entries.find(data["entry_id"])
    if entry is None or not takes_part(entry) or entry["submitted"]["edition_id"] != investor.edition_id:
        raise EntryGone(f"entry {data['entry_id']} does not take part")
    id = interest_id(investor.id, data["entry_id"])
    interest = store.interests.find(id) or Interest(id, investor.edition_id, investor.id, data["entry_id"])
    interest.answer_startup(data["answer"], note=data["note"], now=command.now)
    return _saved(interest, store)


def answer_investor(command: Asked, store: MatchingStore) -> Answer:
    """Take a startup's answer to an investor who is interested."""
    data = command.data
    interest = store.interests.find(interest_id(data["investor_id"], data["entry_id"]))
    if interest is None or interest.edition_id != data["edition_id"]:
        raise NoInterest("this investor has not asked for an introduction")
    interest.answer_investor(data["answer"], now=command.now)
    return _saved(interest, store)


def _saved(interest: Interest, store: MatchingStore) -> Answer:
    store.interests.save(interest)
    return {
        "investor_id": interest.investor_id,
        "entry_id": interest.entry_id,
        "investor_answer": interest.investor_answer,
        "startup_answer": interest.startup_answer,
        "intro": interest.introduced_at is not None,
    }
