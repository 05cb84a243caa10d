"""The rule by which a stage's marks become totals and places, and the stage it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from services.scoring.domain.refusals import RuleRefused

CRITERION = "criterion:"
PANEL = "panel:"
VOTES = "votes"
METHODS = ("weighted_mean", "trimmed_mean")
TIE_BREAKS = ("highest_mark", "scorecards")

WHOLE = 100
"""What full marks of all panels come to."""


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric, its weight among the others, and between what its marks are.

    `panel` is whose judges mark it, empty in a stage without panels.
    """

    criterion_id: str
    name: str
    weight: Decimal
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(10)
    panel: str = ""


@dataclass(frozen=True)
class Panel:
    """Judges who share a rubric: the criteria that name it. `weight` is theirs among the panels."""

    panel_id: str
    name: str
    weight: Decimal


@dataclass(frozen=True)
class Rule:
    """How marks become a total, and who stands before whom at equal totals.

    `audience_percent` of the total are decided by the stage's audience vote; see domain/audience.py.
    With `panels` each of them has a total of its own, and the total is out of 100; see domain/panels.py.
    By `votes` there are no marks: a total is a number of the audience's votes.

    Raises RuleRefused when the method or a tie-break is unknown, no weight is above zero, or a panel
    cannot be weighed.
    """

    method: str
    criteria: tuple[Criterion, ...]
    drop_highest: int = 0
    drop_lowest: int = 0
    digits: int = 2
    tie_breaks: tuple[str, ...] = ()
    audience_percent: int = 0
    panels: tuple[Panel, ...] = ()

    def __post_init__(self) -> None:
        if self.method not in (*METHODS, VOTES):
            raise RuleRefused(
                f"method {self.method!r} is not known", errors={"method": {"known": [*METHODS, VOTES]}}
            )
        named = (
            *(CRITERION + c.criterion_id for c in self.criteria),
            *(PANEL + p.panel_id for p in self.panels),
        )
        known = [*TIE_BREAKS, *named]
        unknown = [name for name in self.tie_breaks if name not in known]
        if unknown:
            raise RuleRefused(
                f"tie-breaks {', '.join(unknown)} are not known",
                errors={"tie_breaks": {"unknown": unknown, "known": known}},
            )
        if self.by_votes:
            self._refuse_marks()
            return
        if any(c.weight < 0 for c in self.criteria) or not any(c.weight for c in self.criteria):
            weights = {c.criterion_id: str(c.weight) for c in self.criteria}
            raise RuleRefused(
                "weights must not be below zero, and one must be above", errors={"weights": weights}
            )
        self._refuse_panels()

    def _refuse_marks(self) -> None:
        beside = {"criteria": len(self.criteria), "digits": self.digits, "tie_breaks": list(self.tie_breaks)}
        if any(beside.values()):
            raise RuleRefused("where votes alone decide there is nothing to mark or to round", errors=beside)

    @property
    def by_votes(self) -> bool:
        """Whether the audience's votes alone are the total."""
        return self.method == VOTES

    def _refuse_panels(self) -> None:
        known = [panel.panel_id for panel in self.panels] or [""]
        strange = sorted({c.panel for c in self.criteria} - set(known))
        bare = [id for id in known if not any(c.weight for c in self.criteria if c.panel == id)]
        light = [panel.panel_id for panel in self.panels if panel.weight <= 0]
        if strange or bare or light or any(high <= 0 for _, high in self.scales.values() if self.panels):
            raise RuleRefused(
                "each panel needs criteria, a weight above zero and full marks above zero",
                errors={"panels": {"known": known, "unknown": strange, "empty": bare, "weightless": light}},
            )

    @cached_property
    def shares(self) -> tuple[Fraction, ...]:
        """Each criterion's weight as a share of all weights of its panel, in the order of the criteria."""
        whole: dict[str, Fraction] = {}
        for c in self.criteria:
            whole[c.panel] = whole.get(c.panel, Fraction(0)) + Fraction(c.weight)
        return tuple(Fraction(c.weight) / (whole[c.panel] or 1) for c in self.criteria)

    @cached_property
    def scales(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """The lowest and the highest total that marks of a panel can give, by panel; all are of "" without panels."""
        found: dict[str, tuple[Fraction, Fraction]] = {}
        for share, c in zip(self.shares, self.criteria, strict=True):
            low, high = found.get(c.panel, (Fraction(0), Fraction(0)))
            found[c.panel] = low + share * Fraction(c.lowest), high + share * Fraction(c.highest)
        return found

    @cached_property
    def scale(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest total that marks can give."""
        if not self.panels:
            return self.scales[""]
        lowest = (self.panel_shares[id] * low / high for id, (low, high) in self.scales.items())
        return WHOLE * sum(lowest, start=Fraction(0)), Fraction(WHOLE)

    @cached_property
    def panel_shares(self) -> Mapping[str, Fraction]:
        """Each panel's weight as a share of all of them, by panel."""
        whole = sum((Fraction(panel.weight) for panel in self.panels), start=Fraction(0))
        return {panel.panel_id: Fraction(panel.weight) / whole for panel in self.panels}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each criterion stands, by its id."""
        return {c.criterion_id: n for n, c in enumerate(self.criteria)}

    def decimal(self, units: int) -> Decimal:
        """Return a number of units, the last digit kept by the rule, as a decimal: 833 is 8.33."""
        return Decimal(units).scaleb(-self.digits)

    def units(self, number: Decimal) -> int:
        """Return a decimal as a number of units, the last digit kept by the rule: 8.33 is 833."""
        return int(number.scaleb(self.digits))


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
