"""What an investor and a startup say to each other. Only when both say yes are they introduced."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.matching.domain.refusals import IntroMade, NoInterest

INTERESTED, PASS = "interested", "pass"
ACCEPT, DECLINE = "accept", "decline"


def interest_id(edition_id: str, investor_id: str, entry_id: str) -> str:
    """Return the one id of what an investor and an entry say to each other."""
    return f"n-{uuid5(NAMESPACE_URL, f'{edition_id}/{investor_id}/{entry_id}').hex[:24]}"


@dataclass(frozen=True)
class Sides:
    """What those who are introduced are called."""

    company: str = ""
    investor: str = ""
    firm: str = ""


NAMELESS = Sides()


@dataclass
class Interest:
    """One investor and one entry; answers can change until the intro is made, and then stand.

    The same answer again changes nothing.
    """

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

    @classmethod
    def between(cls, investor_id: str, entry_id: str, *, edition_id: str) -> "Interest":
        """Return an interest in which nobody has answered yet."""
        return cls(interest_id(edition_id, investor_id, entry_id), edition_id, investor_id, entry_id)

    @property
    def intro(self) -> bool:
        """Whether the two were introduced."""
        return self.introduced_at is not None

    @property
    def intro_id(self) -> str:
        """The id that the intro has once it is made."""
        return f"intro-{self.id.removeprefix('n-')}"

    def answer_startup(self, answer: str, *, note: str, now: datetime, sides: Sides = NAMELESS) -> None:
        """Take the investor's answer; IntroMade when it would undo an intro."""
        if not self._kept(answer, self.investor_answer):
            self.investor_answer, self.note = answer, note
            self._introduce(now, sides)

    def answer_investor(self, answer: str, *, now: datetime, sides: Sides = NAMELESS) -> None:
        """Take the startup's answer.

        NoInterest unless the investor is interested; IntroMade when it would undo an intro.
        """
        if self.investor_answer != INTERESTED:
            raise NoInterest("this investor has not asked for an introduction")
        if not self._kept(answer, self.startup_answer):
            self.startup_answer = answer
            self._introduce(now, sides)

    def _kept(self, answer: str, before: str | None) -> bool:
        if self.intro and answer != before:
            raise IntroMade("you were introduced already")
        return self.intro

    def _introduce(self, now: datetime, sides: Sides) -> None:
        if self.investor_answer == INTERESTED and self.startup_answer == ACCEPT:
            self.introduced_at = now
            names = ("edition_id", "intro_id", "investor_id", "entry_id")
            told = {name: getattr(self, name) for name in names}
            self.facts.append(("IntroMade", {**told, **asdict(sides), "made_at": now}))
