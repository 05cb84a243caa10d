"""When scorecards of a stage are taken."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.judging.domain.lateness import TAKEN, Arrival, judge_arrival
from services.judging.domain.refusals import PastDeadline, ScorecardLocked, SlotNotOpen, StageNotOpen
from services.judging.domain.slot import Slot


@dataclass(frozen=True)
class Window:
    """`opened_at` is None before the stage was opened, `closed_at` while it is open.

    What was made before the closing may come until `grace` after it. `on_stage` is the company
    whose slot it is, empty for the window of the whole stage. Nothing is taken once the results are
    `certified`.
    """

    stage: str
    opened_at: datetime | None
    closed_at: datetime | None
    grace: timedelta = timedelta(0)
    on_stage: str = ""
    certified: bool = False

    @property
    def state(self) -> str:
        """The stage's state: planned, open or closed."""
        if self.opened_at is None:
            return "planned"
        return "open" if self.closed_at is None else "closed"

    def of_slot(self, slot: Slot, *, deliberation: bool) -> "Window":
        """Return the part of it in which an entry of a session is scored.

        It begins when the entry is first on stage. With `deliberation` it lasts until the stage
        closes, else until the slot's own window does.
        """
        opened = None if self.opened_at is None or slot.opens_at is None else slot.opens_at
        ends = [self.closed_at] if deliberation else [self.closed_at, slot.closes_at]
        closed = min((end for end in ends if end is not None), default=None)
        return replace(self, opened_at=opened, closed_at=closed, on_stage=slot.company)

    def refuse_certified(self) -> None:
        """Raise ScorecardLocked once the results are certified."""
        if self.certified:
            raise ScorecardLocked(
                f"the results of {self.stage} are certified; only a correction changes them"
            )

    def check(self, arrival: Arrival, *, deadline: datetime | None) -> str:
        """Return TAKEN or HELD; raise StageNotOpen, Late, PastDeadline or ScorecardLocked.

        What counts is when the scorecard was made and received, not when it is looked at.
        """
        self.refuse_certified()
        if self.opened_at is None or arrival.received_at < self.opened_at:
            if self.on_stage:
                raise SlotNotOpen(f"{self.on_stage} has not been on stage yet")
            raise StageNotOpen(f"{self.stage} takes no scorecards yet")
        verdict = TAKEN
        if self.closed_at is not None:
            verdict = judge_arrival(
                arrival,
                name=self.on_stage or self.stage,
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
