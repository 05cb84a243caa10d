"""What a service keeps of what the others told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.chassis.storage.repository import duplicates

Document = dict[str, Any]
Change = tuple[str, str, int, Mapping[str, Any]]


class Copies:
    """Documents `{_id, facet: {version, ...values}, ...}`; each facet has a version of its own.

    Facts may come in any order and more than once: an older version of a facet never replaces
    a newer one, and the same one again changes nothing.
    """

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def put(self, id: str, facet: str, *, version: int, values: Mapping[str, Any]) -> None:
        """Keep `values` as the facet of `id` unless a version as new is held."""
        self.put_all([(id, facet, version, values)])

    def put_all(self, changes: Iterable[Change]) -> None:
        """Keep many `(id, facet, version, values)` in one round trip."""
        writes = [self._write(*change) for change in changes]
        refused = self._try(writes)
        # The id was taken meanwhile by another process: the second try finds its document.
        self._try([writes[position] for position in refused])

    def find(self, id: str) -> Document | None:
        """Return the document, or None."""
        return self._collection.find_one({"_id": id})

    def load(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return those of `ids` that exist, by id."""
        return {document["_id"]: document for document in self.select({"_id": {"$in": list(ids)}})}

    def select(
        self,
        filter: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
    ) -> Iterator[Document]:
        """Yield the documents that match."""
        return iter(self._collection.find(filter, sort=sort, limit=limit))

    def _write(self, id: str, facet: str, version: int, values: Mapping[str, Any]) -> UpdateOne:
        # By the id alone the database finds it without planning; a facet that is not there is below
        # any version.
        newer = {"$literal": {"version": version, **values}}
        kept = {"$cond": [{"$lt": [f"${facet}.version", version]}, newer, f"${facet}"]}
        return UpdateOne({"_id": id}, [{"$set": {facet: kept}}], upsert=True)

    def _try(self, writes: list[UpdateOne]) -> list[int]:
        """Write, and return the positions of those whose id was taken."""
        if not writes:
            return []
        try:
            self._collection.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            return duplicates(error)
        return []
