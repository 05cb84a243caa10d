"""What an investor and a startup say to each other. Only when both say yes are they introduced."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.matching.domain.refusals import IntroMade, NoInterest

INTERESTED, PASS = "interested", "pass"
ACCEPT, DECLINE = "accept", "decline"


@dataclass
class Interest:
    """One investor and one entry; answers can change until the intro is made."""

    id: str
    edition_id: str
    investor_id: str
    entry_id: str
    investor_answer: str | None = None
    startup_answer: str | None = None
    note: str = ""
    introduced_at: datetime | None = None
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer_startup(self, answer: str, *, note: str, now: datetime) -> None:
        """Take the investor's answer; IntroMade when it would undo an intro."""
        if self.introduced_at is not None and answer != self.investor_answer:
            raise IntroMade("you were introduced already")
        self.investor_answer, self.note = answer, note
        self._introduce(now)

    def answer_investor(self, answer: str, *, now: datetime) -> None:
        """Take the startup's answer; NoInterest when the investor has shown none."""
        if self.investor_answer != INTERESTED:
            raise NoInterest("this investor has not asked for an introduction")
        if self.introduced_at is not None and answer != self.startup_answer:
            raise IntroMade("you were introduced already")
        self.startup_answer = answer
        self._introduce(now)

    def _introduce(self, now: datetime) -> None:
        agreed = self.investor_answer == INTERESTED and self.startup_answer == ACCEPT
        if agreed and self.introduced_at is None:
            self.introduced_at = now


def interest_id(investor_id: str, entry_id: str) -> str:
    """Return the one id of what an investor and an entry say to each other."""
    return f"{investor_id}.{entry_id}"
