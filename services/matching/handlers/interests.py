"""Interest from both sides."""

from collections.abc import Mapping
from typing import Any

from services.chassis.messaging import Asked
from services.matching.domain.interest import ACCEPT, INTERESTED, Interest, Sides, interest_id
from services.matching.domain.investor import Investor
from services.matching.domain.refusals import EntryGone, NoInterest
from services.matching.repository import MatchingStore, takes_part

Answer = dict[str, Any]


def answer_startup(command: Asked, store: MatchingStore) -> Answer:
    """Take an investor's answer to a startup."""
    data = command.data
    edition_id, entry_id = data["edition_id"], data["entry_id"]
    investor = store.investor(edition_id, data["investor_id"])
    entry = store.entry(edition_id, entry_id)
    interest = store.interests.find(interest_id(edition_id, investor.id, entry_id))
    interest = interest or Interest.between(investor.id, entry_id, edition_id=edition_id)
    if data["answer"] == INTERESTED:
        _demand_part(entry, interest)
    sides = _sides(entry, investor)
    interest.answer_startup(data["answer"], note=data["note"], now=command.now, sides=sides)
    return _saved(interest, store)


def answer_investor(command: Asked, store: MatchingStore) -> Answer:
    """Take a startup's answer to an investor who is interested."""
    data = command.data
    edition_id, entry_id = data["edition_id"], data["entry_id"]
    entry = store.entry(edition_id, entry_id)
    interest = store.interests.find(interest_id(edition_id, data["investor_id"], entry_id))
    if interest is None:
        raise NoInterest("this investor has not asked for an introduction")
    if data["answer"] == ACCEPT:
        _demand_part(entry, interest)
    sides = _sides(entry, store.investor(edition_id, interest.investor_id))
    interest.answer_investor(data["answer"], now=command.now, sides=sides)
    return _saved(interest, store)


def _sides(entry: Mapping[str, Any], investor: Investor) -> Sides:
    company = entry["submitted"]["startup"]["company"]
    return Sides(company=company, investor=investor.name, firm=investor.firm)


def _demand_part(entry: Mapping[str, Any], interest: Interest) -> None:
    # An intro that was made outlives the entry, so that saying yes again stays harmless.
    if not interest.intro and not takes_part(entry):
        raise EntryGone(f"entry {interest.entry_id} does not take part")


def _saved(interest: Interest, store: MatchingStore) -> Answer:
    store.interests.save(interest)
    return {
        "investor_id": interest.investor_id,
        "entry_id": interest.entry_id,
        "investor_answer": interest.investor_answer,
        "startup_answer": interest.startup_answer,
        "intro": interest.intro,
    }
