"""When scorecards of a stage are taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.judging.domain.lateness import TAKEN, Arrival, judge_arrival
from services.judging.domain.refusals import PastDeadline, StageNotOpen


@dataclass(frozen=True)
class Window:
    """`opened_at` is None before the stage was opened, `closed_at` while it is open.

    What was made before the closing may come until `grace` after it.
    """

    stage: str
    opened_at: datetime | None
    closed_at: datetime | None
    grace: timedelta = timedelta(0)

    @property
    def state(self) -> str:
        """The stage's state: planned, open or closed."""
        if self.opened_at is None:
            return "planned"
        return "open" if self.closed_at is None else "closed"

    def check(self, arrival: Arrival, *, deadline: datetime | None) -> str:
        """Return TAKEN or HELD; raise StageNotOpen, Late or PastDeadline with the times.

        What counts is when the scorecard was made and received, not when it is looked at.
        """
        if self.opened_at is None or arrival.received_at < self.opened_at:
            raise StageNotOpen(f"{self.stage} takes no scorecards yet")
        verdict = TAKEN
        if self.closed_at is not None:
            verdict = judge_arrival(
                arrival,
                name=self.stage,
                opened_at=self.opened_at,
                closed_at=self.closed_at,
                grace=self.grace,
            )
        if deadline is not None and arrival.received_at > deadline:
            raise PastDeadline(
                f"the deadline was {deadline.isoformat()}",
                errors={"received_at": arrival.received_at.isoformat(), "deadline": deadline.isoformat()},
            )
        return verdict
