"""The secret address of a person's calendar."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.people import digest_of


@dataclass(slots=True)
class CalendarFeed:
    """Its id is the person's. Of the address only a digest is kept, None once it was revoked."""

    id: str
    digest: str | None = None
    made_at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def renew(self, token: str, *, now: datetime) -> None:
        """Make the token the address; one that was there before is worth nothing any more."""
        self.digest, self.made_at = digest_of(token), now

    def revoke(self) -> bool:
        """Make the address worthless; return whether there was one."""
        had = self.digest is not None
        self.digest, self.made_at = None, None
        return had

    def as_dict(self) -> dict[str, Any]:
        """Return whether there is an address, and since when."""
        return {"made_at": self.made_at and self.made_at.isoformat()}
