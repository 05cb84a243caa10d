"""Files that are answers, in GridFS."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from services.registration.parts import Document, PartedFiles

BUCKET = "attachments"


class AttachmentFiles(PartedFiles):
    """Files of applications. What is known of one has its `name`, `media`, `size`, who sent it, and whether it was erased."""

    def __init__(self, database: Database[Document]) -> None:
        super().__init__(database, bucket=BUCKET, uploads="attachment_uploads")

    def taken(self, entry_id: str, digest: str) -> Document | None:
        """Return what is known of a file that can be had; None when it was not taken, or was erased."""
        about = self.about(entry_id, digest)
        return about if about and not about["erased"] else None

    def take(self, entry_id: str, digest: str, *, size: int, about: Mapping[str, Any], now: datetime) -> None:
        """Make a file whose parts are all there one for readers."""
        known = {**about, "size": size, "erased": False}
        self.make_readable(entry_id, digest, size=size, about=known, now=now)

    def listed(self, entry_ids: Iterable[str]) -> dict[str, dict[str, Document]]:
        """Return what is known of the files of entries, by entry and digest."""
        found: dict[str, dict[str, Document]] = {}
        for file in self._files.find({"metadata.entry_id": {"$in": list(entry_ids)}}, {"metadata": 1}):
            about = file["metadata"]
            found.setdefault(about["entry_id"], {})[about["digest"]] = about
        return found

    def count(self, entry_id: str) -> int:
        """Return how many files of an entry are kept."""
        return self._files.count_documents({"metadata.entry_id": entry_id})

    def empty_erased(self) -> None:
        """Throw away the bytes of files that were erased; that there was one stays known."""
        erased = {"metadata.erased": True, "length": {"$gt": 0}}
        ids = [file["_id"] for file in self._files.find(erased, {"_id": 1})]
        if ids:
            self._chunks.delete_many({"files_id": {"$in": ids}})
            self._files.update_many({"_id": {"$in": ids}}, {"$set": {"length": 0}})

    def ensure_indexes(self) -> None:
        """Make the indexes of the files, and of whose they are."""
        super().ensure_indexes()
        self._files.create_index([("metadata.by", ASCENDING)])
        self._files.create_index([("metadata.edition_id", ASCENDING)])
        self._files.create_index([("metadata.erased", ASCENDING)])
