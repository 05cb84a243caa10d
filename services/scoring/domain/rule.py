"""The rule by which a stage's marks become totals and places, and the stage it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from services.scoring.domain.refusals import RuleRefused

CRITERION = "criterion:"
METHODS = ("weighted_mean", "trimmed_mean")
TIE_BREAKS = ("highest_mark", "scorecards")


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric, its weight among the others, and between what its marks are."""

    criterion_id: str
    name: str
    weight: Decimal
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(10)


@dataclass(frozen=True)
class Rule:
    """How marks become a total, and who stands before whom at equal totals.

    `audience_percent` of the total are decided by the stage's audience vote; see domain/audience.py.

    Raises RuleRefused when the method or a tie-break is unknown, or no weight is above zero.
    """

    method: str
    criteria: tuple[Criterion, ...]
    drop_highest: int = 0
    drop_lowest: int = 0
    digits: int = 2
    tie_breaks: tuple[str, ...] = ()
    audience_percent: int = 0

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise RuleRefused(
                f"method {self.method!r} is not known", errors={"method": {"known": list(METHODS)}}
            )
        known = [*TIE_BREAKS, *(CRITERION + c.criterion_id for c in self.criteria)]
        unknown = [name for name in self.tie_breaks if name not in known]
        if unknown:
            raise RuleRefused(
                f"tie-breaks {', '.join(unknown)} are not known",
                errors={"tie_breaks": {"unknown": unknown, "known": known}},
            )
        if any(c.weight < 0 for c in self.criteria) or not any(c.weight for c in self.criteria):
            weights = {c.criterion_id: str(c.weight) for c in self.criteria}
            raise RuleRefused(
                "weights must not be below zero, and one must be above", errors={"weights": weights}
            )

    @cached_property
    def shares(self) -> tuple[Fraction, ...]:
        """Each criterion's weight as a share of all weights, in the order of the criteria."""
        weights = [Fraction(c.weight) for c in self.criteria]
        whole = sum(weights)
        return tuple(weight / whole for weight in weights)

    @cached_property
    def scale(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest total that marks can give."""
        parts = list(zip(self.shares, self.criteria, strict=True))
        lowest = sum((share * Fraction(c.lowest) for share, c in parts), start=Fraction(0))
        return lowest, sum((share * Fraction(c.highest) for share, c in parts), start=Fraction(0))

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each criterion stands, by its id."""
        return {c.criterion_id: n for n, c in enumerate(self.criteria)}

    def decimal(self, units: int) -> Decimal:
        """Return a number of units, the last digit kept by the rule, as a decimal: 833 is 8.33."""
        return Decimal(units).scaleb(-self.digits)


@dataclass(frozen=True)
class Stage:
    """What scoring needs of a stage. `awards` says what a place earns, in words.

    What was made before the closing may come until `grace` after it.
    """

    edition_id: str
    stage_id: str
    name: str
    rule: Rule
    open_board: bool = False
    awards: Mapping[int, str] = field(default_factory=dict)
    grace: timedelta = timedelta(0)
