"""Facts that were written and are not yet published: where they are, and how many."""

from datetime import UTC, datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from services.chassis.storage.repository import PENDING_INDEX

Document = dict[str, Any]

PENDING_FILTER: Document = {"pending.id": {"$exists": True}}


def publishing_collections(database: Database[Document]) -> list[Collection[Document]]:
    """Return the collections whose documents carry pending facts, told by their index."""
    local = database.with_options(read_concern=ReadConcern("local"))
    return [
        database[name]
        for name in sorted(local.list_collection_names())
        if PENDING_INDEX in local[name].index_information()
    ]


def pending_facts(database: Database[Document]) -> tuple[int, float]:
    """Return how many facts are pending, and the age of the oldest in seconds, 0 when none."""
    count, oldest = 0, None
    for collection in publishing_collections(database):
        for document in collection.find(PENDING_FILTER, {"pending.at": 1}).hint(PENDING_INDEX):
            times = [fact["at"] for fact in document["pending"]]
            count += len(times)
            oldest = min([*times, *([oldest] if oldest else [])])
    age = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
    return count, age
