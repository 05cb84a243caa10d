"""A shortlist: startups ranked for one investor, each with its reasons."""

from collections.abc import Mapping, Sequence
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
    """The shortlist of an investor, best first; its id is the investor's.

    `certificates` are the numbers of the results that it was made from, by stage.
    """

    id: str
    edition_id: str
    lines: tuple[Line, ...] = ()
    certificates: Mapping[str, int] = field(default_factory=dict)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, lines: Sequence[Line], *, certificates: Mapping[str, int]) -> bool:
        """Replace the lines; return whether there is anything new to save."""
        new = tuple(lines)
        changed = self.version == 0 or (new, certificates) != (self.lines, self.certificates)
        self.lines, self.certificates = new, dict(certificates)
        return changed

    def stale(self, certificates: Mapping[str, int]) -> bool:
        """Return whether results that it was made from were corrected since."""
        return any(number < certificates.get(stage, 0) for stage, number in self.certificates.items())
