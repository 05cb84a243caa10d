"""Two entries that look alike, and what was decided on them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id
from services.registration.domain.turn import Act
from services.registration.duplicates.domain.likeness import Alike
from services.registration.duplicates.domain.refusals import PairDecided, PairUndecided

OPEN, KEPT, MERGED = "open", "kept", "merged"
STATES = (OPEN, KEPT, MERGED)


@dataclass(slots=True)
class Pair:
    """`stays` is the entry that stayed when they were merged, `act` who decided what stands, and when."""

    id: str
    edition_id: str
    entry_ids: tuple[str, str]
    score: int
    reasons: tuple[tuple[str, int], ...]
    found_at: datetime
    state: str = OPEN
    stays: str | None = None
    act: Act | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def found(cls, alike: Alike, *, edition_id: str, now: datetime) -> "Pair":
        """Return the pair of two entries; the same one whenever they are found again."""
        ids = (alike.first, alike.second)
        return cls(
            make_id("dp", edition_id, *ids, digits=16), edition_id, ids, alike.score, alike.reasons, now
        )

    def keep(self, *, seen: int, act: Act) -> None:
        """Keep both, and do not ask again; nothing happens the second time. Raises PairDecided."""
        self._decide(KEPT, None, seen, act)

    def merge(self, stays: str, *, seen: int, act: Act) -> None:
        """Let one stay for both; nothing happens the second time. Raises PairDecided."""
        self._decide(MERGED, stays, seen, act)

    def reopen(self) -> None:
        """Take back what was decided. Raises PairUndecided where nothing was."""
        if self.state == OPEN:
            raise PairUndecided("nothing is decided on these two")
        self.state, self.stays, self.act = OPEN, None, None

    def leaving(self, stays: str) -> str:
        """Return which of the two leaves when the other stays."""
        first, second = self.entry_ids
        return second if stays == first else first

    def as_dict(self) -> dict[str, Any]:
        """Return the pair as pages see it, without its entries."""
        return {
            "pair_id": self.id,
            "state": self.state,
            "score": self.score,
            "reasons": [{"field": name, "likeness": likeness} for name, likeness in self.reasons],
            "stays": self.stays,
            "by": self.act and self.act.by,
            "decided_at": self.act and self.act.at.isoformat(),
            "version": self.version,
        }

    def _decide(self, state: str, stays: str | None, seen: int, act: Act) -> None:
        if (self.state, self.stays) == (state, stays):
            return
        if self.state != OPEN or self.version != seen:
            raise PairDecided(
                "somebody else decided on these two meanwhile", errors={"state": {"stands": self.state}}
            )
        self.state, self.stays, self.act = state, stays, act
