"""A scorecard that came too late and may have been made in time: the organiser decides."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.judging.domain.refusals import AlreadyDecided, LateRefused
from services.judging.domain.scorecard import Submission, scorecard_id

ACCEPTED = "accepted"
REFUSED = "refused"


@dataclass
class LateScorecard:
    """Kept under its receipt, apart from the scorecard, which it reaches only once `accepted`."""

    id: str
    edition_id: str
    stage_id: str
    entry_id: str
    judge_id: str
    submission: Submission
    closed_at: datetime
    grace_seconds: int
    decision: str | None = None
    reason: str = ""
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def scorecard_id(self) -> str:
        """The scorecard that it is for."""
        return scorecard_id(self.edition_id, self.stage_id, self.entry_id, self.judge_id)

    @property
    def accepted(self) -> bool:
        """Whether it counts."""
        return self.decision == ACCEPTED

    @property
    def refusal(self) -> LateRefused | None:
        """What the judge is told when it does not count; None else."""
        if self.decision != REFUSED:
            return None
        said = f": {self.reason}" if self.reason else ""
        return LateRefused(
            f"it came too late, and the organiser decided that it does not count{said}",
            errors={"reason": self.reason},
        )

    def decide(self, *, accept: bool, reason: str) -> None:
        """Note the decision. The same again changes nothing; AlreadyDecided for the other."""
        decision = ACCEPTED if accept else REFUSED
        if self.decision is None:
            self.decision, self.reason = decision, reason
        elif self.decision != decision:
            raise AlreadyDecided(
                f"this scorecard was {self.decision} before",
                errors={"decision": self.decision, "reason": self.reason},
            )
