"""Whether a scorecard came in time, when it was received after the closing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.judging.domain.refusals import Late

TAKEN = "taken"
HELD = "held"

NO_BASIS = "none"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a scorecard was made, as its phone reckons, and when it was received.

    `basis` says what the phone reckons by; by "none" it may have been made at any time.
    """

    received_at: datetime
    made_at: datetime
    basis: str = NO_BASIS
    phone_at: datetime | None = None
    contact_at: datetime | None = None

    def made_within(self, opened_at: datetime, closed_at: datetime) -> bool:
        """Return whether it was made by `closed_at`; never later than received, nor before the opening."""
        return max(opened_at, min(self.made_at, self.received_at)) <= closed_at

    def times(self) -> dict[str, Any]:
        """Return all that is known of when it was made and received."""
        return {
            "made_at": self.made_at.isoformat(),
            "phone_at": _iso(self.phone_at),
            "contact_at": _iso(self.contact_at),
            "basis": self.basis,
            "received_at": self.received_at.isoformat(),
        }


def judge_arrival(
    arrival: Arrival, *, name: str, opened_at: datetime, closed_at: datetime, grace: timedelta
) -> str:
    """Return TAKEN, or HELD for one made in time that came after the grace; Late with all times.

    Every limit belongs to what it ends: made at the very closing is in time, and so is received
    at the very end of the grace.
    """
    if arrival.received_at <= closed_at:
        return TAKEN
    if arrival.basis != NO_BASIS and arrival.made_within(opened_at, closed_at):
        return TAKEN if arrival.received_at <= closed_at + grace else HELD
    raise Late(
        f"{name} closed at {closed_at.isoformat()}",
        errors={
            **arrival.times(),
            "closed_at": closed_at.isoformat(),
            "grace_seconds": int(grace.total_seconds()),
        },
    )


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
