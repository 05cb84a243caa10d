"""A service's own database, and the indexes of what is kept in it."""

from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.chassis.storage.receipts import Receipts
from services.chassis.storage.repository import Repository
from services.chassis.storage.trail import Trail

TIMEOUT_MS = 10_000


def open_database(uri: str, name: str, *, timeout_ms: int = TIMEOUT_MS) -> Database[dict[str, Any]]:
    """Return a database in which a write is acknowledged by the majority and its journals.

    Nothing is connected yet. Every operation raises a PyMongoError after `timeout_ms`.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        uri, timeoutMS=timeout_ms, tz_aware=True, appname=name, maxPoolSize=20
    )
    return client.get_database(
        name,
        write_concern=WriteConcern(w="majority", j=True),
        read_concern=ReadConcern("majority"),
    )


def ensure_indexes(store: Any) -> None:
    """Make the indexes of a store, of the repositories in its attributes and of its receipts and trail."""
    for part in vars(store).values():
        if isinstance(part, Repository | Receipts | Trail):
            part.ensure_indexes()
    store.ensure_indexes()
