"""Standings as they were read last: to read and rank one of 20,000 entries takes longer than a page may."""

from collections.abc import Callable
from dataclasses import dataclass

from services.chassis.storage import Repository
from services.scoring.domain.rows import Row, rows_of
from services.scoring.domain.rule import Rule
from services.scoring.domain.standing import Standing

STANDINGS = 8


@dataclass
class _Kept:
    standing: Standing
    ranked: tuple[Rule, list[Row]] | None = None


class KeptStandings:
    """The standings that were looked at last, each for as long as nothing was saved in it. For reading only."""

    def __init__(self, standings: Repository[Standing], version: Callable[[str], int | None]) -> None:
        """`version` says in which version a standing is now, None where there is none."""
        self._standings = standings
        self._version = version
        self._kept: dict[str, _Kept] = {}

    def find(self, id: str) -> Standing | None:
        """Return the standing as it is now, None where there is none."""
        now = self._version(id)
        kept = self._kept.pop(id, None)
        if now is None:
            return None
        if kept is None or kept.standing.version != now:
            found = self._standings.find(id)
            kept = None if found is None else _Kept(found)
        if kept is None:
            return None
        self._kept[id] = kept
        for oldest in list(self._kept)[:-STANDINGS]:
            del self._kept[oldest]
        return kept.standing

    def rows(self, standing: Standing, rule: Rule) -> list[Row]:
        """Return the rows of a standing from first to last, ranked by the rule while scorecards move it."""
        if not standing.building:
            return standing.rows
        kept = self._kept.get(standing.id)
        if kept is None or kept.standing is not standing:
            return rows_of(standing.lines, rule=rule)
        if kept.ranked is None or kept.ranked[0] != rule:
            kept.ranked = (rule, rows_of(standing.lines, rule=rule))
        return kept.ranked[1]
