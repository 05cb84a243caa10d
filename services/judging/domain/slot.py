"""An entry's time on stage: its clock, and the window in which it is scored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PLANNED, PITCH, QUESTIONS, DONE = "planned", "pitch", "questions", "done"
ABSENT, POSTPONED = "absent", "postponed"
ON_STAGE = (PITCH, QUESTIONS)

MILLISECOND = timedelta(milliseconds=1)


@dataclass
class Slot:
    """The clock runs to `ends_at`, or stands with `left` to go; neither when it is not on stage.

    The window opens with the pitch and closes at `closes_at`, which is None while it is open
    without an end. A clock may run past its end: people are asked to come to one.
    """

    entry_id: str
    company: str
    state: str = PLANNED
    ends_at: datetime | None = None
    left: timedelta | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def start(self, *, now: datetime, pitch: timedelta) -> None:
        """Begin the pitch, and take scorecards."""
        self._run(PITCH, now + pitch)
        self.open_window(now=now)

    def ask_questions(self, *, now: datetime, questions: timedelta, window: timedelta) -> None:
        """End the pitch and begin the questions; the window closes a while after them."""
        self._run(QUESTIONS, now + questions)
        self.closes_at = now + questions + window

    def pause(self, *, now: datetime) -> None:
        """Stop the clock; the window stays open for as long as it stands."""
        if self.ends_at is not None:
            self.left, self.ends_at, self.closes_at = self.ends_at - now, None, None

    def resume(self, *, now: datetime, window: timedelta) -> None:
        """Let the clock go on with what was left."""
        if self.left is not None:
            self._run(self.state, now + self.left)
            if self.state == QUESTIONS and self.ends_at is not None:
                self.closes_at = self.ends_at + window

    def end(self, *, now: datetime, window: timedelta) -> None:
        """Leave the stage; the window closes a while later."""
        self._run(DONE, None)
        self.closes_at = now + window

    def leave(self, state: str, *, now: datetime) -> None:
        """Be absent, postponed or planned again; what is open closes."""
        self._run(state, None)
        self.close_window(now=now)

    def open_window(self, *, now: datetime) -> None:
        """Take scorecards until further notice."""
        self.opens_at = self.opens_at or now
        self.closes_at = None

    def close_window(self, *, now: datetime) -> None:
        """Take no more scorecards from now on."""
        if self.open_at(now):
            self.closes_at = now

    def open_at(self, moment: datetime) -> bool:
        """Return whether scorecards are taken at a moment that is not before the last change."""
        return self.opens_at is not None and (self.closes_at is None or moment < self.closes_at)

    def public(self, position: int, *, now: datetime) -> dict[str, Any]:
        """Return what everybody may know of it."""
        return {
            "entry_id": self.entry_id,
            "company": self.company,
            "position": position,
            "state": self.state,
            "clock": {
                "phase": self.state if self.state in ON_STAGE else None,
                "ends_at": self.ends_at,
                "left_ms": None if self.left is None else self.left // MILLISECOND,
            },
            "window": {
                "state": "open" if self.open_at(now) else "closed",
                "opens_at": self.opens_at,
                "closes_at": self.closes_at,
            },
        }

    def _run(self, state: str, ends_at: datetime | None) -> None:
        self.state, self.ends_at, self.left = state, ends_at, None
