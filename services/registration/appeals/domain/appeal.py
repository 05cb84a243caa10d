"""A founder's appeal against one published result of the entry, and its answer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.appeals.domain.refusals import AppealAnswered, AppealChanged, AppealTakenBack
from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id

FILED, UPHELD, DISMISSED, WITHDRAWN = "filed", "upheld", "dismissed", "withdrawn"
STATES = (FILED, UPHELD, DISMISSED, WITHDRAWN)
ANSWERED = (UPHELD, DISMISSED)


@dataclass(slots=True)
class Appeal:
    """One for each entry, stage and certificate. `place` is None for an entry that was disqualified.

    Until it is answered its words may change, and it may be withdrawn and filed again; the answer stands.
    """

    id: str
    edition_id: str
    stage_id: str
    entry_id: str
    certificate: int
    company: str
    place: int | None
    reason: str = ""
    filed_at: datetime | None = None
    filed_by: str | None = None
    state: str = FILED
    answer: str = ""
    answered_at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def file(self, reason: str, *, seen: int, by: str | None, now: datetime) -> None:
        """File it, also one that was withdrawn, or change its words; nothing happens when it says so already.

        Raises AppealAnswered, or AppealChanged when it was changed since the version `seen`.
        """
        if self.says(reason):
            return
        self._unanswered()
        self._unchanged_since(seen)
        self.state, self.reason, self.filed_at, self.filed_by = FILED, reason, now, by
        self._note("AppealFiled")

    def says(self, reason: str) -> bool:
        """Return whether it was filed in these words, and not withdrawn since."""
        return self.filed_at is not None and self.reason == reason and self.state != WITHDRAWN

    def withdraw(self, *, seen: int) -> bool:
        """Take it back, and return whether that is news.

        Raises AppealAnswered, or AppealChanged when it was changed since the version `seen`.
        """
        if self.state == WITHDRAWN:
            return False
        self._unanswered()
        self._unchanged_since(seen)
        self.state = WITHDRAWN
        return True

    def decide(self, decision: str, answer: str, *, seen: int, now: datetime) -> None:
        """Uphold or dismiss it, with the reason; nothing happens when that is its answer already.

        Raises AppealAnswered when it has another, AppealTakenBack when it was withdrawn, or AppealChanged
        when it was changed since `seen`.
        """
        if (self.state, self.answer) == (decision, answer):
            return
        self._unanswered()
        if self.state == WITHDRAWN:
            raise AppealTakenBack(f"{self.company} withdrew its appeal; there is nothing to answer")
        self._unchanged_since(seen)
        self.state, self.answer, self.answered_at = decision, answer, now
        self._note("AppealDecided", decision=decision, reason=answer)

    def as_dict(self) -> dict[str, Any]:
        """Return the appeal as pages see it."""
        names = ("stage_id", "entry_id", "certificate", "company", "place", "reason", "state", "answer")
        return {
            "appeal_id": self.id,
            **{name: getattr(self, name) for name in names},
            "filed_at": self.filed_at and self.filed_at.isoformat(),
            "answered_at": self.answered_at and self.answered_at.isoformat(),
            "version": self.version,
        }

    def _unanswered(self) -> None:
        if self.state in ANSWERED:
            raise AppealAnswered(f"the appeal of {self.company} was {self.state}; the answer stands")

    def _unchanged_since(self, seen: int) -> None:
        if seen != self.version:
            raise AppealChanged("somebody else changed this meanwhile", errors={"version": self.version})

    def _note(self, name: str, **more: Any) -> None:
        told = {name: getattr(self, name) for name in ("edition_id", "stage_id", "entry_id", "certificate")}
        self.facts.append((name, {"appeal_id": self.id, **told, **more}))


def appeal_id(edition_id: str, stage_id: str, entry_id: str, certificate: int) -> str:
    """Return the id of the appeal of an entry against a certificate of a stage."""
    return make_id("ap", edition_id, stage_id, entry_id, str(certificate), digits=16)
