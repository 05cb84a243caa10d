"""Whether an edition takes appeals, and for how long after a result is public."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.registration.appeals.domain.refusals import AppealChanged
from services.registration.domain.fact import Fact

HOURS = 48


@dataclass(slots=True)
class AppealRule:
    """`id` is the edition's. No appeals are taken until it is `on`."""

    id: str
    on: bool = False
    hours: int = HOURS
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def set(self, *, on: bool, hours: int, seen: int) -> bool:
        """Take appeals so, and return whether that is news; AppealChanged when it was changed since `seen`."""
        if (on, hours) == (self.on, self.hours):
            return False
        if seen != self.version:
            raise AppealChanged("somebody else changed this meanwhile", errors={"version": self.version})
        self.on, self.hours = on, hours
        return True

    def until(self, published_at: datetime) -> datetime | None:
        """Return when the time for appeals against a result ends; None where none are taken."""
        return published_at + timedelta(hours=self.hours) if self.on else None

    def as_dict(self) -> dict[str, Any]:
        """Return the rule as pages see it."""
        return {"edition_id": self.id, "on": self.on, "hours": self.hours, "version": self.version}
