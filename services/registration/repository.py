"""Documents of registration, and the store that holds them."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import NotFound
from services.chassis.storage import Copies, Repository
from services.registration.domain.edition import Edition, StageState
from services.registration.domain.entry import Entry
from services.registration.domain.people import Grant, Person

Document = dict[str, Any]


@dataclass
class Named:
    """A host, or a programme of the host `host_id`: a name that lasts."""

    id: str
    name: str
    host_id: str | None = None
    version: int = 0
    facts: list[Any] = field(default_factory=list)


class RegistrationStore:
    """What registration remembers; `results` are copies of certified results by `edition.stage`."""

    def __init__(self, database: Database[Document]) -> None:
        self.hosts = _repository(database, "hosts", named_to_state, named_from_state)
        self.programmes = _repository(database, "programmes", named_to_state, named_from_state)
        self.editions = _repository(database, "editions", edition_to_state, edition_from_state)
        self.entries = _repository(database, "entries", entry_to_state, entry_from_state)
        self.people = _repository(database, "people", person_to_state, person_from_state)
        self.results = Copies(database["results"])
        self.links = database["links"]
        self.sessions = database["sessions"]
        self._entries = database["entries"]
        self._people = database["people"]

    def ensure_indexes(self) -> None:
        """Make the indexes by which entries are listed and people found, and old sessions forgotten."""
        by_company = [
            ("state.edition_id", ASCENDING),
            ("state.company_key", ASCENDING),
            ("_id", ASCENDING),
        ]
        self._entries.create_index(by_company)
        self._entries.create_index([("state.edition_id", ASCENDING), ("state.state", ASCENDING)])
        self._people.create_index([("state.grants.role", ASCENDING)])
        self.sessions.create_index([("expires_at", ASCENDING)], expireAfterSeconds=0)
        self.links.create_index([("expires_at", ASCENDING)], expireAfterSeconds=30 * 24 * 3600)

    def entry(self, edition_id: str, entry_id: str) -> Entry:
        """Return an entry of the edition; NotFound when it is not there or another's."""
        entry: Entry | None = self.entries.find(entry_id)
        if entry is None or entry.edition_id != edition_id:
            raise NotFound(f"the edition has no entry {entry_id!r}")
        return entry

    def count_entries(self, filter: Document) -> int:
        """Return how many entries match."""
        return self._entries.count_documents(filter)

    def entries_by_state(self, edition_id: str) -> dict[str, int]:
        """Return how many entries of an edition are in each state."""
        group = {"$group": {"_id": "$state.state", "count": {"$sum": 1}}}
        found = self._entries.aggregate([{"$match": {"state.edition_id": edition_id}}, group])
        return {each["_id"]: each["count"] for each in found}


def _repository(database: Database[Document], name: str, to_state: Any, from_state: Any) -> Repository[Any]:
    return Repository(database[name], events=EVENTS, to_state=to_state, from_state=from_state)


def named_to_state(named: Named) -> Document:
    return {"name": named.name, "host_id": named.host_id}


def named_from_state(id: str, version: int, state: Document) -> Named:
    return Named(id=id, version=version, **state)


def edition_to_state(edition: Edition) -> Document:
    kept = ("host", "programme", "name", "zone", "blueprint", "started_at", "stages", "awards")
    values = {name: getattr(edition, name) for name in kept}
    return {**values, "progress": [asdict(stage) for stage in edition.progress]}


def edition_from_state(id: str, version: int, state: Document) -> Edition:
    progress = [StageState(**stage) for stage in state["progress"]]
    return Edition(id=id, version=version, **{**state, "progress": progress})


def entry_to_state(entry: Entry) -> Document:
    return {
        "edition_id": entry.edition_id,
        "company_key": entry.company.casefold(),
        "startup": dict(entry.startup),
        "submitted_at": entry.submitted_at,
        "state": entry.state,
        "stage_id": entry.stage_id,
        "reason": entry.reason,
    }


def entry_from_state(id: str, version: int, state: Document) -> Entry:
    return Entry(
        id=id,
        edition_id=state["edition_id"],
        startup=state["startup"],
        submitted_at=state["submitted_at"],
        state=state["state"],
        stage_id=state["stage_id"],
        reason=state["reason"],
        version=version,
    )


def person_to_state(person: Person) -> Document:
    return {"name": person.name, "email": person.email, "grants": [asdict(grant) for grant in person.grants]}


def person_from_state(id: str, version: int, state: Document) -> Person:
    grants = [Grant(**grant) for grant in state["grants"]]
    return Person(id=id, version=version, name=state["name"], email=state["email"], grants=grants)


def text_of(moment: datetime | None) -> str | None:
    """Return a point in time as it travels, None for none."""
    return moment.isoformat() if moment else None
