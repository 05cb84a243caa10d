"""A criterion's scale as a form shows it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

MOST_CHOICES = 11


def choices(criterion: dict[str, Any]) -> list[dict[str, str]]:
    """Return the marks to choose from, each with its anchor; empty when they are too many to show."""
    lowest, highest, step = (Decimal(criterion[name]) for name in ("lowest", "highest", "step"))
    if step <= 0 or (highest - lowest) / step >= MOST_CHOICES:
        return []
    anchors = {Decimal(anchor["mark"]): anchor["text"] for anchor in criterion.get("anchors", [])}
    marks = _marks(lowest, highest, step)
    return [{"mark": _plain(mark), "anchor": anchors.get(mark, "")} for mark in marks]


def landmarks(criterion: dict[str, Any]) -> list[str]:
    """Return marks of a scale in steps so big that all of them can be shown, from the lowest on."""
    lowest, highest, step = (Decimal(criterion[name]) for name in ("lowest", "highest", "step"))
    if step <= 0:
        return []
    big = next(step * of for of in _round_numbers() if (highest - lowest) / (step * of) < MOST_CHOICES)
    return [_plain(mark) for mark in _marks(lowest, highest, big)]


def _round_numbers() -> Iterator[int]:
    for power in count():
        yield from (digit * 10**power for digit in (1, 2, 5))


def _marks(lowest: Decimal, highest: Decimal, step: Decimal) -> list[Decimal]:
    return [lowest + step * n for n in range(int((highest - lowest) / step) + 1)]


def _plain(mark: Decimal) -> str:
    return f"{mark.normalize():f}"
