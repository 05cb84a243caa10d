"""A criterion's scale as a form shows it."""

from decimal import Decimal
from typing import Any

MOST_CHOICES = 11


def choices(criterion: dict[str, Any]) -> list[dict[str, str]]:
    """Return the marks to choose from, each with its anchor; empty when they are too many to show."""
    lowest, highest, step = (Decimal(criterion[name]) for name in ("lowest", "highest", "step"))
    if step <= 0 or (highest - lowest) / step >= MOST_CHOICES:
        return []
    anchors = {Decimal(anchor["mark"]): anchor["text"] for anchor in criterion.get("anchors", [])}
    steps = range(int((highest - lowest) / step) + 1)
    marks = [lowest + step * n for n in steps]
    return [{"mark": f"{mark.normalize():f}", "anchor": anchors.get(mark, "")} for mark in marks]
