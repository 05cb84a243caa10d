"""Files that come in parts: kept in GridFS as they arrive, whole once their document is written.

A file is known by the entry that it belongs to and its SHA-256, so that any part may come again.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from schemas.commands.decks import PART_BYTES, parts_of
from services.registration.decks.domain.refusals import DeckIncomplete, PartDamaged

Document = dict[str, Any]

ABANDONED_AFTER = timedelta(hours=1)
SETTLED_AFTER = timedelta(minutes=5)
UNFINISHED = 3


class PartedFiles:
    """Files by entry and digest.

    A part becomes a chunk of GridFS as it arrives; the file is there for readers when its own
    document is written, last. Until then a document in `uploads` says that it is being sent.
    """

    def __init__(self, database: Database[Document], *, bucket: str, uploads: str) -> None:
        self._files = database[f"{bucket}.files"]
        self._chunks = database[f"{bucket}.chunks"]
        self._uploads = database[uploads]

    def about(self, entry_id: str, digest: str) -> Document | None:
        """Return what is known of a file that was taken; None when it was not."""
        found = self._files.find_one({"_id": file_id(entry_id, digest)}, {"metadata": 1})
        return found["metadata"] if found else None

    def keep_part(self, entry_id: str, digest: str, number: int, data: bytes, *, now: datetime) -> None:
        """Keep a part of a file that is being sent, in place of the same part from before."""
        id = file_id(entry_id, digest)
        sending = {"$set": {"at": now, "entry_id": entry_id}}
        if self._uploads.update_one({"_id": id}, sending, upsert=True).upserted_id:
            self._make_room(entry_id)
        self._chunks.update_one({"files_id": id, "n": number}, {"$set": {"data": data}}, upsert=True)

    def missing(self, entry_id: str, digest: str, parts: int) -> list[int]:
        """Return the numbers of the parts that are not there."""
        found = self._chunks.find({"files_id": file_id(entry_id, digest)}, {"n": 1})
        return sorted(set(range(parts)) - {chunk["n"] for chunk in found})

    def parts(self, entry_id: str, digest: str) -> Iterator[bytes]:
        """Yield the parts in their order."""
        wanted = {"files_id": file_id(entry_id, digest)}
        chunks = self._chunks.find(wanted, sort=[("n", ASCENDING)], batch_size=8)
        return (bytes(chunk["data"]) for chunk in chunks)

    def part(self, entry_id: str, digest: str, number: int) -> bytes | None:
        """Return a part, or None."""
        found = self._chunks.find_one({"files_id": file_id(entry_id, digest), "n": number})
        return bytes(found["data"]) if found else None

    def make_readable(
        self, entry_id: str, digest: str, *, size: int, about: Mapping[str, Any], now: datetime
    ) -> None:
        """Make a file whose parts are all there one for readers; `about` is what is known of it."""
        id = file_id(entry_id, digest)
        known = {"entry_id": entry_id, "digest": digest, **about}
        file = {"length": size, "chunkSize": PART_BYTES, "uploadDate": now, "metadata": known}
        self._files.replace_one({"_id": id}, file, upsert=True)
        self._uploads.delete_one({"_id": id})

    def forget(self, entry_id: str, digest: str) -> None:
        """Throw away the parts of a file, unless it was taken."""
        if self.about(entry_id, digest) is None:
            self._drop([file_id(entry_id, digest)])

    def keep_only(self, entry_id: str, digests: set[str], *, now: datetime) -> None:
        """Throw away the entry's files that nothing names any more."""
        unnamed = {
            "metadata.entry_id": entry_id,
            "metadata.digest": {"$nin": sorted(digests)},
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
        self._uploads.create_index([("at", ASCENDING)])
        self._uploads.create_index([("entry_id", ASCENDING), ("at", DESCENDING)])

    def _make_room(self, entry_id: str) -> None:
        newest = self._uploads.find({"entry_id": entry_id}, {"_id": 1}, sort=[("at", DESCENDING)])
        self._drop([upload["_id"] for upload in list(newest)[UNFINISHED:]])

    def _drop(self, ids: list[str]) -> None:
        if ids:
            self._files.delete_many({"_id": {"$in": ids}})
            self._chunks.delete_many({"files_id": {"$in": ids}})
            self._uploads.delete_many({"_id": {"$in": ids}})


def file_id(entry_id: str, digest: str) -> str:
    """Return the id of a file."""
    return f"{entry_id}.{digest}"


def checked_part(data: Mapping[str, Any]) -> bytes:
    """Return the bytes of a part that came; PartDamaged when they are not those its digest names."""
    try:
        part = base64.b64decode(data["data"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise PartDamaged("the part is not base64") from error
    if not 0 < len(part) <= PART_BYTES or sha256(part).hexdigest() != data["digest"]:
        raise PartDamaged("the part is not the one that its digest names; send it again")
    return part


def put_together(files: PartedFiles, entry_id: str, digest: str, *, size: int, path: Path) -> None:
    """Write a file's parts to `path`; DeckIncomplete, with the numbers that are missing, when not all are there.

    All of them are missing when together they are not the file that is meant.
    """
    if missing := files.missing(entry_id, digest, parts_of(size)):
        raise DeckIncomplete("parts of the file are not there", errors={"missing": missing})
    found = sha256()
    with path.open("wb") as file:
        for part in files.parts(entry_id, digest):
            found.update(part)
            file.write(part)
        written = file.tell()
    if (found.hexdigest(), written) != (digest, size):
        files.forget(entry_id, digest)
        missing = list(range(parts_of(size)))
        raise DeckIncomplete(
            "the parts are not those of the file; send them again", errors={"missing": missing}
        )
