"""The timetable of an edition, who could meet in it, and what they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.matching.domain.interest import INTERESTED
from services.matching.domain.investor import Investor
from services.matching.meetings.domain.pair import Pair, meeting_id
from services.matching.meetings.domain.timetable import Timetable
from services.matching.repository import MatchingStore, takes_part


def timetable_of(store: MatchingStore, edition_id: str) -> Timetable:
    """Return the timetable of an edition, an empty one where nobody made any."""
    return store.timetables.find(edition_id) or Timetable(edition_id)


def timetable_to_change(store: MatchingStore, edition_id: str) -> Timetable:
    """Return the timetable of an edition that is known; NotFound when it is not."""
    store.edition(edition_id)
    return timetable_of(store, edition_id)


def published_to(store: MatchingStore, edition_id: str, query: Mapping[str, Any]) -> Timetable:
    """Return what is asked for of the published timetable: all of it, or one side's meetings."""
    for side in ("investor_id", "entry_id"):
        if query[side] is not None:
            return store.meetings.of(edition_id, side=side, subject_id=query[side])
    return timetable_of(store, edition_id)


def pairs_of(store: MatchingStore, edition_id: str) -> list[Pair]:
    """Return who could meet: those who were introduced, and whom investors wish for and nobody declined.

    Who left the edition meets nobody any more.
    """
    interests = [
        each
        for each in store.interests.select({"state.edition_id": edition_id})
        if each.intro or (each.investor_answer == INTERESTED and each.startup_answer is None)
    ]
    entries = store.entries.load({each.entry_id for each in interests})
    return [
        Pair(
            meeting_id(edition_id, each.investor_id, each.entry_id),
            each.investor_id,
            each.entry_id,
            wish=not each.intro,
        )
        for each in sorted(interests, key=lambda each: each.id)
        if takes_part(entries.get(each.entry_id, {}))
    ]


@dataclass(frozen=True)
class Sides:
    """The investors and startups of some pairs."""

    investors: Mapping[str, Investor]
    entries: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, store: MatchingStore, pairs: Iterable[Pair]) -> "Sides":
        """Return the sides of the pairs, in two queries."""
        known = list(pairs)
        investors = store.investors.load({pair.investor_id for pair in known})
        return cls(investors, store.entries.load({pair.entry_id for pair in known}))

    def names(self, pair: Pair) -> dict[str, str]:
        """Return what the two are called."""
        investor = self.investors.get(pair.investor_id)
        return {
            "company": str(self.startup(pair).get("company", "")),
            "investor": investor.name if investor else "",
            "firm": investor.firm if investor else "",
        }

    def startup(self, pair: Pair) -> Mapping[str, Any]:
        """Return what is known of the company."""
        told: Mapping[str, Any] = self.entries.get(pair.entry_id, {}).get("submitted", {}).get("startup", {})
        return told

    def email(self, pair: Pair) -> str:
        """Return how to reach the investor; empty before both sides accepted."""
        investor = self.investors.get(pair.investor_id)
        return "" if pair.wish or investor is None else investor.email
