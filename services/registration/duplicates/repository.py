"""What entries are compared by, and pairs, in the database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from itertools import combinations
from typing import Any

from pymongo import ASCENDING, DESCENDING, UpdateOne
from pymongo.collection import Collection as MongoCollection

from services.registration.domain.turn import Act
from services.registration.duplicates.domain.likeness import Likeness
from services.registration.duplicates.domain.pair import OPEN, Pair

Document = dict[str, Any]

# A key that so many share says nothing about any two of them.
COMMON = 40


def pair_to_state(pair: Pair) -> Document:
    """Moments stay moments here."""
    return {
        "edition_id": pair.edition_id,
        "entry_ids": list(pair.entry_ids),
        "score": pair.score,
        "reasons": [list(reason) for reason in pair.reasons],
        "found_at": pair.found_at,
        "state": pair.state,
        "stays": pair.stays,
        "act": pair.act and asdict(pair.act),
    }


def pair_from_state(id: str, version: int, state: Document) -> Pair:
    first, second = state["entry_ids"]
    read = {
        "entry_ids": (first, second),
        "reasons": tuple((name, likeness) for name, likeness in state["reasons"]),
        "act": state["act"] and Act(**state["act"]),
    }
    return Pair(id=id, version=version, **{**state, **read})


class Likenesses:
    """What entries are compared by. Each waits, from when it came or changed, to be compared."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        self._collection = collection

    def put(self, edition_id: str, likenesses: Iterable[Likeness]) -> None:
        """Keep likenesses; one that is new, or another than before, waits from now on."""
        writes = [self._put(edition_id, likeness) for likeness in likenesses]
        if writes:
            self._collection.bulk_write(writes, ordered=False)

    def waiting(self, *, limit: int) -> tuple[str, list[Likeness]]:
        """Return an edition of which some wait, and so many of these; an empty name for none."""
        first = self._collection.find_one({"waits": True}, {"edition_id": 1})
        if first is None:
            return "", []
        edition_id = first["edition_id"]
        found = self._collection.find({"waits": True, "edition_id": edition_id}, limit=limit)
        return edition_id, [_likeness(document) for document in found]

    def count_waiting(self, edition_id: str) -> int:
        """Return how many of an edition wait."""
        return self._collection.count_documents({"waits": True, "edition_id": edition_id})

    def candidates(self, edition_id: str, likenesses: Collection[Likeness]) -> set[tuple[str, str]]:
        """Return pairs of entry ids, in order, that share a key which few have, one of them of these."""
        mine = {likeness.entry_id for likeness in likenesses}
        keys = list(frozenset[str]().union(*(likeness.keys for likeness in likenesses)))
        pairs: set[tuple[str, str]] = set()
        for block in self._blocks(edition_id, keys):
            pairs |= {pair for pair in combinations(sorted(block), 2) if not mine.isdisjoint(pair)}
        return pairs

    def load(self, entry_ids: Iterable[str]) -> dict[str, Likeness]:
        """Return those there are, by entry."""
        found = self._collection.find({"_id": {"$in": list(entry_ids)}})
        return {document["_id"]: _likeness(document) for document in found}

    def compared(self, likenesses: Iterable[Likeness]) -> None:
        """Let these wait no more, unless they changed meanwhile."""
        writes = [
            UpdateOne({"_id": likeness.entry_id, **_said(likeness)}, {"$unset": {"waits": 1}})
            for likeness in likenesses
        ]
        if writes:
            self._collection.bulk_write(writes, ordered=False)

    def look_again(self, edition_id: str) -> None:
        """Let all of an edition wait."""
        self._collection.update_many({"edition_id": edition_id}, {"$set": {"waits": True}})

    def ensure_indexes(self) -> None:
        """Make the indexes of keys, and of what waits."""
        self._collection.create_index([("edition_id", ASCENDING), ("keys", ASCENDING)])
        waiting = {"waits": True}
        self._collection.create_index(
            [("edition_id", ASCENDING)], partialFilterExpression=waiting, name="waiting"
        )

    def _blocks(self, edition_id: str, keys: list[str]) -> Iterable[list[str]]:
        shared: list[Document] = [
            {"$match": {"edition_id": edition_id, "keys": {"$in": keys}}},
            {"$project": {"keys": 1}},
            {"$unwind": "$keys"},
            {
                "$group": {
                    "_id": "$keys",
                    "n": {"$sum": 1},
                    "ids": {"$firstN": {"input": "$_id", "n": COMMON}},
                }
            },
            {"$match": {"n": {"$gt": 1, "$lte": COMMON}}},
        ]
        return (block["ids"] for block in self._collection.aggregate(shared, allowDiskUse=True))

    def _put(self, edition_id: str, likeness: Likeness) -> UpdateOne:
        said = {**_said(likeness), "edition_id": edition_id}
        same = {"$and": [{"$eq": [f"${name}", {"$literal": value}]} for name, value in said.items()]}
        waits = {"$cond": [same, "$waits", True]}
        kept = {"$literal": {**said, "keys": sorted(likeness.keys)}}
        change: list[Document] = [
            {"$set": {"waits": waits}},
            {"$replaceWith": {"$mergeObjects": ["$$ROOT", kept]}},
        ]
        return UpdateOne({"_id": likeness.entry_id}, change, upsert=True)


class Pairs:
    """The pairs as a collection."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        self._collection = collection

    def of(self, edition_id: str, state: str) -> list[tuple[str, tuple[str, str]]]:
        """Return id and entry ids of an edition's pairs: open ones by likeness, others newest first."""
        order = ("state.score", DESCENDING) if state == OPEN else ("state.act.at", DESCENDING)
        wanted = {"state.edition_id": edition_id, "state.state": state}
        found = self._collection.find(wanted, {"state.entry_ids": 1}, sort=[order, ("_id", ASCENDING)])
        return [(document["_id"], tuple(document["state"]["entry_ids"])) for document in found]

    def ensure_indexes(self) -> None:
        """Make the indexes of lists, and of the pairs that an entry is in."""
        edition, state = ("state.edition_id", ASCENDING), ("state.state", ASCENDING)
        self._collection.create_index([edition, state, ("state.score", DESCENDING), ("_id", ASCENDING)])
        self._collection.create_index([("state.entry_ids", ASCENDING)])


def _said(likeness: Likeness) -> Mapping[str, str]:
    return {"name": likeness.name, "site": likeness.site, "text": likeness.text}


def _likeness(document: Document) -> Likeness:
    return Likeness(document["_id"], document["name"], document["site"], document["text"])
