"""Endpoints and deliveries in the database."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection

from services.chassis.storage import Repository
from services.registration.webhooks.domain.delivery import WAITING, Attempt, Delivery
from services.registration.webhooks.domain.endpoint import Endpoint

Document = dict[str, Any]

APART = {"id", "version", "facts"}
NEWEST = [("state.created_at", DESCENDING), ("_id", ASCENDING)]
KEPT_SECONDS = 30 * 24 * 3600


def endpoint_to_state(endpoint: Endpoint) -> Document:
    """The secret is kept as it is: every message is signed with it."""
    state = {f.name: getattr(endpoint, f.name) for f in fields(endpoint) if f.name not in APART}
    return {**state, "kinds": list(endpoint.kinds)}


def endpoint_from_state(id: str, version: int, state: Document) -> Endpoint:
    return Endpoint(id=id, version=version, **{**state, "kinds": tuple(state["kinds"])})


def delivery_to_state(delivery: Delivery) -> Document:
    state = {f.name: getattr(delivery, f.name) for f in fields(delivery) if f.name not in APART}
    return {**state, "attempts": [asdict(attempt) for attempt in delivery.attempts]}


def delivery_from_state(id: str, version: int, state: Document) -> Delivery:
    attempts = tuple(Attempt(**attempt) for attempt in state["attempts"])
    return Delivery(id=id, version=version, **{**state, "attempts": attempts})


class Dispatch:
    """The deliveries as a collection: which are due, and pages of the log. They are kept for 30 days."""

    def __init__(self, collection: Collection[Document], deliveries: Repository[Delivery]) -> None:
        self._collection = collection
        self._deliveries = deliveries

    def due(self, *, now: datetime, limit: int) -> list[Delivery]:
        """Return the deliveries that are to be sent by now, the longest waiting first."""
        wanted = {"state.state": WAITING, "state.next_at": {"$lte": now}}
        return list(self._deliveries.select(wanted, sort=[("state.next_at", ASCENDING)], limit=limit))

    def page(self, edition_id: str, *, number: int, size: int) -> tuple[list[Delivery], int]:
        """Return a page of an edition's deliveries, newest first, and how many there are on all."""
        wanted = {"state.edition_id": edition_id}
        found = self._collection.find(wanted, {"_id": 1}, sort=NEWEST, skip=(number - 1) * size, limit=size)
        ids = [document["_id"] for document in found]
        deliveries = self._deliveries.load(ids)
        return [deliveries[id] for id in ids if id in deliveries], self._collection.count_documents(wanted)

    def add(self, deliveries: Iterable[Delivery]) -> None:
        """Keep new deliveries; one that is there already stays as it is."""
        self._deliveries.save_all(deliveries)

    def ensure_indexes(self) -> None:
        """Make the indexes of pages, of what is due, and by which old ones go."""
        self._collection.create_index([("state.edition_id", ASCENDING), *NEWEST])
        self._collection.create_index([("state.state", ASCENDING), ("state.next_at", ASCENDING)])
        self._collection.create_index([("state.created_at", ASCENDING)], expireAfterSeconds=KEPT_SECONDS)
