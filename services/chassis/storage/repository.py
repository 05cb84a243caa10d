"""Aggregates as documents. Saving publishes: state and facts go in one atomic write."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

from bson import SON, ObjectId
from pymongo import ASCENDING, InsertOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from schemas.envelope import wrap
from schemas.message import Event
from schemas.refusal import NotFound
from schemas.routes import exchange_for
from services.chassis.storage.changes import noted
from services.chassis.telemetry.correlation import current

Note = tuple[str, Mapping[str, Any]]
Document = dict[str, Any]

PENDING_INDEX = "pending"
DUPLICATE_KEY = 11000


class Aggregate(Protocol):
    """What a repository can keep: an id, the version last saved, and facts noted since."""

    id: str
    version: int
    facts: list[Any]


A = TypeVar("A", bound=Aggregate)


class VersionConflict(Exception):
    """Somebody else saved the aggregate since it was loaded; load it and decide again."""

    def __init__(self, kind: str, ids: Sequence[str]) -> None:
        super().__init__(f"{kind} {', '.join(ids)} changed since it was loaded")
        self.kind = kind
        self.ids = list(ids)


class Repository(Generic[A]):
    """Keeps aggregates in a collection as `{_id, version, state, pending}`."""

    def __init__(
        self,
        collection: Collection[Document],
        *,
        events: Mapping[str, type[Event]],
        to_state: Callable[[A], Document],
        from_state: Callable[[str, int, Document], A],
        shown: Sequence[str] = (),
    ) -> None:
        """Keep the aggregates of a collection; the audit trail sees the values `shown` of their state."""
        self._collection = collection
        self._events = events
        self._schemas: dict[str, Event] = {}
        self._to_state = to_state
        self._from_state = from_state
        self._shown = shown

    def get(self, id: str) -> A:
        """Return the aggregate; NotFound names its kind and id when there is none."""
        found = self.find(id)
        if found is None:
            raise NotFound(f"{self._collection.name} has no {id!r}")
        return found

    def find(self, id: str) -> A | None:
        """Return the aggregate, or None."""
        document = self._collection.find_one({"_id": id}, {"pending": 0})
        return self._revive(document) if document else None

    def load(self, ids: Iterable[str]) -> dict[str, A]:
        """Return those of `ids` that exist, by id, in one query."""
        return {a.id: a for a in self.select({"_id": {"$in": list(ids)}})}

    def select(
        self,
        filter: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
        hint: str | None = None,
    ) -> Iterator[A]:
        """Yield the aggregates whose document matches; state is under `state.`; `hint` names an index."""
        cursor = self._collection.find(filter, {"pending": 0}, sort=sort, limit=limit, hint=hint)
        return (self._revive(document) for document in cursor)

    def save(self, aggregate: A) -> None:
        """Write state and facts as one; VersionConflict, and nothing written, when it changed."""
        if self.save_all([aggregate]):
            raise VersionConflict(self._collection.name, [aggregate.id])

    def save_all(self, aggregates: Iterable[A], *, atomic: bool = False) -> list[A]:
        """Save many in one round trip; return those that met a conflict, unsaved, facts kept.

        With `atomic` all are saved or none: a conflict then raises VersionConflict.
        """
        batch = list(aggregates)
        if not batch:
            return []
        conflicts = self._write_atomically(batch) if atomic else self._write(batch)
        for position, aggregate in enumerate(batch):
            if position not in conflicts:
                aggregate.version += 1
                aggregate.facts.clear()
                self._note(aggregate)
        return [batch[position] for position in sorted(conflicts)]

    def ensure_indexes(self) -> None:
        """Make the index by which the relay finds what is to be published."""
        self._collection.create_index([("pending.id", ASCENDING)], name=PENDING_INDEX, sparse=True)

    def _note(self, aggregate: A) -> None:
        changes = noted()
        if changes is not None and self._shown:
            changes.saved(self._collection.name, aggregate.id, self._seen(self._to_state(aggregate)))

    def _seen(self, state: Document) -> Document:
        return {name: state[name] for name in self._shown if name in state}

    def _revive(self, document: Document) -> A:
        changes = noted()
        if changes is not None and self._shown:
            changes.loaded(self._collection.name, document["_id"], self._seen(document["state"]))
        return self._from_state(document["_id"], document["version"], document["state"])

    def _write(self, batch: list[A], session: Any = None) -> set[int]:
        mark = ObjectId()
        writes = [self._operation(aggregate, mark) for aggregate in batch]
        try:
            result = self._collection.bulk_write(writes, ordered=False, session=session)
        except BulkWriteError as error:
            conflicts = set(duplicates(error))
            matched = error.details["nMatched"]
        else:
            conflicts, matched = set(), result.matched_count
        updates = [n for n, aggregate in enumerate(batch) if aggregate.version]
        if matched < len(updates) and not (session and conflicts):  # a failed transaction answers no more
            conflicts |= self._stale(batch, updates, mark, session)
        return conflicts

    def _write_atomically(self, batch: list[A]) -> set[int]:
        with self._collection.database.client.start_session() as session:
            return session.with_transaction(lambda session: self._write_or_raise(batch, session))

    def _write_or_raise(self, batch: list[A], session: Any) -> set[int]:
        conflicts = self._write(batch, session)
        if conflicts:
            raise VersionConflict(self._collection.name, [batch[n].id for n in sorted(conflicts)])
        return conflicts

    def _stale(self, batch: list[A], updates: list[int], mark: ObjectId, session: Any) -> set[int]:
        # A bulk answer counts matches without naming them: read back which saves are ours. The
        # mark is unique to this save, for another writer may have reached the same version.
        touched = [batch[n].id for n in updates]
        ours = self._collection.find({"_id": {"$in": touched}, "mark": mark}, {"_id": 1}, session=session)
        saved = {document["_id"] for document in ours}
        return {n for n in updates if batch[n].id not in saved}

    def _operation(self, aggregate: A, mark: ObjectId) -> InsertOne[Document] | UpdateOne:
        version = aggregate.version + 1
        pending = [self._pending(aggregate, note, version) for note in aggregate.facts]
        values = {"version": version, "state": self._to_state(aggregate), "mark": mark}
        if aggregate.version == 0:
            return InsertOne({"_id": aggregate.id, **values, **({"pending": pending} if pending else {})})
        change: Document = {"$set": values}
        if pending:
            change["$push"] = {"pending": {"$each": pending}}
        return UpdateOne({"_id": aggregate.id, "version": aggregate.version}, change)

    def _pending(self, aggregate: A, note: Note, version: int) -> SON[str, Any]:
        name, data = note
        message = self._events[name]
        schema = self._schemas.get(name) or self._schemas.setdefault(name, message())
        envelope = wrap(
            message,
            schema.dump(data),
            subject=aggregate.id,
            time=datetime.now(UTC),
            aggregate_version=version,
            traceparent=current(),
        )
        return SON(
            id=envelope.id,
            exchange=exchange_for(message),
            key=envelope.type,
            mandatory=not message.broadcast,
            at=envelope.time,
            body=envelope.encode().decode(),
        )


def duplicates(error: BulkWriteError) -> list[int]:
    """Return the positions of writes whose id was taken; any other failure is raised again."""
    failures = error.details["writeErrors"]
    if any(failure["code"] != DUPLICATE_KEY for failure in failures):
        raise error
    return [failure["index"] for failure in failures]
