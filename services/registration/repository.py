"""The store of registration: its aggregates, its pages of entries, and copies of results."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import Invalid, NotFound
from services.chassis.storage import Copies, PersonalData, Repository
from services.registration import documents
from services.registration.accounts.tries import Tries
from services.registration.appeals.repository import (
    appeal_from_state,
    appeal_rule_from_state,
    appeal_rule_to_state,
    appeal_to_state,
)
from services.registration.applications.repository import (
    ApplicationIndex,
    application_from_state,
    application_to_state,
    call_from_state,
    call_to_state,
    submission_from_state,
    submission_to_state,
)
from services.registration.attachments.repository import AttachmentFiles
from services.registration.calendars.repository import feed_from_state, feed_to_state, index_feeds
from services.registration.decks.repository import DeckFiles, deck_from_state, deck_to_state
from services.registration.domain.entry import GONE, Entry
from services.registration.domain.ids import natural
from services.registration.domain.people import Person
from services.registration.duplicates.repository import Likenesses, Pairs, pair_from_state, pair_to_state
from services.registration.imports.repository import (
    DUE,
    NEWEST,
    ImportFiles,
    import_from_state,
    import_to_state,
)
from services.registration.letters.domain.wording import wording_from_state, wording_to_state
from services.registration.letters.repository import (
    Outbox,
    letter_from_state,
    letter_to_state,
    rules_from_state,
    rules_to_state,
)
from services.registration.personal.held import HELD
from services.registration.personal.repository import (
    erasure_from_state,
    erasure_to_state,
    retention_from_state,
    retention_to_state,
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

BY_COMPANY = ("state.sort", ASCENDING)
ORDERS = {
    "company": BY_COMPANY,
    "newest": ("state.submitted_at", DESCENDING),
    "oldest": ("state.submitted_at", ASCENDING),
}
ID = ("_id", ASCENDING)
SEARCHED = ("state", "stage_id", "track", "find")
SEARCH = {"company": "search by company", "newest": "search by time", "oldest": "search by time"}


@dataclass(frozen=True)
class Page:
    """Entries in the order that was asked for; `next` asks for those after, None at the end."""

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
        sort: str = "company",
        by_name: bool = False,
        without: Sequence[str] = (),
        **equal: str | None,
    ) -> Page:
        """Return a page of an edition's entries, narrowed to what `equal` and `search` ask for.

        `search` is words, each part of what is said of a company or of its receipt, in whatever case;
        of its name alone with `by_name`. Those whose ids are in `without` are left out. `sort` is one of
        ORDERS. `after` is the `next` of the page before; Invalid when it is none.
        """
        wanted = _wanted(edition_id, _found(search, "sort" if by_name else "find"), **equal)
        if without:
            wanted["_id"] = {"$nin": list(without)}
        hint = SEARCH[sort] if search.strip() and not by_name else None
        hinted: dict[str, Any] = {"hint": hint} if hint else {}
        total = self._collection.count_documents(wanted, **hinted)
        order = ORDERS[sort]
        ids = ("_id", order[1])
        here = {"$and": [wanted, self._beyond(edition_id, after, order)]} if after else wanted
        found = list(self._repository.select(here, sort=[order, ids], limit=limit + 1, hint=hint))
        more = len(found) > limit
        return Page(found[:limit], total, found[limit - 1].id if more else None)

    def matching(self, edition_id: str, *, search: str = "", **equal: str | None) -> Iterator[Entry]:
        """Yield the entries that a page without end would show."""
        return self._repository.select(_wanted(edition_id, _found(search), **equal))

    def touched(self, edition_id: str, act_id: str) -> Iterator[Entry]:
        """Yield the entries on which an act was done, whatever was done since."""
        return self._repository.select({"state.edition_id": edition_id, "state.acts": act_id})

    def standing(self, edition_id: str, act_id: str) -> int:
        """Return on how many entries an act was the last."""
        return self._collection.count_documents({"state.edition_id": edition_id, "state.last_act": act_id})

    def entered_at(self, edition_id: str, at: datetime) -> int:
        """Return how many entries came at that very moment."""
        wanted = {"state.edition_id": edition_id, "state.submitted_at": at.isoformat()}
        return self._collection.count_documents(wanted)

    def present(self, entry_ids: Iterable[str]) -> set[str]:
        """Return those of the entries that have not left."""
        wanted = {"_id": {"$in": list(entry_ids)}, "state.state": {"$nin": [*GONE]}}
        return {document["_id"] for document in self._collection.find(wanted, {"_id": 1})}

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
        """Make the indexes of pages and counts; a startup is in an edition once.

        What was kept before entries were found by all that is said of them is found by its company.
        """
        self._collection.update_many(
            {"state.find": {"$exists": False}}, [{"$set": {"state.find": "$state.sort"}}]
        )
        edition, submitted = ("state.edition_id", ASCENDING), ("state.submitted_at", ASCENDING)
        # These hold all that is searched, so that an entry is fetched only once it is found.
        searched = [(f"state.{name}", ASCENDING) for name in SEARCHED]
        self._collection.create_index([edition, BY_COMPANY, ID, *searched], name=SEARCH["company"])
        self._collection.create_index([edition, submitted, ID, *searched], name=SEARCH["newest"])
        self._collection.create_index([edition, ("state.state", ASCENDING), BY_COMPANY, ID])
        self._collection.create_index([edition, ("state.stage_id", ASCENDING), BY_COMPANY, ID])
        self._collection.create_index([edition, ("state.track", ASCENDING), BY_COMPANY, ID])
        self._collection.create_index([edition, ("state.acts", ASCENDING)])
        self._collection.create_index([edition, ("state.merged_into", ASCENDING)])
        self._collection.create_index([edition, ("state.last_act", ASCENDING)])
        self._collection.create_index([edition, ("state.startup.startup_id", ASCENDING)], unique=True)

    def _beyond(self, edition_id: str, after: str, order: tuple[str, int]) -> Document:
        path, direction = order
        name = path.removeprefix("state.")
        last = self._collection.find_one({"_id": after, "state.edition_id": edition_id}, {path: 1})
        if last is None:
            raise Invalid(
                f"there is no page after {after!r}",
                errors={"after": {"came": after, "allowed": "what came as next"}},
            )
        value, further = last["state"][name], "$gt" if direction > 0 else "$lt"
        same = {path: value, "_id": {further: after}}
        return {path: {f"{further}e": value}, "$or": [{path: {further: value}}, same]}


def _wanted(edition_id: str, words: list[Document], **equal: str | None) -> Document:
    wanted: Document = {"state.edition_id": edition_id}
    wanted |= {f"state.{name}": value for name, value in equal.items() if value is not None}
    return wanted | ({"$and": words} if words else {})


def _found(search: str, by: str = "find") -> list[Document]:
    return [{f"state.{by}": {"$regex": re.escape(word)}} for word in natural(search).split()]


class RegistrationStore:
    """What registration remembers. `results` are copies (facets certified, published) by edition and stage,
    and so are judging's `sessions` (facet prepared) by edition and session."""

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
            "cities",
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
        self.decisions = _repository(
            database, "decisions", documents.decision_to_state, documents.decision_from_state
        )
        self.entry_index = EntryIndex(database["entries"], self.entries)
        self.results = Copies(database["results"])
        self.sessions = Copies(database["sessions"])
        self.appeals = _repository(database, "appeals", appeal_to_state, appeal_from_state, "state", "answer")
        self.appeal_rules = _repository(
            database, "appeal_rules", appeal_rule_to_state, appeal_rule_from_state, "on", "hours"
        )
        self.decks = _repository(database, "decks", deck_to_state, deck_from_state)
        self.deck_files = DeckFiles(database)
        self.attachments = AttachmentFiles(database)
        self.tries = Tries(database["tries"])
        self.calls = _repository(
            database,
            "calls",
            call_to_state,
            call_from_state,
            *("opens_at", "closes_at", "grace_minutes", "open_links", "fields"),
        )
        self.applications = _repository(
            database, "applications", application_to_state, application_from_state
        )
        self.submissions = _repository(database, "submissions", submission_to_state, submission_from_state)
        self.application_index = ApplicationIndex(
            database["applications"], database["submissions"], self.applications
        )
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
        self.imports = _repository(database, "imports", import_to_state, import_from_state)
        self.import_files = ImportFiles(database["import_files"])
        self.likenesses = Likenesses(database["likenesses"])
        self.pairs = _repository(database, "pairs", pair_to_state, pair_from_state, "state", "stays")
        self.pair_index = Pairs(database["pairs"])
        self.retentions = _repository(
            database, "retentions", retention_to_state, retention_from_state, "until", "erased_at"
        )
        self.erasures = _repository(database, "erasures", erasure_to_state, erasure_from_state)
        self.personal = PersonalData(database, HELD)

    def ensure_indexes(self) -> None:
        """Make the indexes by which things are found other than by their id."""
        self.entry_index.ensure_indexes()
        self.deck_files.ensure_indexes()
        self.attachments.ensure_indexes()
        self._database["appeals"].create_index([("state.edition_id", ASCENDING)])
        self._database["appeals"].create_index([("state.entry_id", ASCENDING)])
        self._database["sessions"].create_index(
            [("prepared.edition_id", ASCENDING), ("prepared.stage_id", ASCENDING)]
        )
        self._database["decisions"].create_index([("state.edition_id", ASCENDING), ("state.at", DESCENDING)])
        self._database["editions"].create_index([("state.started_at", DESCENDING)])
        people = self._database["people"]
        people.create_index([("state.session_digests", ASCENDING)])
        people.create_index([("state.link_digests", ASCENDING)])
        people.create_index([("state.organises_all", ASCENDING)])
        has_password = {"state.password_address": {"$type": "string"}}
        people.create_index([("state.password_address", ASCENDING)], partialFilterExpression=has_password)
        people.create_index([("state.grants.subject_id", ASCENDING)])
        self.tries.ensure_indexes()
        self.application_index.ensure_indexes()
        self.outbox.ensure_indexes()
        self.hidden.ensure_indexes()
        index_feeds(self._database["feeds"])
        self._database["endpoints"].create_index([("state.edition_id", ASCENDING)])
        self.dispatch.ensure_indexes()
        self._database["imports"].create_index(DUE)
        self._database["imports"].create_index(NEWEST)
        self.import_files.ensure_indexes()
        self.likenesses.ensure_indexes()
        self.pair_index.ensure_indexes()


def _repository(
    database: Database[Document], name: str, to_state: Any, from_state: Any, *shown: str
) -> Repository[Any]:
    return Repository(database[name], events=EVENTS, to_state=to_state, from_state=from_state, shown=shown)


def results_id(edition_id: str, stage_id: str) -> str:
    """Return the id of the copy of a stage's results."""
    return f"{edition_id}.{stage_id}"


def entry_of(store: RegistrationStore, data: Mapping[str, Any]) -> Entry:
    """Return the entry that is named, if it is in the edition that is named; NotFound otherwise."""
    entry: Entry | None = store.entries.find(data["entry_id"])
    if entry is None or entry.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no entry {data['entry_id']!r}")
    return entry


def person_by(store: RegistrationStore, field: str, value: Any) -> Person | None:
    """Return the person whose document has the value, in one indexed read; None when nobody has."""
    return next(store.people.select({f"state.{field}": value}, limit=1), None)
