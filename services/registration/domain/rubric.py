"""What is scored: criteria, their weights, scales and anchors."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.registration.domain.fields import LONG, Fields, Problems

CRITERION_FIELDS = ("criterion_id", "name", "weight", "lowest", "highest", "step", "anchors", "panel")
ANCHOR_FIELDS = ("mark", "text")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that describe a mark."""

    mark: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric. Marks run from `lowest` to `highest` in steps of `step`.

    `panel` is whose judges mark it, empty in a stage without panels.
    """

    criterion_id: str
    name: str
    weight: Decimal
    lowest: Decimal
    highest: Decimal
    step: Decimal
    anchors: tuple[Anchor, ...]
    panel: str = ""

    def takes(self, mark: Decimal) -> bool:
        """Return whether the mark is on the scale and on a step."""
        return self.lowest <= mark <= self.highest and (mark - self.lowest) % self.step == 0

    def as_dict(self) -> dict[str, Any]:
        """Return the criterion as it travels, decimals as text."""
        return {
            "criterion_id": self.criterion_id,
            "name": self.name,
            "weight": str(self.weight),
            "lowest": str(self.lowest),
            "highest": str(self.highest),
            "step": str(self.step),
            "anchors": [{"mark": str(anchor.mark), "text": anchor.text} for anchor in self.anchors],
            "panel": self.panel,
        }


def read_criterion(fields: Fields) -> Criterion:
    """Return the criterion that the fields describe."""
    return Criterion(
        criterion_id=fields.identifier("criterion_id"),
        name=fields.text("name"),
        weight=fields.decimal("weight"),
        lowest=fields.decimal("lowest"),
        highest=fields.decimal("highest"),
        step=fields.decimal("step"),
        anchors=tuple(
            Anchor(mark=anchor.decimal("mark"), text=anchor.text("text", limit=LONG, default=""))
            for anchor in fields.parts("anchors", known=ANCHOR_FIELDS)
        ),
        panel=fields.text("panel", default=""),
    )


def check_criterion(criterion: Criterion, problems: Problems, *, path: str) -> None:
    """Note what cannot be scored by: weight, scale, step and anchors."""
    lowest, highest, step = criterion.lowest, criterion.highest, criterion.step
    problems.unless(criterion.weight > 0, f"{path}.weight", str(criterion.weight), "more than 0")
    problems.unless(lowest < highest, f"{path}.highest", str(highest), f"more than lowest, {lowest}")
    if lowest >= highest:
        return
    divides = step > 0 and (highest - lowest) % step == 0
    problems.unless(
        divides, f"{path}.step", str(step), f"what divides the scale from {lowest} to {highest} evenly"
    )
    for n, anchor in enumerate(criterion.anchors if divides else ()):
        allowed = f"from {lowest} to {highest} in steps of {step}"
        problems.unless(criterion.takes(anchor.mark), f"{path}.anchors[{n}].mark", str(anchor.mark), allowed)


def repeated(ids: Iterable[str]) -> list[str]:
    """Return those that come more than once, each once."""
    seen: set[str] = set()
    return list(dict.fromkeys(id for id in ids if id in seen or seen.add(id)))  # type: ignore[func-returns-value]
