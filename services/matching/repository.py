"""Documents of matching, and the store that holds them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import NotFound
from services.chassis.storage import Copies, PersonalData, Repository
from services.matching.domain.criteria.criterion import Reason
from services.matching.domain.interest import Interest
from services.matching.domain.investor import Investor
from services.matching.domain.shortlist import Line, Shortlist
from services.matching.domain.startup import PublishedPlace, Startup
from services.matching.domain.thesis import Thesis
from services.matching.meetings.repository import PublishedMeetings, timetable_from, timetable_to
from services.matching.personal import HELD

Document = dict[str, Any]


class MatchingStore:
    """What matching remembers.

    Copies of what others told: `editions` (facet started) by edition; `entries` (submitted,
    screened, withdrawn, disqualified) by entry; `results` (published) by edition and stage. Its own:
    `investors`; `shortlists`, under the investor's id; `interests`; `timetables` of meetings, under the
    edition's id.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self.editions = Copies(database["editions"])
        self.entries = Copies(database["entries"])
        self.results = Copies(database["results"])
        self.investors = Repository(
            database["investors"],
            events=EVENTS,
            to_state=investor_to,
            from_state=investor_from,
            shown=("firm", "thesis"),
        )
        self.personal = PersonalData(database, HELD)
        self.shortlists = Repository(
            database["shortlists"], events=EVENTS, to_state=shortlist_to, from_state=shortlist_from
        )
        self.interests = Repository(
            database["interests"], events=EVENTS, to_state=interest_to, from_state=interest_from
        )
        self.timetables = Repository(
            database["timetables"],
            events=EVENTS,
            to_state=timetable_to,
            from_state=timetable_from,
            shown=("plan", "called_off", "seed", "number"),
        )
        self.meetings = PublishedMeetings(database["timetables"])

    def ensure_indexes(self) -> None:
        """Make the indexes by which an edition's documents, and each side's, are found."""
        self._database["entries"].create_index([("submitted.edition_id", ASCENDING)])
        self._database["results"].create_index([("published.edition_id", ASCENDING)])
        self._database["investors"].create_index([("state.edition_id", ASCENDING)])
        self._database["shortlists"].create_index([("state.edition_id", ASCENDING)])
        for side in ("investor_id", "entry_id"):
            self._database["interests"].create_index(
                [("state.edition_id", ASCENDING), (f"state.{side}", ASCENDING)]
            )

    def edition(self, edition_id: str) -> Document:
        """Return what is known of an edition; NotFound when it is not."""
        copy = self.editions.find(edition_id)
        if copy is None:
            raise NotFound(f"matching knows no edition {edition_id!r}")
        started: Document = copy["started"]
        return started

    def investor(self, edition_id: str, investor_id: str) -> Investor:
        """Return an investor of the edition; NotFound when there is none, or of another only."""
        investor = self.investors.find(investor_id)
        if investor is None or investor.edition_id != edition_id:
            raise NotFound(f"the edition has no investor {investor_id!r}")
        return investor

    def entry(self, edition_id: str, entry_id: str) -> Document:
        """Return the copy of an entry of the edition; NotFound when there is none."""
        entry = self.entries.find(entry_id)
        if entry is None or entry.get("submitted", {}).get("edition_id") != edition_id:
            raise NotFound(f"the edition has no entry {entry_id!r}")
        return entry

    def startups(self, edition_id: str) -> list[Startup]:
        """Return the startups that compete in the edition, in the order of their entries' ids."""
        found = self.entries.select({"submitted.edition_id": edition_id})
        places = self.places(edition_id)
        competing = sorted((entry for entry in found if takes_part(entry)), key=lambda entry: entry["_id"])
        return [startup_from(entry, places.get(entry["_id"])) for entry in competing]

    def places(self, edition_id: str) -> dict[str, PublishedPlace]:
        """Return the published places by entry; a later stage of the edition outdoes an earlier one."""
        published = {copy["published"]["stage_id"]: copy["published"] for copy in self.published(edition_id)}
        places: dict[str, PublishedPlace] = {}
        for stage in self.edition(edition_id)["stages"]:
            for row in published.get(stage["stage_id"], {"rows": ()})["rows"]:
                places[row["entry_id"]] = PublishedPlace(stage["name"], row["place"], row["shared"])
        return places

    def has_results(self, edition_id: str) -> bool:
        """Return whether any results of the edition are public."""
        return any(True for _ in self.published(edition_id))

    def certificates(self, edition_id: str) -> dict[str, int]:
        """Return the number of the certificate that is public, by stage."""
        found = (copy["published"] for copy in self.published(edition_id))
        return {published["stage_id"]: published.get("certificate", 1) for published in found}

    def published(self, edition_id: str) -> Iterable[Document]:
        """Yield the published results of the edition's stages."""
        return self.results.select({"published.edition_id": edition_id})


def takes_part(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry may be shown to investors: found eligible, and still in the edition."""
    eligible = entry.get("screened", {}).get("decision") == "eligible"
    left = "withdrawn" in entry and not entry["withdrawn"].get("back")
    return eligible and "submitted" in entry and not (left or "disqualified" in entry)


def startup_from(entry: Mapping[str, Any], published: PublishedPlace | None) -> Startup:
    """Return the startup of an entry's copy."""
    told = entry["submitted"]["startup"]
    return Startup(
        entry_id=entry["_id"],
        company=told["company"],
        description=told["description"],
        categories=tuple(told["categories"]),
        city=told["city"],
        state=told["state"],
        country=told["country"],
        investors=tuple(told["investors"]),
        rounds=tuple(_number(amount) for amount in told["rounds_usd"]),
        published=published,
    )


def thesis_from(told: Mapping[str, Any]) -> Thesis:
    """Return a thesis from a command's data, which holds numbers, or a document, which holds text."""
    return Thesis(
        sectors=tuple(told["sectors"]),
        places=tuple(told["places"]),
        company_stages=tuple(told["company_stages"]),
        ticket_lowest=_number(told["ticket_lowest_usd"]),
        ticket_highest=_number(told["ticket_highest_usd"]),
        words=tuple(told["words"]),
    )


def thesis_to(thesis: Thesis) -> Document:
    """Return a thesis as it is stored and answered."""
    return {
        "sectors": list(thesis.sectors),
        "places": list(thesis.places),
        "company_stages": list(thesis.company_stages),
        "ticket_lowest_usd": _text(thesis.ticket_lowest),
        "ticket_highest_usd": _text(thesis.ticket_highest),
        "words": list(thesis.words),
    }


def investor_to(investor: Investor) -> Document:
    """Return an investor as it is stored."""
    return {
        "edition_id": investor.edition_id,
        "name": investor.name,
        "email": investor.email,
        "firm": investor.firm,
        "thesis": thesis_to(investor.thesis),
        "portfolio": list(investor.portfolio),
        "thesis_is_own": investor.thesis_is_own,
    }


def investor_from(id: str, version: int, state: Document) -> Investor:
    """Return the investor that was stored."""
    return Investor(
        id=id,
        edition_id=state["edition_id"],
        name=state["name"],
        email=state["email"],
        firm=state["firm"],
        thesis=thesis_from(state["thesis"]),
        portfolio=tuple(state["portfolio"]),
        thesis_is_own=state["thesis_is_own"],
        version=version,
    )


def investor_answer(investor: Investor) -> Document:
    """Return an investor as pages are told of one."""
    shown = ("name", "email", "firm", "thesis", "portfolio")
    state = investor_to(investor)
    return {"investor_id": investor.id, **{key: state[key] for key in shown}}


def shortlist_to(shortlist: Shortlist) -> Document:
    """Return a shortlist as it is stored."""
    lines = [line_to(line) for line in shortlist.lines]
    return {"edition_id": shortlist.edition_id, "lines": lines, "certificates": shortlist.certificates}


def shortlist_from(id: str, version: int, state: Document) -> Shortlist:
    """Return the shortlist that was stored."""
    lines = tuple(_line_from(line) for line in state["lines"])
    certificates = state.get("certificates", {})
    return Shortlist(
        id=id, edition_id=state["edition_id"], lines=lines, certificates=certificates, version=version
    )


def interest_to(interest: Interest) -> Document:
    """Return an interest as it is stored."""
    return {
        "edition_id": interest.edition_id,
        "investor_id": interest.investor_id,
        "entry_id": interest.entry_id,
        "investor_answer": interest.investor_answer,
        "startup_answer": interest.startup_answer,
        "note": interest.note,
        "introduced_at": interest.introduced_at,
    }


def interest_from(id: str, version: int, state: Document) -> Interest:
    """Return the interest that was stored."""
    return Interest(id=id, version=version, **state)


def line_to(line: Line) -> Document:
    """Return a line as it is stored and answered."""
    reasons = [{"code": r.code, "text": r.text, "values": dict(r.values)} for r in line.reasons]
    return {"entry_id": line.entry_id, "fit": str(line.fit), "reasons": reasons}


def _line_from(line: Document) -> Line:
    reasons = tuple(Reason(r["code"], r["text"], r["values"]) for r in line["reasons"])
    return Line(line["entry_id"], Decimal(line["fit"]), reasons)


def _number(amount: Decimal | str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
