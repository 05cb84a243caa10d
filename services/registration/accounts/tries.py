"""How often passwords were tried, kept in the database: restarts and other processes change nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any

from pymongo import ASCENDING, ReturnDocument
from pymongo.collection import Collection


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` tries at once, and one more every `every`."""

    kind: str
    burst: int
    every: timedelta


ADDRESS = Allowance("address", burst=5, every=timedelta(seconds=60))
CLIENT = Allowance("client", burst=20, every=timedelta(seconds=15))


class Tries:
    """Counts by allowance and key; keys are kept as digests, and only until they mean nothing.

    What is kept is when the whole burst will be free again (the generic cell rate algorithm).
    """

    def __init__(self, collection: Collection[dict[str, Any]]) -> None:
        self._collection = collection

    def take(self, allowance: Allowance, key: str, *, now: datetime) -> int:
        """Count one try and return 0, or count nothing and return the seconds to wait."""
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as the database keeps it
        before = self._collection.find_one_and_update(
            {"_id": _id(allowance, key)},
            [{"$set": {"free_at": _taken(allowance, now)}}],
            upsert=True,
            return_document=ReturnDocument.BEFORE,
        )
        free_at = max(now, before["free_at"].astimezone(UTC)) if before else now
        wait = free_at + allowance.every - now - allowance.every * allowance.burst
        return max(0, ceil(wait.total_seconds()))

    def forget(self, allowance: Allowance, key: str) -> None:
        """Give all tries back."""
        self._collection.delete_one({"_id": _id(allowance, key)})

    def ensure_indexes(self) -> None:
        """Make the index that forgets what has no meaning any more."""
        self._collection.create_index([("free_at", ASCENDING)], expireAfterSeconds=0)


def _taken(allowance: Allowance, now: datetime) -> dict[str, Any]:
    """Return the expression of the new value: later by one try, unless that is one too many."""
    every = int(allowance.every.total_seconds() * 1000)
    since = {"$max": [now, {"$ifNull": ["$free_at", now]}]}
    later = {"$add": [since, every]}
    return {"$cond": [{"$gt": [{"$subtract": [later, now]}, every * allowance.burst]}, "$free_at", later]}


def _id(allowance: Allowance, key: str) -> str:
    return f"{allowance.kind}:{sha256(key.encode(errors='replace')).hexdigest()}"
