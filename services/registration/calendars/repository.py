"""Addresses of calendars in the database."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from services.registration.calendars.domain.feed import CalendarFeed

Document = dict[str, Any]


def feed_to_state(feed: CalendarFeed) -> Document:
    return {"digest": feed.digest, "made_at": feed.made_at and feed.made_at.isoformat()}


def feed_from_state(id: str, version: int, state: Document) -> CalendarFeed:
    made_at = state["made_at"] and datetime.fromisoformat(state["made_at"])
    return CalendarFeed(id=id, version=version, digest=state["digest"], made_at=made_at)


def index_feeds(collection: Collection[Document]) -> None:
    """Make the index by which an address finds its person."""
    with_digest = {"state.digest": {"$type": "string"}}
    collection.create_index([("state.digest", ASCENDING)], partialFilterExpression=with_digest)
