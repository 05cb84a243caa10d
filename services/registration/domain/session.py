"""Somebody signed in on one device."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SESSION_LASTS = timedelta(days=14)
# Enough of the digest to tell one person's sessions apart; it opens nothing.
ID_DIGITS = 16

BY_LINK = "link"
BY_SHOWN_LINK = "shown_link"
BY_PASSWORD = "password"  # noqa: S105 -- the word for a way in, no password


@dataclass(frozen=True, slots=True)
class Session:
    """Lasts until `expires_at`. `way` is how it was opened, `device` a few words on where."""

    digest: str
    expires_at: datetime
    way: str = BY_LINK
    device: str = ""

    @classmethod
    def opened(cls, digest: str, *, way: str, device: str, now: datetime) -> "Session":
        """Return a session that begins now."""
        return cls(digest, expires_at=now + SESSION_LASTS, way=way, device=device)

    @property
    def id(self) -> str:
        """What the session is called where its person sees it."""
        return self.digest[:ID_DIGITS]

    @property
    def started_at(self) -> datetime:
        """When it was opened."""
        return self.expires_at - SESSION_LASTS

    def as_dict(self, *, current: bool) -> dict[str, Any]:
        """Return the session as its person sees it."""
        return {
            "session_id": self.id,
            "started_at": self.started_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "way": self.way,
            "device": self.device,
            "current": current,
        }
