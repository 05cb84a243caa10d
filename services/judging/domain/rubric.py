"""What is scored, and which marks a criterion takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.judging.domain.refusals import MarkOutsideScale, UnknownCriterion

Marks = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """Marks run from `lowest` to `highest` in steps of `step`."""

    lowest: Decimal
    highest: Decimal
    step: Decimal

    def takes(self, mark: Decimal) -> bool:
        """Return whether the mark is on the scale and on a step."""
        return self.lowest <= mark <= self.highest and (mark - self.lowest) % self.step == 0


@dataclass(frozen=True)
class Rubric:
    """The scales of a stage's criteria, by criterion."""

    scales: Mapping[str, Scale]

    def check(self, marks: Marks) -> None:
        """Raise UnknownCriterion or MarkOutsideScale, naming all that is wrong. None is not given."""
        unknown = [name for name in marks if name not in self.scales]
        if unknown:
            raise UnknownCriterion(
                f"no criterion is called {', '.join(unknown)}",
                errors={
                    name: f"came as a criterion; allowed are {', '.join(self.scales)}" for name in unknown
                },
            )
        outside = {
            name: f"came as {mark}; from {s.lowest} to {s.highest} in steps of {s.step} is allowed"
            for name, mark in marks.items()
            if mark is not None and not (s := self.scales[name]).takes(mark)
        }
        if outside:
            raise MarkOutsideScale(f"marks outside their scale: {', '.join(outside)}", errors=outside)
