"""Letters in the database."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection

from services.chassis.storage import Repository
from services.registration.letters.domain.letter import WAITING, Letter, LetterRules

Document = dict[str, Any]

APART = {"id", "version", "facts"}
NEWEST = [("state.created_at", DESCENDING), ("_id", ASCENDING)]


def letter_to_state(letter: Letter) -> Document:
    """Moments stay moments here: letters are looked for by them."""
    return {f.name: getattr(letter, f.name) for f in fields(letter) if f.name not in APART}


def letter_from_state(id: str, version: int, state: Document) -> Letter:
    return Letter(id=id, version=version, **state)


def rules_to_state(rules: LetterRules) -> Document:
    """A moment stays a moment here."""
    names = ("language", "remind_hours", "reminded_of")
    return {**{name: getattr(rules, name) for name in names}, "held": list(rules.held)}


def rules_from_state(id: str, version: int, state: Document) -> LetterRules:
    return LetterRules(id=id, version=version, **{**state, "held": tuple(state["held"])})


class Outbox:
    """The letters as a collection: which are due, pages, and counts."""

    def __init__(self, collection: Collection[Document], letters: Repository[Letter]) -> None:
        self._collection = collection
        self._letters = letters

    def due(self, *, now: datetime, limit: int) -> list[Letter]:
        """Return the letters that are to be sent by now, the longest waiting first."""
        wanted = {"state.state": WAITING, "state.next_at": {"$lte": now}}
        return list(self._letters.select(wanted, sort=[("state.next_at", ASCENDING)], limit=limit))

    def page(
        self, edition_id: str, *, number: int, size: int, **equal: str | None
    ) -> tuple[list[Letter], int]:
        """Return a page of an edition's letters, newest first, and how many there are on all pages."""
        wanted = {"state.edition_id": edition_id}
        wanted |= {f"state.{name}": value for name, value in equal.items() if value is not None}
        found = self._collection.find(wanted, {"_id": 1}, sort=NEWEST, skip=(number - 1) * size, limit=size)
        ids = [document["_id"] for document in found]
        letters = self._letters.load(ids)
        return [letters[id] for id in ids if id in letters], self._collection.count_documents(wanted)

    def counts(self, edition_id: str) -> dict[str, int]:
        """Return how many letters of an edition are in each state."""
        stages: list[Document] = [
            {"$match": {"state.edition_id": edition_id}},
            {"$group": {"_id": "$state.state", "n": {"$sum": 1}}},
        ]
        return {group["_id"]: group["n"] for group in self._collection.aggregate(stages)}

    def of(self, edition_id: str, *, state: str, kind: str | None) -> Iterator[Letter]:
        """Yield an edition's letters of a state, and of a kind where one is named."""
        wanted = {"state.edition_id": edition_id, "state.state": state}
        return self._letters.select(wanted | ({"state.kind": kind} if kind else {}))

    def add(self, letters: Iterable[Letter]) -> None:
        """Keep new letters; one that is there already stays as it is."""
        self._letters.save_all(letters)

    def ensure_indexes(self) -> None:
        """Make the indexes of pages, and of what is due."""
        edition = ("state.edition_id", ASCENDING)
        self._collection.create_index([edition, *NEWEST])
        self._collection.create_index([edition, ("state.state", ASCENDING), *NEWEST])
        self._collection.create_index([("state.state", ASCENDING), ("state.next_at", ASCENDING)])
