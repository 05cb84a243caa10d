"""Until when an edition keeps what it holds on people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.personal.domain.refusals import KeptUntil, RetentionChanged


@dataclass(slots=True)
class Retention:
    """Its id is the edition's. `until` is the last day, None before one was set."""

    id: str
    until: date | None = None
    erased_at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def set_until(self, until: date | None, *, seen: int) -> bool:
        """Keep until the end of a day, and return whether that is new; RetentionChanged after another's change."""
        if self.until == until:
            return False
        if self.version != seen:
            raise RetentionChanged("somebody else changed the date meanwhile")
        self.until = until
        return True

    def erase(self, *, today: date, now: datetime) -> None:
        """Erase what is held on everybody of the edition; KeptUntil before its day is over."""
        if self.until is None:
            raise KeptUntil("set until when personal data is kept first")
        if today <= self.until:
            raise KeptUntil(
                f"personal data of this edition is kept until {self.until}; change the date first",
                errors={"until": {"came": self.until.isoformat(), "allowed": f"a day before {today}"}},
            )
        self.erased_at = now
        everybody = {"email": "", "person_ids": [], "subject_ids": []}
        self.facts.append(("PersonalDataErased", {"edition_id": self.id, **everybody}))

    def as_dict(self, *, today: date) -> dict[str, Any]:
        """Return it as pages see it."""
        return {
            "edition_id": self.id,
            "until": self.until and self.until.isoformat(),
            "over": self.until is not None and today > self.until,
            "erased_at": self.erased_at and self.erased_at.isoformat(),
            "version": self.version,
        }
