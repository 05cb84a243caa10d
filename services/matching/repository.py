"""Documents of matching, and the store that holds them."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import NotFound
from services.chassis.storage import Copies, Repository
from services.matching.domain.fit import Candidate, Fit, Reason, words_of
from services.matching.domain.interest import Interest
from services.matching.domain.investor import Investor, Thesis
from services.matching.domain.shortlist import Line, Shortlist

Document = dict[str, Any]


class MatchingStore:
    """What matching remembers.

    Copies of what others told: `editions` (started), `entries` (submitted, screened, promoted,
    withdrawn) and `results` (published) by `edition.stage`. Its own: `investors`, `shortlists` by
    investor, and `interests` by investor and entry.
    """

    def __init__(self, database: Database[Document]) -> None:
        self.editions = Copies(database["editions"])
        self.entries = Copies(database["entries"])
        self.results = Copies(database["results"])
        self.investors = Repository(
            database["investors"], events=EVENTS, to_state=investor_to_state, from_state=investor_from_state
        )
        self.shortlists = Repository(
            database["shortlists"],
            events=EVENTS,
            to_state=shortlist_to_state,
            from_state=shortlist_from_state,
        )
        self.interests = Repository(
            database["interests"], events=EVENTS, to_state=interest_to_state, from_state=interest_from_state
        )
        self._database = database

    def ensure_indexes(self) -> None:
        """Make the indexes by which an edition's documents are found."""
        self._database["entries"].create_index([("submitted.edition_id", ASCENDING)])
        for name in ("investors", "shortlists", "interests"):
            self._database[name].create_index([("state.edition_id", ASCENDING)])
        self._database["interests"].create_index([("state.entry_id", ASCENDING)])
        self._database["interests"].create_index([("state.investor_id", ASCENDING)])

    def edition(self, edition_id: str) -> Document:
        """Return what is known of an edition; NotFound when it is not."""
        copy = self.editions.find(edition_id)
        if copy is None:
            raise NotFound(f"matching knows no edition {edition_id!r}")
        started: Document = copy["started"]
        return started

    def investor(self, edition_id: str, investor_id: str) -> Investor:
        """Return an investor of the edition; NotFound when there is none."""
        investor = self.investors.find(investor_id)
        if investor is None or investor.edition_id != edition_id:
            raise NotFound(f"the edition has no investor {investor_id!r}")
        return investor

    def candidates(self, edition_id: str) -> list[Candidate]:
        """Return the startups that take part, with their published places."""
        places = self._places(edition_id)
        found = self.entries.select({"submitted.edition_id": edition_id}, sort=[("_id", 1)])
        return [candidate_of(entry, places.get(entry["_id"])) for entry in found if takes_part(entry)]

    def _places(self, edition_id: str) -> dict[str, tuple[int, str]]:
        """Return place and stage by entry; a later stage's place stands before an earlier one's."""
        places: dict[str, tuple[int, str]] = {}
        for stage in self.edition(edition_id)["stages"]:
            published = self.results.find(f"{edition_id}.{stage['stage_id']}")
            for row in published["published"]["rows"] if published else ():
                places[row["entry_id"]] = (row["place"], stage["name"])
        return places


def takes_part(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry was submitted, found eligible, and has not left."""
    eligible = entry.get("screened", {}).get("decision") == "eligible"
    return "submitted" in entry and eligible and "withdrawn" not in entry


def candidate_of(entry: Mapping[str, Any], result: tuple[int, str] | None = None) -> Candidate:
    """Return an entry as far as fitting needs it."""
    startup = entry["submitted"]["startup"]
    place, stage_name = result or (None, "")
    return Candidate(
        entry_id=entry["_id"],
        company=startup["company"],
        description=startup["description"],
        website=startup["website"],
        categories=tuple(startup["categories"]),
        locations=tuple(name for name in (startup["city"], startup["state"], startup["country"]) if name),
        rounds_usd=tuple(None if usd is None else Decimal(usd) for usd in startup["rounds_usd"]),
        place=place,
        stage_name=stage_name,
        words=words_of(startup["description"]),
    )


def thesis_of(given: Mapping[str, Any]) -> Thesis:
    """Return a thesis from its wire form or from what was loaded of it."""
    tickets = {
        name: None if given[name] is None else Decimal(given[name])
        for name in ("ticket_lowest_usd", "ticket_highest_usd")
    }
    return Thesis(**{**given, **tickets})


def thesis_to(thesis: Thesis) -> Document:
    """Return a thesis as it is stored and travels."""
    document = asdict(thesis)
    for name in ("ticket_lowest_usd", "ticket_highest_usd"):
        document[name] = None if document[name] is None else str(document[name])
    return document


def investor_to_state(investor: Investor) -> Document:
    return {
        "edition_id": investor.edition_id,
        "name": investor.name,
        "email": investor.email,
        "firm": investor.firm,
        "thesis": thesis_to(investor.thesis),
        "portfolio": investor.portfolio,
    }


def investor_from_state(id: str, version: int, state: Document) -> Investor:
    return Investor(id=id, version=version, **{**state, "thesis": thesis_of(state["thesis"])})


def shortlist_to_state(shortlist: Shortlist) -> Document:
    lines = [
        {
            "entry_id": line.entry_id,
            "fit": str(line.fit.value),
            "reasons": [asdict(reason) for reason in line.fit.reasons],
        }
        for line in shortlist.lines
    ]
    return {"edition_id": shortlist.edition_id, "lines": lines}


def shortlist_from_state(id: str, version: int, state: Document) -> Shortlist:
    lines = [
        Line(rank, line["entry_id"], Fit(Decimal(line["fit"]), tuple(Reason(**r) for r in line["reasons"])))
        for rank, line in enumerate(state["lines"], start=1)
    ]
    return Shortlist(id=id, edition_id=state["edition_id"], lines=lines, version=version)


def interest_to_state(interest: Interest) -> Document:
    kept = (
        "edition_id",
        "investor_id",
        "entry_id",
        "investor_answer",
        "startup_answer",
        "note",
        "introduced_at",
    )
    return {name: getattr(interest, name) for name in kept}


def interest_from_state(id: str, version: int, state: Document) -> Interest:
    return Interest(id=id, version=version, **state)
