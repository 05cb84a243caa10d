"""A shortlist: startups ranked for one investor, each with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.matching.domain.criteria.criterion import Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One startup of a shortlist. `fit` is 0.00 to 1.00."""

    entry_id: str
    fit: Decimal
    reasons: tuple[Reason, ...]


@dataclass
class Shortlist:
    """The shortlist of an investor, best first; its id is the investor's."""

    id: str
    edition_id: str
    lines: tuple[Line, ...] = ()
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, lines: Sequence[Line]) -> bool:
        """Replace the lines; return whether there is anything new to save."""
        new = tuple(lines)
        changed = self.version == 0 or new != self.lines
        self.lines = new
        return changed
