"""When scorecards of a stage are taken."""

from dataclasses import dataclass
from datetime import datetime

from services.judging.domain.refusals import Late, PastDeadline, StageNotOpen


@dataclass(frozen=True)
class Window:
    """`opened_at` is None before the stage was opened, `closed_at` while it is open."""

    stage: str
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def state(self) -> str:
        """The stage's state: planned, open or closed."""
        if self.opened_at is None:
            return "planned"
        return "open" if self.closed_at is None else "closed"

    def check(self, received_at: datetime, *, deadline: datetime | None) -> None:
        """Raise StageNotOpen, Late or PastDeadline with the times, else nothing.

        What counts is when the scorecard was received, not when it is looked at.
        """
        if self.opened_at is None or received_at < self.opened_at:
            raise StageNotOpen(f"{self.stage} takes no scorecards yet")
        if self.closed_at is not None and received_at > self.closed_at:
            raise Late(
                f"{self.stage} closed at {self.closed_at.isoformat()}",
                errors={"received_at": received_at.isoformat(), "closed_at": self.closed_at.isoformat()},
            )
        if deadline is not None and received_at > deadline:
            raise PastDeadline(
                f"the deadline was {deadline.isoformat()}",
                errors={"received_at": received_at.isoformat(), "deadline": deadline.isoformat()},
            )
