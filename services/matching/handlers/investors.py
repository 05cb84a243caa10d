"""Investors and their shortlists."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.matching.domain.investor import Investor
from services.matching.domain.shortlist import Line, Shortlist, shortlists
from services.matching.repository import MatchingStore, thesis_of, thesis_to

Answer = dict[str, Any]


def investor_id(edition_id: str, email: str) -> str:
    """Return the one id that a person has as an investor of an edition."""
    return f"i-{uuid5(NAMESPACE_URL, f'{edition_id}/{email.casefold()}').hex[:16]}"


def add_investors(command: Asked, store: MatchingStore) -> Answer:
    """Add investors; one who is there already takes on what is said now."""
    edition_id = command.data["edition_id"]
    store.edition(edition_id)
    given = {investor_id(edition_id, new["email"]): new for new in command.data["investors"]}
    known = store.investors.load(given)
    investors = [_investor(id, edition_id, new, known.get(id)) for id, new in given.items()]
    _save_all(store.investors, investors)
    return {"investors": [{"investor_id": i.id, "email": i.email} for i in investors]}


def state_thesis(command: Asked, store: MatchingStore) -> Answer:
    """Take what an investor looks for now."""
    investor = store.investor(command.data["edition_id"], command.data["investor_id"])
    investor.thesis = thesis_of(command.data["thesis"])
    store.investors.save(investor)
    return {"investor_id": investor.id, "thesis": thesis_to(investor.thesis)}


def publish_shortlists(command: Asked, store: MatchingStore) -> Answer:
    """Make every investor's shortlist anew; answers given before stay."""
    edition_id = command.data["edition_id"]
    candidates = store.candidates(edition_id)
    investors = list(store.investors.select({"state.edition_id": edition_id}))
    found = shortlists(investors, candidates, length=command.data["length"])
    known = store.shortlists.load(found)
    made = [_shortlist(id, edition_id, lines, known.get(id)) for id, lines in found.items()]
    _save_all(store.shortlists, made)
    return {"shortlists": len(made), "lines": sum(len(shortlist.lines) for shortlist in made)}


def _investor(id: str, edition_id: str, new: Mapping[str, Any], known: Investor | None) -> Investor:
    investor = Investor(
        id=id,
        edition_id=edition_id,
        name=new["name"],
        email=new["email"],
        firm=new["firm"],
        thesis=thesis_of(new["thesis"]),
        portfolio=new["portfolio"],
    )
    investor.version = known.version if known else 0
    return investor


def _shortlist(id: str, edition_id: str, lines: list[Line], known: Shortlist | None) -> Shortlist:
    return Shortlist(id, edition_id, lines, version=known.version if known else 0)


def _save_all(repository: Any, aggregates: list[Any]) -> None:
    conflicts = repository.save_all(aggregates)
    if conflicts:
        raise VersionConflict("documents", [each.id for each in conflicts])
