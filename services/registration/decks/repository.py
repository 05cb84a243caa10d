"""Decks in the database: the aggregate, the files in GridFS, the pictures of their pages."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from schemas.commands.decks import PART_BYTES
from services.registration.decks.domain.deck import Deck, DeckVersion

Document = dict[str, Any]

ABANDONED_AFTER = timedelta(hours=1)
SETTLED_AFTER = timedelta(minutes=5)
UNFINISHED = 3
BUCKET = "deck_files"


def deck_to_state(deck: Deck) -> Document:
    versions = [{**asdict(v), "submitted_at": v.submitted_at.isoformat()} for v in deck.versions]
    return {"edition_id": deck.edition_id, "versions": versions}


def deck_from_state(id: str, version: int, state: Document) -> Deck:
    versions = [
        DeckVersion(**{**v, "submitted_at": datetime.fromisoformat(v["submitted_at"])})
        for v in state["versions"]
    ]
    return Deck(id=id, edition_id=state["edition_id"], versions=versions, version=version)


class DeckFiles:
    """Files of decks by entry and digest.

    A part becomes a chunk of GridFS as it arrives; the file is there for readers when its own
    document is written, last. Until then a document in `deck_uploads` says that it is being sent.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._files = database[f"{BUCKET}.files"]
        self._chunks = database[f"{BUCKET}.chunks"]
        self._pictures = database["deck_pictures"]
        self._uploads = database["deck_uploads"]

    def drawn(self, entry_id: str, digest: str) -> tuple[int, int] | None:
        """Return pages and pictures of a file that was taken; None when it was not."""
        found = self._files.find_one({"_id": _id(entry_id, digest)}, {"metadata": 1})
        return (found["metadata"]["pages"], found["metadata"]["pictures"]) if found else None

    def keep_part(self, entry_id: str, digest: str, number: int, data: bytes, *, now: datetime) -> None:
        """Keep a part of a file that is being sent, in place of the same part from before."""
        id = _id(entry_id, digest)
        sending = {"$set": {"at": now, "entry_id": entry_id}}
        if self._uploads.update_one({"_id": id}, sending, upsert=True).upserted_id:
            self._make_room(entry_id)
        self._chunks.update_one({"files_id": id, "n": number}, {"$set": {"data": data}}, upsert=True)

    def missing(self, entry_id: str, digest: str, parts: int) -> list[int]:
        """Return the numbers of the parts that are not there."""
        found = self._chunks.find({"files_id": _id(entry_id, digest)}, {"n": 1})
        return sorted(set(range(parts)) - {chunk["n"] for chunk in found})

    def parts(self, entry_id: str, digest: str) -> Iterator[bytes]:
        """Yield the parts in their order."""
        chunks = self._chunks.find({"files_id": _id(entry_id, digest)}, sort=[("n", ASCENDING)], batch_size=8)
        return (bytes(chunk["data"]) for chunk in chunks)

    def part(self, entry_id: str, digest: str, number: int) -> bytes | None:
        """Return a part, or None."""
        found = self._chunks.find_one({"files_id": _id(entry_id, digest), "n": number})
        return bytes(found["data"]) if found else None

    def picture(self, entry_id: str, digest: str, page: int) -> bytes | None:
        """Return a page as WebP, or None."""
        found = self._pictures.find_one({"_id": f"{_id(entry_id, digest)}.{page}"})
        return bytes(found["data"]) if found else None

    def take(
        self, entry_id: str, digest: str, *, size: int, pages: int, pictures: Iterable[bytes], now: datetime
    ) -> None:
        """Make a file whose parts are all there one for readers; `pictures` are its first pages."""
        id, count = _id(entry_id, digest), 0
        for count, picture in enumerate(pictures, start=1):
            drawn = {"file_id": id, "data": picture}
            self._pictures.replace_one({"_id": f"{id}.{count}"}, drawn, upsert=True)
        about = {"entry_id": entry_id, "digest": digest, "pages": pages, "pictures": count}
        file = {"length": size, "chunkSize": PART_BYTES, "uploadDate": now, "metadata": about}
        self._files.replace_one({"_id": id}, file, upsert=True)
        self._uploads.delete_one({"_id": id})

    def forget(self, entry_id: str, digest: str) -> None:
        """Throw away the parts of a file, unless it was taken."""
        if self.drawn(entry_id, digest) is None:
            self._drop([_id(entry_id, digest)])

    def keep_only(self, entry_id: str, digests: Iterable[str], *, now: datetime) -> None:
        """Throw away the entry's files that no version names any more."""
        unnamed = {
            "metadata.entry_id": entry_id,
            "metadata.digest": {"$nin": list(digests)},
            # One that was taken just now may be about to be named.
            "uploadDate": {"$lt": now - SETTLED_AFTER},
        }
        self._drop([file["_id"] for file in self._files.find(unnamed, {"_id": 1})])

    def drop_abandoned(self, *, now: datetime) -> int:
        """Throw away what was not submitted within an hour of its last part; return how many files."""
        self._uploads.delete_many({"at": {"$lt": now - ABANDONED_AFTER}})
        # In this order: whatever has a chunk by now is in one of the two that are read after it.
        held: set[str] = set(self._chunks.distinct("files_id"))
        wanted = {upload["_id"] for upload in self._uploads.find({}, {"_id": 1})}
        wanted |= {file["_id"] for file in self._files.find({}, {"_id": 1})}
        self._drop(sorted(held - wanted))
        return len(held - wanted)

    def ensure_indexes(self) -> None:
        """Make the indexes of GridFS and of what is looked for."""
        self._chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)
        self._files.create_index([("filename", ASCENDING), ("uploadDate", ASCENDING)])
        self._files.create_index([("metadata.entry_id", ASCENDING)])
        self._pictures.create_index([("file_id", ASCENDING)])
        self._uploads.create_index([("at", ASCENDING)])
        self._uploads.create_index([("entry_id", ASCENDING), ("at", DESCENDING)])

    def _make_room(self, entry_id: str) -> None:
        newest = self._uploads.find({"entry_id": entry_id}, {"_id": 1}, sort=[("at", DESCENDING)])
        self._drop([upload["_id"] for upload in list(newest)[UNFINISHED:]])

    def _drop(self, ids: list[str]) -> None:
        if ids:
            self._files.delete_many({"_id": {"$in": ids}})
            self._pictures.delete_many({"file_id": {"$in": ids}})
            self._chunks.delete_many({"files_id": {"$in": ids}})
            self._uploads.delete_many({"_id": {"$in": ids}})


def _id(entry_id: str, digest: str) -> str:
    return f"{entry_id}.{digest}"
