"""A letter from the moment it is written until it is sent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.letters.domain.refusals import LetterChanged, LetterGone

HELD, WAITING, SENT, FAILED, DISCARDED = "held", "waiting", "sent", "failed", "discarded"
STATES = (HELD, WAITING, SENT, FAILED, DISCARDED)
SIGN_IN_LINK = "sign_in_link"
JUDGE_NUDGE = "judge_nudge"
DEADLINE_NEAR = "deadline_near"

# After the last of them the letter has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240))
# A sender that was killed is taken for dead after this: its letter is then sent again.
LEASE = timedelta(minutes=5)

# From which state, and to which.
MOVES = {
    "send": ({HELD, FAILED}, WAITING),
    "hold": ({WAITING}, HELD),
    "discard": ({HELD, WAITING, FAILED}, DISCARDED),
    "restore": ({DISCARDED}, HELD),
}


@dataclass(slots=True)
class Letter:
    """`text` is all that is said; a line with LINK becomes a sign-in link as the letter is sent."""

    id: str
    edition_id: str
    kind: str
    person_id: str
    to: str
    name: str
    language: str
    subject: str
    text: str
    created_at: datetime
    state: str = HELD
    tries: int = 0
    next_at: datetime | None = None
    sent_at: datetime | None = None
    why: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def move(self, act: str, *, now: datetime) -> None:
        """Send, hold, discard or restore; nothing happens when that was done. Raises LetterGone."""
        before, after = MOVES[act]
        if self.state == after:
            return
        if self.state not in before:
            raise LetterGone(f"the letter is {self.state} by now")
        self.state, self.tries, self.why = after, 0, ""
        self.next_at = now if after == WAITING else None

    def edit(self, *, seen: int, subject: str, text: str) -> None:
        """Change the words. Raises LetterGone once it is on its way, LetterChanged after another's change."""
        if self.state not in (HELD, FAILED):
            raise LetterGone(f"the letter is {self.state} by now")
        if self.version != seen:
            raise LetterChanged("somebody else changed the letter meanwhile")
        self.subject, self.text = " ".join(subject.split()), text.replace("\r\n", "\n")

    def begin(self, *, now: datetime) -> None:
        """Note that it is being sent, so that nobody else does until the lease is over."""
        self.tries += 1
        self.next_at = now + LEASE

    def sent(self, *, now: datetime) -> None:
        """Note that the server took it."""
        self.state, self.sent_at, self.next_at, self.why = SENT, now, None, ""

    def missed(self, why: str, *, forever: bool, now: datetime) -> None:
        """Note that it was not taken, and when it is tried again, if at all."""
        self.why = why[:1000]
        if forever or self.tries > len(PAUSES):
            self.state, self.next_at = FAILED, None
        else:
            self.next_at = now + PAUSES[self.tries - 1]

    def as_dict(self) -> dict[str, Any]:
        """Return the letter as pages see it, without its text."""
        names = ("kind", "state", "to", "name", "subject", "language", "tries", "why")
        moments = {name: getattr(self, name) for name in ("created_at", "sent_at", "next_at")}
        return {
            "letter_id": self.id,
            **{name: getattr(self, name) for name in names},
            **{name: moment and moment.isoformat() for name, moment in moments.items()},
        }


@dataclass(slots=True)
class LetterRules:
    """The language of an edition's letters, and the kinds that wait for a look; its id is the edition's.

    Drafts are reminded of the deadline `remind_hours` before it, never where that is 0;
    `reminded_of` is the deadline that they were reminded of last.
    """

    id: str
    language: str = "en"
    held: tuple[str, ...] = (
        "entry_screened",
        "entry_promoted",
        "results_published",
        "judge_assigned",
        "feedback_released",
    )
    remind_hours: int = 48
    reminded_of: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the rules as pages see them."""
        return {"language": self.language, "held": list(self.held), "remind_hours": self.remind_hours}

    def reminds_of(self, deadline: datetime | None, *, now: datetime) -> bool:
        """Return whether it is time to remind of a deadline that is still to come, and was not reminded of."""
        if deadline is None or deadline == self.reminded_of:
            return False
        return deadline - timedelta(hours=self.remind_hours) <= now < deadline
