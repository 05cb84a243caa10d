"""One decision over one entry or over many, which can be undone for a while."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id
from services.registration.domain.turn import UNDO_FOR, Act


@dataclass(slots=True)
class Decision:
    """`outcome` is the state that the entries were given. Its id is that of the act on each of them."""

    id: str
    edition_id: str
    outcome: str
    reason: str
    by: str | None
    at: datetime
    undone_at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @property
    def act(self) -> Act:
        """The decision, as each entry keeps it."""
        return Act(self.id, self.by, self.at)

    @property
    def until(self) -> datetime:
        """Until when it can be undone."""
        return self.at + UNDO_FOR

    def as_dict(self, *, entries: int) -> dict[str, Any]:
        """Return the decision as pages see it; `entries` is on how many it stands."""
        return {
            "decision_id": self.id,
            "outcome": self.outcome,
            "reason": self.reason,
            "by": self.by,
            "at": self.at.isoformat(),
            "until": self.until.isoformat(),
            "entries": entries,
        }


def decision_id(command_id: str) -> str:
    """Return the id of what a command decides, the same when it comes again."""
    return make_id("dc", command_id, digits=16)
