"""The store of registration: its aggregates, its pages of entries, and copies of results."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import Invalid, NotFound
from services.chassis.storage import Copies, Repository
from services.registration import documents
from services.registration.accounts.tries import Tries
from services.registration.calendars.repository import feed_from_state, feed_to_state, index_feeds
from services.registration.decks.repository import DeckFiles, deck_from_state, deck_to_state
from services.registration.domain.entry import Entry
from services.registration.domain.ids import natural
from services.registration.domain.people import Person
from services.registration.letters.domain.wording import wording_from_state, wording_to_state
from services.registration.letters.repository import (
    Outbox,
    letter_from_state,
    letter_to_state,
    rules_from_state,
    rules_to_state,
)
from services.registration.selections.repository import selection_from_state, selection_to_state
from services.registration.site.repository import (
    Hidden,
    showing_from_state,
    showing_to_state,
    site_from_state,
    site_to_state,
)
from services.registration.webhooks.repository import (
    Dispatch,
    delivery_from_state,
    delivery_to_state,
    endpoint_from_state,
    endpoint_to_state,
)

Document = dict[str, Any]

COMPANY_ORDER = [("state.sort", ASCENDING), ("_id", ASCENDING)]


@dataclass(frozen=True)
class Page:
    """Entries in the order of their companies; `next` asks for those after, None at the end."""

    entries: list[Entry]
    total: int
    next: str | None


class EntryIndex:
    """The entries as a collection: pages, counts, and which startups are in."""

    def __init__(self, collection: Collection[Document], repository: Repository[Entry]) -> None:
        self._collection = collection
        self._repository = repository

    def page(
        self,
        edition_id: str,
        *,
        search: str,
        after: str,
        limit: int,
        without: Sequence[str] = (),
        **equal: str | None,
    ) -> Page:
        """Return a page of an edition's entries, narrowed to what `equal` and `search` ask for.

        Those whose ids are in `without` are left out.
        `search` is part of a company's name in whatever case. `after` is the `next` of the page
        before; Invalid when it is none.
        """
        wanted: Document = {"state.edition_id": edition_id}
        wanted |= {f"state.{name}": value for name, value in equal.items() if value is not None}
        if without:
            wanted["_id"] = {"$nin": list(without)}
        if search.strip():
            wanted["state.sort"] = {"$regex": re.escape(natural(search))}
        total = self._collection.count_documents(wanted)
        here = {"$and": [wanted, self._beyond(edition_id, after)]} if after else wanted
        found = list(self._repository.select(here, sort=COMPANY_ORDER, limit=limit + 1))
        more = len(found) > limit
        return Page(found[:limit], total, found[limit - 1].id if more else None)

    def counts(self, edition_ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return how many entries are in each state, by edition."""
        stages: list[Document] = [
            {"$match": {"state.edition_id": {"$in": list(edition_ids)}}},
            {"$group": {"_id": {"e": "$state.edition_id", "s": "$state.state"}, "n": {"$sum": 1}}},
        ]
        counts: dict[str, dict[str, int]] = {}
        for group in self._collection.aggregate(stages):
            counts.setdefault(group["_id"]["e"], {})[group["_id"]["s"]] = group["n"]
        return counts

    def places(self, edition_id: str) -> tuple[set[str], set[str]]:
        """Return the stages and the tracks that entries of an edition are in."""
        here = {"state.edition_id": edition_id}
        stages, tracks = (
            {found for found in self._collection.distinct(f"state.{name}", here) if found}
            for name in ("stage_id", "track")
        )
        return stages, tracks

    def startup_ids(self, edition_id: str) -> dict[str, str]:
        """Return the startup of each entry of an edition, by the entry's id."""
        wanted = {"state.startup.startup_id": 1}
        found = self._collection.find({"state.edition_id": edition_id}, wanted)
        return {document["_id"]: document["state"]["startup"]["startup_id"] for document in found}

    def ensure_indexes(self) -> None:
        """Make the indexes of pages and counts; a startup is in an edition once."""
        edition = ("state.edition_id", ASCENDING)
        self._collection.create_index([edition, *COMPANY_ORDER])
        self._collection.create_index([edition, ("state.state", ASCENDING), *COMPANY_ORDER])
        self._collection.create_index([edition, ("state.stage_id", ASCENDING), *COMPANY_ORDER])
        self._collection.create_index([edition, ("state.track", ASCENDING), *COMPANY_ORDER])
        self._collection.create_index([edition, ("state.startup.startup_id", ASCENDING)], unique=True)

    def _beyond(self, edition_id: str, after: str) -> Document:
        last = self._collection.find_one({"_id": after, "state.edition_id": edition_id}, {"state.sort": 1})
        if last is None:
            raise Invalid(
                f"there is no page after {after!r}",
                errors={"after": {"came": after, "allowed": "what came as next"}},
            )
        sort = last["state"]["sort"]
        same = {"state.sort": sort, "_id": {"$gt": after}}
        return {"state.sort": {"$gte": sort}, "$or": [{"state.sort": {"$gt": sort}}, same]}


class RegistrationStore:
    """What registration remembers. `results` are copies (facet certified) by edition and stage."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self.hosts = _repository(
            database, "hosts", documents.host_to_state, documents.host_from_state, "name"
        )
        self.programmes = _repository(
            database,
            "programmes",
            documents.programme_to_state,
            documents.programme_from_state,
            "host",
            "name",
        )
        self.editions = _repository(
            database,
            "editions",
            documents.edition_to_state,
            documents.edition_from_state,
            "name",
            "zone",
            "runs",
            "tracks",
            "awards",
        )
        self.blueprints = _repository(
            database,
            "blueprints",
            documents.blueprint_to_state,
            documents.blueprint_from_state,
            "host",
            "blueprint",
        )
        self.entries = _repository(
            database,
            "entries",
            documents.entry_to_state,
            documents.entry_from_state,
            "state",
            "stage_id",
            "track",
            "reason",
        )
        self.people = _repository(
            database, "people", documents.person_to_state, documents.person_from_state, "grants"
        )
        self.selections = _repository(
            database, "selections", selection_to_state, selection_from_state, "decisions"
        )
        self.entry_index = EntryIndex(database["entries"], self.entries)
        self.results = Copies(database["results"])
        self.decks = _repository(database, "decks", deck_to_state, deck_from_state)
        self.deck_files = DeckFiles(database)
        self.tries = Tries(database["tries"])
        self.letters = _repository(database, "letters", letter_to_state, letter_from_state)
        self.letter_rules = _repository(database, "letter_rules", rules_to_state, rules_from_state)
        self.wordings = _repository(
            database, "wordings", wording_to_state, wording_from_state, "subject", "text"
        )
        self.outbox = Outbox(database["letters"], self.letters)
        self.sites = _repository(
            database, "sites", site_to_state, site_from_state, "public", "about", "contact"
        )
        self.showings = _repository(
            database, "showings", showing_to_state, showing_from_state, "listed", "parts"
        )
        self.hidden = Hidden(database["showings"])
        self.feeds = _repository(database, "feeds", feed_to_state, feed_from_state)
        self.endpoints = _repository(
            database, "endpoints", endpoint_to_state, endpoint_from_state, "url", "kinds", "on", "removed"
        )
        self.deliveries = _repository(database, "deliveries", delivery_to_state, delivery_from_state)
        self.dispatch = Dispatch(database["deliveries"], self.deliveries)

    def ensure_indexes(self) -> None:
        """Make the indexes by which things are found other than by their id."""
        self.entry_index.ensure_indexes()
        self.deck_files.ensure_indexes()
        self._database["editions"].create_index([("state.started_at", DESCENDING)])
        people = self._database["people"]
        people.create_index([("state.session_digests", ASCENDING)])
        people.create_index([("state.link_digests", ASCENDING)])
        people.create_index([("state.organises_all", ASCENDING)])
        has_password = {"state.password_address": {"$type": "string"}}
        people.create_index([("state.password_address", ASCENDING)], partialFilterExpression=has_password)
        people.create_index([("state.grants.subject_id", ASCENDING)])
        self.tries.ensure_indexes()
        self.outbox.ensure_indexes()
        self.hidden.ensure_indexes()
        index_feeds(self._database["feeds"])
        self._database["endpoints"].create_index([("state.edition_id", ASCENDING)])
        self.dispatch.ensure_indexes()


def _repository(
    database: Database[Document], name: str, to_state: Any, from_state: Any, *shown: str
) -> Repository[Any]:
    return Repository(database[name], events=EVENTS, to_state=to_state, from_state=from_state, shown=shown)


def entry_of(store: RegistrationStore, data: Mapping[str, Any]) -> Entry:
    """Return the entry that is named, if it is in the edition that is named; NotFound otherwise."""
    entry: Entry | None = store.entries.find(data["entry_id"])
    if entry is None or entry.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no entry {data['entry_id']!r}")
    return entry


def person_by(store: RegistrationStore, field: str, value: Any) -> Person | None:
    """Return the person whose document has the value, in one indexed read; None when nobody has."""
    return next(store.people.select({f"state.{field}": value}, limit=1), None)
