"""What a service holds on people: told on request, and replaced by a neutral word when it is erased.

Each service says in one table which of its documents are about people, and where in them. Erasing changes
names, addresses and texts and nothing else: ids, marks, places and times stay, so that all that was
computed from them can be computed again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import starmap
from typing import Any

from pymongo.database import Database

Document = dict[str, Any]

# In every language the same.
ERASED = "—"
MOST_ACTS = 1000
AT_ONCE = 1000


@dataclass(frozen=True)
class Whose:
    """Whom it is about: by address in whatever case, or by any of the ids.

    Without both it is everybody in the edition; without an edition it is the person in all of them.
    """

    edition_id: str | None
    email: str = ""
    ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Whose":
        """Return whom a query, command or event means."""
        ids = frozenset((*data.get("person_ids", ()), *data.get("subject_ids", ())))
        return cls(data["edition_id"], data.get("email") or "", ids)

    @property
    def everybody(self) -> bool:
        """Whether it is all people of an edition."""
        return not self.email and not self.ids


@dataclass(frozen=True)
class Held:
    """Documents about people. Paths lead to values; a `*` in one stands for every name in a mapping.

    `ids` are where it names its person, `told` what is told, `texts` what becomes the neutral word,
    and `sets` what takes another value after that. `only` narrows it; who is `kept` is not among
    everybody of an edition. Where the edition is `within` a value, it is what stands before the dot.
    """

    collection: str
    told: Sequence[str]
    texts: Sequence[str]
    edition: str = "state.edition_id"
    within: bool = False
    email: str | None = None
    ids: Sequence[str] = ()
    sets: Mapping[str, Any] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)
    versioned: bool = True

    def wanted(self, whose: Whose) -> Document:
        """Return the filter for what is held on them."""
        wanted: Document = dict(self.only)
        if whose.edition_id is not None:
            prefix = {"$regex": f"^{re.escape(whose.edition_id)}\\."}
            wanted[self.edition] = prefix if self.within else whose.edition_id
        if whose.everybody:
            return {**wanted, "$nor": [dict(self.kept)]} if self.kept else wanted
        ways: list[Document] = [{path: {"$in": sorted(whose.ids)}} for path in self.ids if whose.ids]
        if self.email and whose.email:
            ways.append({self.email: {"$regex": f"^{re.escape(whose.email)}$", "$options": "i"}})
        return {**wanted, "$or": ways or [{"_id": None}]}

    def changes(self) -> Iterator[tuple[Document, list[Document]]]:
        """Yield which documents are not erased yet, and what to do to them, in the order to do it."""
        newer = {"version": {"$add": ["$version", 1]}} if self.versioned else {}
        for when, values in (*map(_text, self.texts), *starmap(_other, self.sets.items())):
            yield when, [{"$set": {**values, **newer}}]

    @property
    def shown(self) -> set[str]:
        """The parts of a document that are read to be told, none of them within another."""
        paths = {path.partition(".*")[0] for path in (*self.told, self.edition)}
        return {path for path in paths if not any(path.startswith(f"{outer}.") for outer in paths)}


class PersonalData:
    """The table of one service over its database."""

    def __init__(self, database: Database[Document], held: Sequence[Held]) -> None:
        self._database = database
        self._held = held

    def records(self, whose: Whose) -> list[Document]:
        """Return {"of", "id", "edition_id", "values"} of everything held on a person, JSON-ready."""
        found = [record for held in self._held if held.told for record in self._records(held, whose)]
        return found + list(self._acts(whose))

    def erase(self, whose: Whose) -> dict[str, int]:
        """Replace names, addresses and texts; return how many documents changed, by collection.

        Again it changes nothing. A document that somebody holds at this moment cannot be saved with
        what was in it before.
        """
        if whose.edition_id is None and whose.everybody:
            raise ValueError("nobody is named whose data is to be erased")
        changed: Counter[str] = Counter()
        for held in self._held:
            if held.texts or held.sets:
                changed[held.collection] += self._erase(held, whose)
        return dict(changed)

    def _records(self, held: Held, whose: Whose) -> Iterator[Document]:
        for document in self._database[held.collection].find(held.wanted(whose), list(held.shown)):
            values = {path.removeprefix("state."): _plain(_at(document, path)) for path in held.told}
            yield {
                "of": held.collection,
                "id": str(document["_id"]),
                "edition_id": _edition(_at(document, held.edition), within=held.within),
                "values": {name: value for name, value in values.items() if value not in (None, "", [], {})},
            }

    def _acts(self, whose: Whose) -> Iterator[Document]:
        wanted: Document = {"by": {"$in": sorted(whose.ids)}}
        if whose.edition_id is not None:
            wanted["edition_id"] = whose.edition_id
        for act in self._database["audit"].find(wanted, sort=[("key", -1)], limit=MOST_ACTS):
            at, _, id = act["key"].partition("|")
            values = {"at": at, "kind": act["kind"], "on": act["on"], "outcome": act["outcome"]}
            yield {"of": "audit", "id": id, "edition_id": act["edition_id"], "values": values}

    def _erase(self, held: Held, whose: Whose) -> int:
        """Change what is not changed yet, in one write for each path."""
        collection, here = self._database[held.collection], held.wanted(whose)
        ids = [document["_id"] for document in collection.find(here, {"_id": 1})]
        touched: set[Any] = set()
        for start in range(0, len(ids), AT_ONCE):
            these = ids[start : start + AT_ONCE]
            self._forget_changes(held, these)
            for when, change in held.changes():
                matching = {"_id": {"$in": these}, **when}
                touched.update(document["_id"] for document in collection.find(matching, {"_id": 1}))
                collection.update_many(matching, change)
        return len(touched)

    def _forget_changes(self, held: Held, ids: Sequence[Any]) -> None:
        """Replace the texts about them that the audit trail shows as changed."""
        if not held.texts:
            return
        fields = {"$in": [_pattern(path) for path in held.texts]}
        those = {"of": held.collection, "id": {"$in": ids}, "field": fields}
        self._database["audit"].update_many(
            {"changes": {"$elemMatch": those}},
            {"$set": {"changes.$[each].before": ERASED, "changes.$[each].after": ERASED}},
            array_filters=[{f"each.{name}": value for name, value in those.items()}],
        )


def _pattern(path: str) -> re.Pattern[str]:
    """Return what a path is called in the audit trail, whichever of the names a star stands for."""
    return re.compile(f"^{re.escape(path.removeprefix('state.')).replace(re.escape('*'), '.*')}$")


def _text(path: str) -> tuple[Document, Document]:
    """Return which documents still have a text there, and the values that make it the neutral word."""
    outer, star, inner = path.partition(".*.")
    if not star:
        return {path: {"$type": "string", "$nin": ["", ERASED]}}, {path: {"$literal": ERASED}}
    replaced = {"k": "$$this.k", "v": {"$mergeObjects": ["$$this.v", {inner: {"$literal": ERASED}}]}}
    mapped = {"$map": {"input": {"$objectToArray": f"${outer}"}, "in": replaced}}
    whole = {"$arrayToObject": mapped}
    return {outer: {"$type": "object"}, "$expr": {"$ne": [f"${outer}", whole]}}, {outer: whole}


def _other(path: str, value: Any) -> tuple[Document, Document]:
    return {path: {"$exists": True, "$ne": value}}, {path: {"$literal": value}}


def _at(document: Any, path: str) -> Any:
    """Return what a path leads to; of a mapping with a star, all of it; of a list, each one's."""
    for part in path.split("."):
        if part == "*":
            return document
        if isinstance(document, list):
            document = [each.get(part) for each in document if isinstance(each, Mapping)]
        else:
            document = document.get(part) if isinstance(document, Mapping) else None
    return document


def _edition(found: Any, *, within: bool) -> str | None:
    first = next((each for each in found if each), None) if isinstance(found, list) else found
    return str(first).partition(".")[0] if first and within else first


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, bytes) else value
