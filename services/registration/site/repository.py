"""Sites, and what entries show, in the database."""

from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from services.registration.site.domain.showing import Showing
from services.registration.site.domain.site import Site

Document = dict[str, Any]


def site_to_state(site: Site) -> Document:
    return {"public": site.public, "about": site.about, "contact": site.contact}


def site_from_state(id: str, version: int, state: Document) -> Site:
    return Site(id=id, version=version, **state)


def showing_to_state(showing: Showing) -> Document:
    return {"edition_id": showing.edition_id, "listed": showing.listed, "parts": list(showing.parts)}


def showing_from_state(id: str, version: int, state: Document) -> Showing:
    return Showing(id=id, version=version, **{**state, "parts": tuple(state["parts"])})


class Hidden:
    """Which entries are in no gallery."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def of(self, edition_id: str) -> list[str]:
        """Return the ids of an edition's entries that are not listed."""
        wanted = {"state.edition_id": edition_id, "state.listed": False}
        return [document["_id"] for document in self._collection.find(wanted, {"_id": 1})]

    def ensure_indexes(self) -> None:
        """Make the index by which they are found."""
        self._collection.create_index([("state.edition_id", ASCENDING), ("state.listed", ASCENDING)])
