"""Stages with panels: who sits in which, what each of them marks, and what that comes to on one scale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.judging.domain.judge import Judge
from services.judging.domain.rubric import Marks
from services.judging.domain.spread import total_of

Stage = Mapping[str, Any]

NO_PANELS = ""
"""Where everybody sits in a stage without panels, and whose its criteria are."""

WHOLE = 100
"""What a panel's full marks are on the scale that all panels have in common."""


def panel_ids(stage: Stage) -> list[str]:
    """Return the panels of a stage in their order; one without any has a single nameless one."""
    return [panel["panel_id"] for panel in stage.get("panels") or ()] or [NO_PANELS]


def names_of(stage: Stage) -> dict[str, str]:
    """Return what the panels of a stage are called, by id; nothing without panels."""
    return {panel["panel_id"]: panel["name"] for panel in stage.get("panels") or ()}


def panel_of(judge: Judge, stage: Stage) -> str | None:
    """Return the panel in which a judge sits, None for one who sits in none of a stage that has panels."""
    if not stage.get("panels"):
        return NO_PANELS
    panel = judge.panels.get(stage["stage_id"])
    return panel if panel in panel_ids(stage) else None


def seated(judges: Iterable[Judge], stage: Stage) -> dict[str, list[Judge]]:
    """Return who sits in each panel of a stage; who sits in none is left out."""
    found: dict[str, list[Judge]] = {id: [] for id in panel_ids(stage)}
    for judge in judges:
        panel = panel_of(judge, stage)
        if panel is not None:
            found[panel].append(judge)
    return found


def criteria_of(stage: Stage, panel: str | None) -> list[dict[str, Any]]:
    """Return the criteria that a panel marks, in their order; none for no panel."""
    return [criterion for criterion in stage["criteria"] if criterion.get("panel", NO_PANELS) == panel]


@dataclass(frozen=True)
class Measure:
    """What one judge's marks come to. `weights` are the criteria's, and `factors` bring marks to one scale.

    Without panels that is the rubric's own; with panels it is a share of the panel's full marks, out of 100.
    """

    weights: Mapping[str, Decimal]
    factors: Mapping[str, Fraction]
    lowest: Fraction
    highest: Fraction

    def total(self, marks: Marks | Mapping[str, str | None]) -> Fraction | None:
        """Return the weighted mean of the marks that were given, None where none was."""
        given = {
            name: Fraction(mark) * self.factors[name]
            for name, mark in marks.items()
            if mark is not None and name in self.factors
        }
        return total_of(given, self.weights)


def measure_of(stage: Stage) -> Measure:
    """Return by what the totals of a stage's scorecards are compared."""
    weights = {c["criterion_id"]: Decimal(c["weight"]) for c in stage["criteria"]}
    factors: dict[str, Fraction] = {}
    ends: list[tuple[Fraction, Fraction]] = []
    for panel in panel_ids(stage):
        criteria = criteria_of(stage, panel)
        lowest, highest = (_end(criteria, weights, end) for end in ("lowest", "highest"))
        factor = Fraction(WHOLE) / highest if stage.get("panels") and highest else Fraction(1)
        factors |= {criterion["criterion_id"]: factor for criterion in criteria}
        ends.append((lowest * factor, highest * factor))
    return Measure(weights, factors, min(low for low, _ in ends), max(high for _, high in ends))


def _end(criteria: Sequence[Mapping[str, Any]], weights: Mapping[str, Decimal], end: str) -> Fraction:
    return total_of({c["criterion_id"]: Fraction(c[end]) for c in criteria}, weights) or Fraction(0)
