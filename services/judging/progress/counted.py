"""A stage's scorecards as they were counted last: 60,000 of them take longer to count than a page may."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar, cast

T = TypeVar("T")
Stage = tuple[str, str]
Tally = tuple[int, int]

KEPT_SECONDS = 20.0  # work that was swapped one for one, and a revised scorecard, show after that
STAGES = 16


@dataclass
class Counted:
    """What a stage's scorecards come to; each part is worked out when it is first asked for.

    `tally` counts them by a field: how many are owed and how many were sent.
    """

    tally: Callable[[str], dict[str, Tally]]
    made: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def entries(self) -> Mapping[str, Tally]:
        """How many scorecards are owed and how many sent, by entry."""
        return self.once("entries", lambda: self.tally("entry_id"))

    @property
    def judges(self) -> Mapping[str, Tally]:
        """How many scorecards are owed and how many sent, by judge."""
        return self.once("judges", lambda: self.tally("judge_id"))

    def once(self, name: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` makes, or made before under this name; it is for reading only."""
        if name not in self.made:
            self.made[name] = work()
        return cast(T, self.made[name])


class CountedStages:
    """What was counted of the stages that were looked at last, for as long as nothing has moved."""

    def __init__(self) -> None:
        self._kept: dict[Stage, tuple[object, float, Counted]] = {}

    def of(self, stage: Stage, *, seen: object, tally: Callable[[str], dict[str, Tally]]) -> Counted:
        """Return what was counted when the same was `seen`, within 20 seconds; else a new count."""
        before = self._kept.pop(stage, None)
        if before is None or before[0] != seen or monotonic() - before[1] > KEPT_SECONDS:
            before = (seen, monotonic(), Counted(tally))
        self._kept[stage] = before
        for oldest in list(self._kept)[:-STAGES]:
            del self._kept[oldest]
        return before[2]
