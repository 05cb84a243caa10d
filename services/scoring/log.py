"""The proof log of each edition: leaves in the one order in which they were appended.

A batch of leaves is one document, named by its edition and the index of its first leaf, so that
two processes can never both append at one place. It carries the edge of the tree behind it.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from services.chassis.storage import VersionConflict
from services.scoring.domain.leaves import Leaf, encode, hidden
from services.scoring.domain.merkle import extend, leaf_hash, root_of

Document = dict[str, Any]

SECRET_BYTES = 32
FACT_BYTES = 16
TRIES = 50
SEPARATOR = b"\n"


@dataclass(frozen=True)
class Head:
    """How long the log is, and the root of its tree in hex."""

    size: int
    root: str

    def as_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {"size": self.size, "root": self.root}


class Chunks(Protocol):
    """Where a log's documents are: `{_id, edition, first, size, facts, leaves, edge}`.

    `size` is that of the log behind it, `leaves` are joined by a line feed, which none contains.
    """

    def secret(self, edition_id: str, fresh: bytes) -> bytes:
        """Return the edition's secret, which is `fresh` where it had none."""

    def last(self, edition_id: str) -> Document | None:
        """Return `first`, `size` and `edge` of the newest chunk."""

    def known(self, facts: list[bytes]) -> set[bytes]:
        """Return those of the facts that are in a log, and perhaps more."""

    def add(self, chunk: Document) -> bool:
        """Keep a chunk; False when its place is taken."""

    def read(self, edition_id: str, first: int, end: int) -> Iterator[Document]:
        """Yield the chunks that have leaves from `first` on and before `end`, in order."""


class Log:
    """Appends and reads. A fact is appended once, however often and in whatever batches it comes."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._secrets: dict[str, bytes] = {}
        self._hashes: dict[str, list[bytes]] = {}

    def append(self, edition_id: str, facts: Mapping[str, Leaf]) -> None:
        """Append a leaf for each fact, by its id, that has none yet; VersionConflict when it cannot."""
        waiting = {_name(id): (id, leaf) for id, leaf in facts.items()}
        secret = self.secret(edition_id)
        for _ in range(TRIES):
            last = self._last(edition_id)
            # Asked after the place was taken note of: what gets in between has taken it.
            known = self._chunks.known(list(waiting))
            fresh = {name: fact for name, fact in waiting.items() if name not in known}
            if not fresh:
                return
            leaves = [encode(hidden(leaf, secret, fact_id=id)) for id, leaf in fresh.values()]
            if self._chunks.add(_chunk(edition_id, last, list(fresh), leaves)):
                return
        raise VersionConflict("log", [edition_id])

    def head(self, edition_id: str) -> Head:
        """Return how the log stands now, by one read."""
        last = self._last(edition_id)
        return Head(last["size"], root_of(last["edge"]).hex())

    def leaves(self, edition_id: str, first: int, end: int) -> Iterator[bytes]:
        """Yield the leaves from index `first` on and before `end`."""
        for chunk in self._chunks.read(edition_id, first, end):
            at = chunk["first"]
            yield from chunk["leaves"].split(SEPARATOR)[max(0, first - at) : end - at]

    def hashes(self, edition_id: str, size: int) -> list[bytes]:
        """Return the hashes of the first leaves; those read before are remembered."""
        known = self._hashes.setdefault(edition_id, [])
        if len(known) < size:
            start = len(known)
            fresh = [leaf_hash(leaf) for leaf in self.leaves(edition_id, start, size)]
            # Another may have read the same meanwhile.
            known[start:] = fresh
        return known[:size]

    def secret(self, edition_id: str) -> bytes:
        """Return what aliases and salts of the edition are made with; it is never shown."""
        if edition_id not in self._secrets:
            self._secrets[edition_id] = self._chunks.secret(edition_id, os.urandom(SECRET_BYTES))
        return self._secrets[edition_id]

    def _last(self, edition_id: str) -> Document:
        return self._chunks.last(edition_id) or {"size": 0, "edge": []}


class MongoChunks:
    """Chunks in a database.

    Reads see what is not yet on the majority: whatever is then written comes after it, and is
    acknowledged only once both are safe.
    """

    def __init__(self, database: Database[Document]) -> None:
        near = ReadConcern("local")
        self._chunks: Collection[Document] = database.get_collection("log", read_concern=near)
        self._secrets: Collection[Document] = database.get_collection("log_secrets", read_concern=near)

    def secret(self, edition_id: str, fresh: bytes) -> bytes:
        """Return the edition's secret, which is `fresh` where it had none."""
        found = self._secrets.find_one({"_id": edition_id})
        if found is None:
            try:
                self._secrets.insert_one({"_id": edition_id, "secret": fresh})
            except DuplicateKeyError:
                found = self._secrets.find_one({"_id": edition_id})
        return bytes(found["secret"]) if found else fresh

    def last(self, edition_id: str) -> Document | None:
        """Return `first`, `size` and `edge` of the newest chunk."""
        wanted = {"first": 1, "size": 1, "edge": 1}
        return self._chunks.find_one({"edition": edition_id}, wanted, sort=[("first", DESCENDING)])

    def known(self, facts: list[bytes]) -> set[bytes]:
        """Return those of the facts that are in a log, and perhaps more."""
        found = self._chunks.find({"facts": {"$in": facts}}, {"facts": 1})
        return {bytes(fact) for chunk in found for fact in chunk["facts"]}

    def add(self, chunk: Document) -> bool:
        """Keep a chunk; False when its place is taken."""
        try:
            self._chunks.insert_one(chunk)
        except DuplicateKeyError:
            return False
        return True

    def read(self, edition_id: str, first: int, end: int) -> Iterator[Document]:
        """Yield the chunks that have leaves from `first` on and before `end`, in order."""
        wanted = {"edition": edition_id, "first": {"$lt": end}, "size": {"$gt": first}}
        return iter(self._chunks.find(wanted, {"first": 1, "leaves": 1}, sort=[("first", ASCENDING)]))

    def ensure_indexes(self) -> None:
        """Make the indexes by which the newest chunk and a fact are found."""
        self._chunks.create_index([("edition", ASCENDING), ("first", ASCENDING)])
        self._chunks.create_index([("facts", ASCENDING)])


def _name(fact_id: str) -> bytes:
    """Return a short name of a fact, as long as an id that is random can be."""
    return sha256(fact_id.encode()).digest()[:FACT_BYTES]


def _chunk(edition_id: str, last: Document, facts: list[bytes], leaves: list[bytes]) -> Document:
    first = last["size"]
    return {
        "_id": f"{edition_id}.{first}",
        "edition": edition_id,
        "first": first,
        "size": first + len(leaves),
        "facts": facts,
        "leaves": SEPARATOR.join(leaves),
        "edge": extend(last["edge"], first, (leaf_hash(leaf) for leaf in leaves)),
    }
