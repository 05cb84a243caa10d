"""What matching tells: investors, shortlists, interests, intros."""

from collections.abc import Mapping
from typing import Any

from services.matching.domain.fit import Candidate
from services.matching.domain.interest import INTERESTED, Interest
from services.matching.domain.investor import Investor
from services.matching.domain.shortlist import Line
from services.matching.repository import (
    MatchingStore,
    candidate_of,
    shortlist_to_state,
    takes_part,
    thesis_to,
)

Answer = dict[str, Any]


def list_investors(store: MatchingStore, query: Mapping[str, Any]) -> Answer:
    """Return the investors of an edition by name."""
    store.edition(query["edition_id"])
    investors = store.investors.select({"state.edition_id": query["edition_id"]}, sort=[("state.name", 1)])
    return {"investors": [_investor(investor) for investor in investors]}


def get_shortlist(store: MatchingStore, query: Mapping[str, Any]) -> Answer:
    """Return an investor's shortlist, best first; startups that left since are not on it."""
    investor = store.investor(query["edition_id"], query["investor_id"])
    shortlist = store.shortlists.find(investor.id)
    lines = shortlist.lines if shortlist else []
    reasons = shortlist_to_state(shortlist)["lines"] if shortlist else []
    entries = store.entries.load(line.entry_id for line in lines)
    answers = {i.entry_id: i for i in store.interests.select({"state.investor_id": investor.id})}
    found = [
        _line(line, told, candidate_of(entries[line.entry_id]), answers.get(line.entry_id))
        for line, told in zip(lines, reasons, strict=True)
        if takes_part(entries.get(line.entry_id, {}))
    ]
    return {"investor": _investor(investor), "lines": found}


def get_interests(store: MatchingStore, query: Mapping[str, Any]) -> Answer:
    """Return the investors who are interested in an entry."""
    wanted = {"state.entry_id": query["entry_id"], "state.investor_answer": INTERESTED}
    interests = [i for i in store.interests.select(wanted) if i.edition_id == query["edition_id"]]
    investors = store.investors.load(interest.investor_id for interest in interests)
    found = [
        {
            "investor_id": interest.investor_id,
            "name": investors[interest.investor_id].name,
            "firm": investors[interest.investor_id].firm,
            "note": interest.note,
            "answer": interest.startup_answer,
        }
        for interest in interests
    ]
    return {"interests": sorted(found, key=lambda each: each["name"].casefold())}


def list_intros(store: MatchingStore, query: Mapping[str, Any]) -> Answer:
    """Return the introductions of an edition, or of one side of them, oldest first."""
    wanted: Answer = {"state.edition_id": query["edition_id"], "state.introduced_at": {"$ne": None}}
    for side in ("investor_id", "entry_id"):
        if query[side]:
            wanted[f"state.{side}"] = query[side]
    interests = list(store.interests.select(wanted, sort=[("state.introduced_at", 1)]))
    investors = store.investors.load({interest.investor_id for interest in interests})
    entries = store.entries.load({interest.entry_id for interest in interests})
    return {"intros": [_intro(i, investors[i.investor_id], entries[i.entry_id]) for i in interests]}


def _investor(investor: Investor) -> Answer:
    return {
        "investor_id": investor.id,
        "name": investor.name,
        "email": investor.email,
        "firm": investor.firm,
        "thesis": thesis_to(investor.thesis),
        "portfolio": investor.portfolio,
    }


def _line(line: Line, told: Mapping[str, Any], candidate: Candidate, interest: Interest | None) -> Answer:
    return {
        "rank": line.rank,
        "entry_id": line.entry_id,
        "company": candidate.company,
        "description": candidate.description,
        "website": candidate.website,
        "categories": list(candidate.categories),
        "fit": told["fit"],
        "reasons": told["reasons"],
        "answer": interest.investor_answer if interest else None,
        "intro": bool(interest and interest.introduced_at),
    }


def _intro(interest: Interest, investor: Investor, entry: Mapping[str, Any]) -> Answer:
    made_at = interest.introduced_at
    return {
        "intro_id": interest.id,
        "investor_id": investor.id,
        "investor": investor.name,
        "firm": investor.firm,
        "investor_email": investor.email,
        "entry_id": interest.entry_id,
        "company": entry["submitted"]["startup"]["company"],
        "made_at": made_at.isoformat() if made_at else None,
    }
