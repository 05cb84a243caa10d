"""The audit trail of one service: who did what, when, on what, and what it changed.

A line is written before the act and completed after it, so that none is missed: an act whose process
ended in between is there without its outcome.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields, validate
from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from schemas.message import Command

DONE = "done"
# Free text that says why; no other is kept, for it may hold personal data or a secret.
REASONS = frozenset({"reason"})
MOST_IDS = 10

Document = dict[str, Any]


class Trail:
    """Acts by command id, never changed once they have their outcome."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def begin(
        self, id: str, command: Command, data: Mapping[str, Any], *, by: str, role: str, at: datetime
    ) -> None:
        """Write down that the act begins; nothing happens when it is there, because it came again."""
        act: Document = {
            "_id": id,
            "key": f"{at.isoformat(timespec='microseconds')}|{id}",
            "by": by,
            "role": role,
            "kind": command.message_name(),
            "edition_id": data.get("edition_id"),
            "on": what_may_be_kept(command, data),
            "outcome": None,
            "changes": [],
            "more": 0,
        }
        try:
            self._collection.insert_one(act)
        except DuplicateKeyError:
            return

    def end(self, id: str, *, outcome: str, told: Mapping[str, Any], edition_id: str | None = None) -> None:
        """Complete the act with `done` or the code of its refusal; the first outcome stays."""
        values: Document = {"outcome": outcome, **told}
        if edition_id is not None:
            values["edition_id"] = edition_id
        self._collection.update_one({"_id": id, "outcome": None}, {"$set": values})

    def page(self, wanted: Mapping[str, Any]) -> Document:
        """Return {"acts", "people", "kinds"}: acts before the key `before`, newest first, and all to filter by."""
        here = {"edition_id": wanted["edition_id"]}
        equal = {name: wanted[name] for name in ("by", "kind") if wanted[name]}
        older = {"key": {"$lt": wanted["before"]}} if wanted["before"] else {}
        found = self._collection.find(
            {**here, **equal, **older}, sort=[("key", DESCENDING)], limit=wanted["limit"]
        )
        return {
            "acts": [_told(act) for act in found],
            "people": sorted(self._collection.distinct("by", here)),
            "kinds": sorted(self._collection.distinct("kind", here)),
        }

    def ensure_indexes(self) -> None:
        """Make the indexes by which pages are found."""
        edition, key = ("edition_id", ASCENDING), ("key", DESCENDING)
        self._collection.create_index([edition, key])
        self._collection.create_index([edition, ("by", ASCENDING), key])
        self._collection.create_index([edition, ("kind", ASCENDING), key])


def what_may_be_kept(command: Command, data: Mapping[str, Any]) -> dict[str, str]:
    """Return ids, numbers, choices and reasons of a command; of lists of other things, how many they are."""
    kept = {}
    for name, field in command.fields.items():
        value = data.get(name)
        if name == "edition_id" or name.endswith("_digest") or value in (None, "", []):
            continue
        text = _kept(name, field, value)
        if text is not None:
            kept[name] = text
    return kept


def _kept(name: str, field: fields.Field[Any], value: Any) -> str | None:
    if isinstance(field, fields.List):
        few = _is_word(field.inner) and len(value) <= MOST_IDS
        return ", ".join(map(str, value)) if few else str(len(value))
    if isinstance(field, fields.AwareDateTime):
        return str(value.isoformat())
    if isinstance(field, fields.Boolean | fields.Integer | fields.Decimal):
        return str(value)
    return str(value)[:500] if name in REASONS or _is_word(field) else None


def _is_word(field: fields.Field[Any]) -> bool:
    """Return whether the field takes ids or one of some words only."""
    words = (validate.Regexp, validate.OneOf)
    known: Iterable[Any] = field.validators
    plain = isinstance(field, fields.String) and not isinstance(field, fields.Email | fields.Url)
    return plain and any(type(validator) in words for validator in known)


def _told(act: Document) -> Document:
    at, _, id = act["key"].partition("|")
    names = ("key", "by", "role", "kind", "edition_id", "on", "outcome", "changes", "more")
    return {"act_id": id, "at": at, **{name: act[name] for name in names}}
