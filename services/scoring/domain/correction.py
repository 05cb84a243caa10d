"""What was corrected after certifying, and who moved by it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from services.scoring.domain.rows import Row

AMENDED = "amended"
VOIDED = "void"
DISQUALIFIED = "disqualified"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: known by its fact, a leaf of the log at `index`, in force from `certificate` on.

    `judge` is the alias of the leaf, empty where an entry was disqualified. `head` is how the log stood
    with the correction in it.
    """

    fact_id: str
    kind: str
    entry_id: str
    company: str
    judge: str
    reason: str
    at: str
    index: int
    head: dict[str, Any]
    certificate: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return asdict(self)

    def public(self) -> dict[str, Any]:
        """Return what everybody may know of it once the results are public."""
        return {name: value for name, value in asdict(self).items() if name != "fact_id"}


def moves(before: Iterable[Row], after: Iterable[Row]) -> list[dict[str, Any]]:
    """Return who stands elsewhere, or has another total, in the order of the places after.

    {"entry_id", "company", "place_before", "place", "total_before", "total", "up", "by"}; None where an
    entry has no place. `up` is how many places it rose, below zero for a fall, None for one that came or
    left; `by` is the difference of its totals as text, or None.
    """
    old = {row.entry_id: row for row in before}
    new = {row.entry_id: row for row in after}
    ids = [*new, *(id for id in old if id not in new)]
    return [_move(id, old.get(id), new.get(id)) for id in ids if _stands(old.get(id)) != _stands(new.get(id))]


def _stands(row: Row | None) -> tuple[Any, ...] | None:
    return None if row is None else (row.place, row.shared, row.total)


def _move(entry_id: str, old: Row | None, new: Row | None) -> dict[str, Any]:
    was, now = (row.place if row else None for row in (old, new))
    before, after = (row.total if row else None for row in (old, new))
    return {
        "entry_id": entry_id,
        "company": next(row.company for row in (new, old) if row is not None),
        "place_before": was,
        "place": now,
        "total_before": _text(before),
        "total": _text(after),
        "up": was - now if was is not None and now is not None else None,
        "by": _text(after - before) if before is not None and after is not None else None,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def correction_from(document: Mapping[str, Any]) -> Correction:
    """Return the correction that was kept."""
    return Correction(**document)
