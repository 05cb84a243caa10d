"""Startups ranked for one investor, each with its reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.matching.domain.fit import Candidate, Fit, fit_of
from services.matching.domain.investor import Investor, folded

CROWDED = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One startup on a shortlist; `rank` counts from 1."""

    rank: int
    entry_id: str
    fit: Fit


@dataclass
class Shortlist:
    """An investor's lines, best first; publishing again replaces them."""

    id: str
    edition_id: str
    lines: list[Line] = field(default_factory=list)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def shortlists(
    investors: Sequence[Investor], candidates: Sequence[Candidate], *, length: int
) -> dict[str, list[Line]]:
    """Return the lines of every investor, by investor; only startups with a reason are on one.

    Startups in the investor's portfolio are left out. A startup gives way by a hundredth of fit
    for each shortlist it is on already, so that near equals share the attention instead of the
    same ten being on every list; investors are served in the order of their ids, which makes the
    outcome the same each time.
    """
    shown: Counter[str] = Counter()
    found: dict[str, list[Line]] = {}
    for investor in sorted(investors, key=lambda investor: investor.id):
        lines = _lines(investor, candidates, shown, length)
        shown.update(line.entry_id for line in lines)
        found[investor.id] = lines
    return found


def _lines(
    investor: Investor, candidates: Sequence[Candidate], shown: Counter[str], length: int
) -> list[Line]:
    held = {folded(name) for name in investor.portfolio}
    fits = [
        (candidate, fit)
        for candidate in candidates
        if folded(candidate.company) not in held and (fit := fit_of(investor, candidate)).reasons
    ]
    fits.sort(key=lambda pair: (shown[pair[0].entry_id] * CROWDED - pair[1].value, pair[0].entry_id))
    best = sorted(fits[:length], key=lambda pair: (-pair[1].value, pair[0].entry_id))
    return [Line(rank, candidate.entry_id, fit) for rank, (candidate, fit) in enumerate(best, start=1)]
