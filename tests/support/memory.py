"""Repositories and copies in memory, held to the same test cases as the real ones."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from schemas.envelope import Envelope, wrap
from schemas.refusal import NotFound
from services.chassis.storage import VersionConflict


class MemoryRepository:
    """Keeps documents as `Repository` does; `published` holds an envelope for each fact."""

    def __init__(self, *, events, to_state, from_state, name: str = "memory") -> None:
        self.name = name
        self.documents: dict[str, dict[str, Any]] = {}
        self.published: list[Envelope] = []
        self._events = events
        self._to_state = to_state
        self._from_state = from_state

    def get(self, id: str) -> Any:
        found = self.find(id)
        if found is None:
            raise NotFound(f"{self.name} has no {id!r}")
        return found

    def find(self, id: str) -> Any:
        document = self.documents.get(id)
        return self._revive(document) if document else None

    def load(self, ids: Iterable[str]) -> dict[str, Any]:
        return {id: self._revive(self.documents[id]) for id in ids if id in self.documents}

    def select(
        self, filter: Mapping[str, Any], *, sort: Sequence[tuple[str, int]] | None = None, limit: int = 0
    ) -> Iterator[Any]:
        for document in select(self.documents.values(), filter, sort=sort, limit=limit):
            yield self._revive(document)

    def save(self, aggregate: Any) -> None:
        if self.save_all([aggregate]):
            raise VersionConflict(self.name, [aggregate.id])

    def save_all(self, aggregates: Iterable[Any], *, atomic: bool = False) -> list[Any]:
        batch = list(aggregates)
        conflicts = [a for a in batch if self._version(a.id) != a.version]
        if atomic and conflicts:
            raise VersionConflict(self.name, [a.id for a in conflicts])
        saved: set[str] = set()
        for aggregate in batch:
            if aggregate in conflicts or aggregate.id in saved:
                continue
            saved.add(aggregate.id)
            self._save(aggregate)
        return conflicts

    def ensure_indexes(self) -> None:
        """There is nothing to index."""

    def _version(self, id: str) -> int:
        return self.documents[id]["version"] if id in self.documents else 0

    def _save(self, aggregate: Any) -> None:
        aggregate.version += 1
        for name, data in aggregate.facts:
            message = self._events[name]
            self.published.append(
                wrap(
                    message,
                    message().dump(data),
                    subject=aggregate.id,
                    time=datetime.now(UTC),
                    aggregate_version=aggregate.version,
                )
            )
        aggregate.facts.clear()
        state = copy.deepcopy(self._to_state(aggregate))
        self.documents[aggregate.id] = {"_id": aggregate.id, "version": aggregate.version, "state": state}

    def _revive(self, document: dict[str, Any]) -> Any:
        return self._from_state(document["_id"], document["version"], copy.deepcopy(document["state"]))


class MemoryCopies:
    """Keeps documents as `Copies` does."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}

    def put(self, id: str, facet: str, *, version: int, values: Mapping[str, Any]) -> None:
        document = self.documents.setdefault(id, {"_id": id})
        if facet not in document or document[facet]["version"] < version:
            document[facet] = {"version": version, **copy.deepcopy(dict(values))}

    def put_all(self, changes: Iterable[tuple[str, str, int, Mapping[str, Any]]]) -> None:
        for id, facet, version, values in changes:
            self.put(id, facet, version=version, values=values)

    def find(self, id: str) -> dict[str, Any] | None:
        return copy.deepcopy(self.documents.get(id))

    def load(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        return {id: copy.deepcopy(self.documents[id]) for id in ids if id in self.documents}

    def select(
        self, filter: Mapping[str, Any], *, sort: Sequence[tuple[str, int]] | None = None, limit: int = 0
    ) -> Iterator[dict[str, Any]]:
        return (copy.deepcopy(d) for d in select(self.documents.values(), filter, sort=sort, limit=limit))


def select(
    documents: Iterable[dict[str, Any]],
    filter: Mapping[str, Any],
    *,
    sort: Sequence[tuple[str, int]] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return the documents that match, for equality, `$in`, `$exists`, `$gt`, `$lte` and `$ne`."""
    found = [d for d in documents if all(_matches(d, path, wanted) for path, wanted in filter.items())]
    for path, direction in reversed(sort or []):
        found.sort(key=lambda d: _value(d, path), reverse=direction < 0)
    return found[:limit] if limit else found


def _value(document: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(document, list):
            document = [item.get(part) for item in document if isinstance(item, dict)]
        else:
            document = document.get(part) if isinstance(document, dict) else None
    return document


def _matches(document: dict[str, Any], path: str, wanted: Any) -> bool:
    value = _value(document, path)
    if not (isinstance(wanted, dict) and wanted and all(key.startswith("$") for key in wanted)):
        return value == wanted or (isinstance(value, list) and wanted in value)
    return all(_compares(value, operator, operand) for operator, operand in wanted.items())


def _compares(value: Any, operator: str, operand: Any) -> bool:
    if operator == "$in":
        return value in operand or (isinstance(value, list) and any(v in operand for v in value))
    if operator == "$exists":
        return (value is not None) == operand
    if operator == "$ne":
        return value != operand
    if operator == "$lte":
        return value is not None and value <= operand
    if operator == "$gt":
        return value is not None and value > operand
    raise NotImplementedError(f"the fake does not know {operator}")
