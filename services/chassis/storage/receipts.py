"""The first answer to each command, given again when the command comes again."""

from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from schemas.refusal import CommandReused

KEPT_SECONDS = 7 * 24 * 3600


class Receipts:
    """Answers by command id, kept for seven days."""

    def __init__(self, collection: Collection[dict[str, Any]]) -> None:
        self._collection = collection

    def answer(self, command_id: str, digest: str) -> dict[str, Any] | None:
        """Return the answer given before, or None.

        Raises CommandReused when the id was used with another body.
        """
        receipt = self._collection.find_one({"_id": command_id})
        if receipt is None:
            return None
        if receipt["digest"] != digest:
            raise CommandReused(f"command {command_id!r} was used before with another body; make a new id")
        answer: dict[str, Any] = receipt["answer"]
        return answer

    def keep(self, command_id: str, digest: str, answer: dict[str, Any]) -> None:
        """Keep an answer; the first one stays."""
        receipt = {"_id": command_id, "digest": digest, "answer": answer, "at": datetime.now(UTC)}
        try:
            self._collection.insert_one(receipt)
        except DuplicateKeyError:
            self.answer(command_id, digest)

    def ensure_indexes(self) -> None:
        """Make the index that forgets old answers."""
        self._collection.create_index([("at", ASCENDING)], expireAfterSeconds=KEPT_SECONDS)
