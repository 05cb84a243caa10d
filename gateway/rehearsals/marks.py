"""Marks that a judge who is made up gives."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

Marks = Mapping[str, str | None]

LEFT_OUT = 0.03


class Taste:
    """How a judge marks: the entry's quality, the judge's severity, and chance; by name, so repeatable."""

    def __init__(self, seed: int, judge: str) -> None:
        self._seed = seed
        self._judge = judge
        self._severity = Random(f"{seed} severity {judge}").gauss(0, 0.7)

    def marks(
        self, company: str, criteria: Sequence[Mapping[str, Any]], *, again: int = 0
    ) -> dict[str, str | None]:
        """Return marks on the scale's steps, at least one; a few are not given."""
        rng = Random(f"{self._seed} marks {self._judge} {company} {again}")
        quality = Random(f"{self._seed} quality {company}").gauss(6.2, 1.3)
        marks: dict[str, str | None] = {}
        for criterion in criteria:
            strength = Random(f"{self._seed} {criterion['criterion_id']} {company}").gauss(0, 0.6)
            felt = quality + strength + self._severity + rng.gauss(0, 0.8)
            marks[criterion["criterion_id"]] = on_scale(felt, criterion)
        for criterion in criteria[1:]:
            if rng.random() < LEFT_OUT:
                marks[criterion["criterion_id"]] = None
            elif rng.random() < LEFT_OUT / 3:
                del marks[criterion["criterion_id"]]
        return marks


def on_scale(felt: float, criterion: Mapping[str, Any]) -> str:
    """Return the mark nearest to what was felt, of ten, on the criterion's scale and steps."""
    lowest, highest, step = (Decimal(criterion[name]) for name in ("lowest", "highest", "step"))
    wanted = lowest + (highest - lowest) * Decimal(repr(felt)) / 10
    steps = ((min(max(wanted, lowest), highest) - lowest) / step).to_integral_value(ROUND_HALF_UP)
    return str(min(lowest + steps * step, highest))
