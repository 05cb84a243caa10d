"""What was done with an entry, and what it was before: the way back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SCREENED, PROMOTED, LEFT, MERGED, UNDONE = "screened", "promoted", "withdrawn", "merged", "undone"
OUT = "disqualified"
FINAL = (PROMOTED, UNDONE, OUT)
"""What is never taken back."""

UNDO_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of somebody, on one entry or on many at once."""

    id: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """Where an entry stands. `merged_into` is the entry that stayed for it, None for none."""

    state: str
    stage_id: str | None
    reason: str
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An act on an entry, with its status before and after. `undid` is the act that was taken back."""

    kind: str
    act: Act
    was: Status
    now: Status
    undid: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the turn as pages see it."""
        return {
            "kind": self.kind,
            "act_id": self.act.id,
            "by": self.act.by,
            "at": self.act.at.isoformat(),
            "was": self.was.state,
            "state": self.now.state,
            "stage_id": self.now.stage_id,
            "reason": self.now.reason,
            "merged_into": self.now.merged_into,
        }
