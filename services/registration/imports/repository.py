"""Imports and their files in the database."""

import zlib
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection

from services.registration.domain.importing import Flaw
from services.registration.imports.domain.job import KEPT_FOR, RUNNING, WAITING, ImportJob

Document = dict[str, Any]

APART = {"id", "version", "facts"}
# A document holds 16 MB.
PART_LETTERS = 2_000_000


def import_to_state(job: ImportJob) -> Document:
    """Moments stay moments here: imports are looked for by them."""
    kept = {f.name: getattr(job, f.name) for f in fields(job) if f.name not in APART}
    return {**kept, "flaws": [asdict(flaw) for flaw in job.flaws]}


def import_from_state(id: str, version: int, state: Document) -> ImportJob:
    flaws = tuple(Flaw(**flaw) for flaw in state["flaws"])
    return ImportJob(id=id, version=version, **{**state, "flaws": flaws})


class ImportFiles:
    """The texts of imports, in parts."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def keep(self, import_id: str, text: str, *, now: datetime) -> None:
        """Keep a text; again is the same."""
        for number, start in enumerate(range(0, len(text), PART_LETTERS)):
            data = zlib.compress(text[start : start + PART_LETTERS].encode(), 1)
            part = {"import_id": import_id, "n": number, "data": data, "at": now}
            self._collection.replace_one({"_id": f"{import_id}.{number}"}, part, upsert=True)

    def text(self, import_id: str) -> str:
        """Return the text; empty when it is not kept."""
        return "".join(self._parts(import_id))

    def forget(self, import_id: str) -> None:
        """Throw a text away."""
        self._collection.delete_many({"import_id": import_id})

    def ensure_indexes(self) -> None:
        """Make the indexes; what was never asked for again goes by itself."""
        self._collection.create_index([("import_id", ASCENDING), ("n", ASCENDING)])
        seconds = int(2 * KEPT_FOR.total_seconds())
        self._collection.create_index([("at", ASCENDING)], expireAfterSeconds=seconds)

    def _parts(self, import_id: str) -> Iterator[str]:
        for part in self._collection.find({"import_id": import_id}, sort=[("n", ASCENDING)]):
            yield zlib.decompress(part["data"]).decode()


DUE = [("state.state", ASCENDING), ("state.due_at", ASCENDING)]
NEWEST = [("state.edition_id", ASCENDING), ("state.at", DESCENDING)]


def running(*, now: datetime) -> Document:
    """Return what finds the imports that somebody enters now."""
    return {"state.state": RUNNING, "state.due_at": {"$gt": now}}


def due(*, now: datetime) -> Document:
    """Return what finds the imports that somebody should enter by now."""
    return {"state.state": {"$in": [WAITING, RUNNING]}, "state.due_at": {"$lte": now}}
