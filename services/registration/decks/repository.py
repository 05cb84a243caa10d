"""Decks in the database: the aggregate, the files in GridFS, the pictures of their pages."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from services.registration.decks.domain.deck import Deck, DeckVersion
from services.registration.parts import PartedFiles, file_id

Document = dict[str, Any]

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


class DeckFiles(PartedFiles):
    """Files of decks, with pictures of their pages."""

    def __init__(self, database: Database[Document]) -> None:
        super().__init__(database, bucket=BUCKET, uploads="deck_uploads")
        self._pictures = database["deck_pictures"]

    def drawn(self, entry_id: str, digest: str) -> tuple[int, int] | None:
        """Return pages and pictures of a file that was taken; None when it was not."""
        about = self.about(entry_id, digest)
        return (about["pages"], about["pictures"]) if about else None

    def picture(self, entry_id: str, digest: str, page: int) -> bytes | None:
        """Return a page as WebP, or None."""
        found = self._pictures.find_one({"_id": f"{file_id(entry_id, digest)}.{page}"})
        return bytes(found["data"]) if found else None

    def take(
        self, entry_id: str, digest: str, *, size: int, pages: int, pictures: Iterable[bytes], now: datetime
    ) -> None:
        """Make a file whose parts are all there one for readers; `pictures` are its first pages."""
        id, count = file_id(entry_id, digest), 0
        for count, picture in enumerate(pictures, start=1):
            drawn = {"file_id": id, "data": picture}
            self._pictures.replace_one({"_id": f"{id}.{count}"}, drawn, upsert=True)
        self.make_readable(entry_id, digest, size=size, about={"pages": pages, "pictures": count}, now=now)

    def ensure_indexes(self) -> None:
        """Make the indexes of the files and of their pictures."""
        super().ensure_indexes()
        self._pictures.create_index([("file_id", ASCENDING)])

    def _drop(self, ids: list[str]) -> None:
        super()._drop(ids)
        if ids:
            self._pictures.delete_many({"file_id": {"$in": ids}})
