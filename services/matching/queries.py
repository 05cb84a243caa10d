"""Read models: what pages are told about investors, shortlists, interests and intros."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.chassis.storage import holding
from services.matching.domain.interest import INTERESTED, Interest
from services.matching.domain.investor import Investor
from services.matching.domain.shortlist import Line
from services.matching.repository import MatchingStore, investor_answer, line_to, takes_part

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def list_investors(store: MatchingStore, query: Wanted) -> Answer:
    """Answer ListInvestors, by name."""
    edition_id, after, limit = query["edition_id"], query.get("after", 0), query.get("limit")
    meant = holding(query.get("search", ""), "state.name", "state.email", "state.firm")
    found = store.investors.select({"state.edition_id": edition_id, **meant})
    ordered = sorted(found, key=lambda investor: (investor.name.casefold(), investor.id))
    page = ordered[after : None if limit is None else after + limit]
    certificates = store.certificates(edition_id)
    shortlists = store.shortlists.select({"state.edition_id": edition_id})
    return {
        "investors": [investor_answer(investor) for investor in page],
        "total": len(ordered),
        "stale_shortlists": sum(shortlist.stale(certificates) for shortlist in shortlists),
    }


def get_shortlist(store: MatchingStore, query: Wanted) -> Answer:
    """Answer GetShortlist: no lines before it is published; who left the edition since is left out."""
    investor = store.investor(query["edition_id"], query["investor_id"])
    shortlist = store.shortlists.find(investor.id)
    lines = shortlist.lines if shortlist else ()
    entries = store.entries.load(line.entry_id for line in lines)
    interests = {interest.entry_id: interest for interest in _interests(store, query, "investor_id")}
    shown = [line for line in lines if takes_part(entries.get(line.entry_id, {}))]
    return {
        "investor": investor_answer(investor),
        "stale": bool(shortlist and shortlist.stale(store.certificates(query["edition_id"]))),
        "lines": [
            _line(rank, line, entries[line.entry_id], interests.get(line.entry_id))
            for rank, line in enumerate(shown, start=1)
        ],
    }


def get_interests(store: MatchingStore, query: Wanted) -> Answer:
    """Answer GetInterests: only who is interested, and no address before the intro."""
    interests = [i for i in _interests(store, query, "entry_id") if i.investor_answer == INTERESTED]
    investors = store.investors.load(interest.investor_id for interest in interests)
    rows = [_interest(interest, investors[interest.investor_id]) for interest in interests]
    return {"interests": sorted(rows, key=lambda row: (row["name"].casefold(), row["investor_id"]))}


def list_intros(store: MatchingStore, query: Wanted) -> Answer:
    """Answer ListIntros, the oldest first."""
    sides = [side for side in ("investor_id", "entry_id") if query[side]]
    intros = [interest for interest in _interests(store, query, *sides) if interest.intro]
    investors = store.investors.load({interest.investor_id for interest in intros})
    entries = store.entries.load({interest.entry_id for interest in intros})
    rows = [_intro(i, investors[i.investor_id], entries[i.entry_id]) for i in intros]
    return {"intros": sorted(rows, key=lambda row: (row["made_at"], row["intro_id"]))}


def _interests(store: MatchingStore, query: Wanted, *sides: str) -> Iterable[Interest]:
    wanted = {f"state.{side}": query[side] for side in ("edition_id", *sides)}
    return store.interests.select(wanted)


def _line(rank: int, line: Line, entry: Wanted, interest: Interest | None) -> Answer:
    startup = entry["submitted"]["startup"]
    shown = ("company", "description", "website", "categories")
    return {
        "rank": rank,
        **line_to(line),
        **{key: startup[key] for key in shown},
        "answer": interest.investor_answer if interest else None,
        "intro": interest.intro if interest else False,
    }


def _interest(interest: Interest, investor: Investor) -> Answer:
    return {
        "investor_id": investor.id,
        "name": investor.name,
        "firm": investor.firm,
        "note": interest.note,
        "answer": interest.startup_answer,
    }


def _intro(interest: Interest, investor: Investor, entry: Wanted) -> Answer:
    assert interest.introduced_at is not None  # noqa: S101 -- only intros that were made come here
    return {
        "intro_id": interest.intro_id,
        "investor_id": investor.id,
        "investor": investor.name,
        "firm": investor.firm,
        "investor_email": investor.email,
        "entry_id": interest.entry_id,
        "company": entry["submitted"]["startup"]["company"],
        "made_at": interest.introduced_at.isoformat(),
    }
