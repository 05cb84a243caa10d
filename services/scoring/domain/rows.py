"""The lines of a standing while it moves, and its rows once places are known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from services.scoring.domain.aggregation import Tally
from services.scoring.domain.audience import weighed
from services.scoring.domain.panels import panel_totals
from services.scoring.domain.ranking import Placing, place
from services.scoring.domain.rule import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that competes in the stage, and what its scorecards come to."""

    entry_id: str
    company: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its place, its numbers as they are printed.

    `place` and `total` are None without scorecards, and where a panel gave no mark. `means` follow the criteria; None where
    nobody gave a mark. `award` is empty where the place earns none, and before certifying. `judged` is the
    judges' total and `votes` the audience's, None where the total is the judges' alone.
    """

    entry_id: str
    company: str
    place: int | None
    shared: bool
    total: Decimal | None
    means: tuple[Decimal | None, ...]
    scorecards: int
    owed: int
    award: str = ""
    judged: Decimal | None = None
    votes: int | None = None

    def as_dict(self, rule: Rule) -> dict[str, Any]:
        """Return the row as it is told: exact decimals as text, means by criterion, totals by panel."""
        means = zip(rule.criteria, self.means, strict=True)
        return {
            "entry_id": self.entry_id,
            "company": self.company,
            "place": self.place,
            "shared": self.shared,
            "total": None if self.total is None else str(self.total),
            "means": {c.criterion_id: None if mean is None else str(mean) for c, mean in means},
            "scorecards": self.scorecards,
            **self._panels(rule),
            **self.parts(),
        }

    def _panels(self, rule: Rule) -> dict[str, Any]:
        if not rule.panels:
            return {}
        means = [None if mean is None else rule.units(mean) for mean in self.means]
        totals = panel_totals(means, rule=rule).items()
        return {"panels": {id: None if total is None else str(rule.decimal(total)) for id, total in totals}}

    def parts(self) -> dict[str, Any]:
        """Return what judges and audience each gave, JSON-ready; nothing where only judges did."""
        if self.votes is None:
            return {}
        return {"judged": None if self.judged is None else str(self.judged), "votes": self.votes}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier stage whose results everybody knows: by entry its place, and whether it was shared."""

    stage_id: str
    name: str
    places: Mapping[str, tuple[int, bool]]

    def told(self, entry_id: str) -> dict[str, Any]:
        """Return what a row of the board says about it, nothing where the entry has no place in it."""
        if entry_id not in self.places:
            return {}
        place, shared = self.places[entry_id]
        return {"before": {"stage_id": self.stage_id, "name": self.name, "place": place, "shared": shared}}


def rows_of(lines: Mapping[str, Line], *, rule: Rule, votes: Mapping[str, int] | None = None) -> list[Row]:
    """Return the rows from first to last; see `ranking.place` for who stands where.

    `votes` are the audience's by entry, None where they do not weigh; see `audience.weighed`.
    """
    judged = {id: line.tally for id, line in lines.items()}
    tallies = judged if votes is None else weighed(judged, votes, rule=rule)
    rows = [
        _row(replace(lines[placing.entry_id], tally=tallies[placing.entry_id]), placing, rule)
        for placing in place(tallies, rule=rule)
    ]
    if votes is None:
        return rows
    totals = {id: None if tally.total is None else rule.decimal(tally.total) for id, tally in judged.items()}
    return [replace(r, judged=totals[r.entry_id], votes=votes.get(r.entry_id, 0)) for r in rows]


def awarded(rows: Iterable[Row], awards: Mapping[int, str]) -> list[Row]:
    """Return the rows with what each place earns. Everybody who shares a place earns it."""
    return [replace(row, award=awards.get(row.place, "") if row.place else "") for row in rows]


def certified_rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return those that have a place as rows of a certificate."""
    return [
        {
            "entry_id": row.entry_id,
            "company": row.company,
            "place": row.place,
            "shared": row.shared,
            "total": row.total,
        }
        for row in rows
        if row.place is not None
    ]


def board_rows(
    rows: Iterable[Row],
    *,
    places: Sequence[int] | None = None,
    earlier: Earlier | None = None,
    parts: bool = False,
) -> list[dict[str, Any]]:
    """Return those that have a place, or one of `places`, as rows of the public board, JSON-ready.

    A row says where its entry stood in the `earlier` stage, and with `parts` what judges and audience gave.
    """
    seen = None if places is None else set(places)
    return [
        {
            "entry_id": row.entry_id,
            "company": row.company,
            "place": row.place,
            "shared": row.shared,
            "total": str(row.total),
            "award": row.award,
            **(earlier.told(row.entry_id) if earlier else {}),
            **(row.parts() if parts else {}),
        }
        for row in rows
        if row.place is not None and (seen is None or row.place in seen)
    ]


def places_from_last(rows: Iterable[Row]) -> list[int]:
    """Return the places that were given, last place first, each once."""
    return sorted({row.place for row in rows if row.place is not None}, reverse=True)


def _row(line: Line, placing: Placing, rule: Rule) -> Row:
    tally = line.tally
    return Row(
        entry_id=line.entry_id,
        company=line.company,
        place=placing.place,
        shared=placing.shared,
        total=None if tally.total is None else rule.decimal(tally.total),
        means=tuple(None if mean is None else rule.decimal(mean) for mean in tally.means),
        scorecards=tally.scorecards,
        owed=tally.owed,
    )
