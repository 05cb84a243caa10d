"""An audience vote, from its opening to its reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.scoring.votes.domain.refusals import (
    NoChoices,
    UnknownChoice,
    VoteClosed,
    VoteFixed,
    VoteNotOpen,
    VoteRevealed,
    VotesArriving,
    VoteStillOpen,
)

OPEN, CLOSED, REVEALED = "open", "closed", "revealed"

MOST_CHOICES = 100
NO_TOTAL = "These votes change no judge's total."
# A gateway waits this long for the broker's confirm of a vote that it received before the closing.
SETTLING = timedelta(seconds=2)


def vote_key(edition_id: str, vote_id: str) -> str:
    """Return the id of a vote among those of all editions."""
    return f"{edition_id}.{vote_id}"


@dataclass(frozen=True)
class Window:
    """A time in which votes were taken; `until` is None while it lasts."""

    since: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment is in it."""
        return self.since <= moment and (self.until is None or moment <= self.until)


@dataclass
class Vote:
    """`choices` are companies by entry; `totals` votes by entry, empty before the reveal."""

    edition_id: str
    vote_id: str
    name: str = ""
    stage_id: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    windows: list[Window] = field(default_factory=list)
    settled: bool = False
    totals: dict[str, int] = field(default_factory=dict)
    revealed: bool = False
    version: int = 0
    facts: list[Any] = field(default_factory=list)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = vote_key(self.edition_id, self.vote_id)

    @property
    def state(self) -> str:
        """Open, closed or revealed."""
        if self.revealed:
            return REVEALED
        return OPEN if self.closed_at is None else CLOSED

    @property
    def opened_at(self) -> datetime:
        """When it was opened first."""
        return self.windows[0].since

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed last, None while it is open."""
        return self.windows[-1].until

    def open(self, name: str, stage_id: str, choices: Mapping[str, str] | None, *, now: datetime) -> None:
        """Take votes from now on. NoChoices, VoteFixed or VoteRevealed when that cannot be.

        `choices` None leaves them as they are. Opening what is open changes nothing.
        """
        if self.revealed:
            raise VoteRevealed(f"{self.name} was revealed")
        if self.windows:
            self._check_same(name, stage_id, choices)
        elif choices is None or not 2 <= len(choices) <= MOST_CHOICES:
            came = len(choices or ())
            errors = {"entry_ids": {"came": came, "allowed": f"2 to {MOST_CHOICES}"}}
            raise NoChoices(f"{came} entries can be voted for", errors=errors)
        else:
            self.name, self.stage_id, self.choices = name, stage_id, dict(choices)
        if not self.windows or self.closed_at is not None:
            self.windows.append(Window(now))
            self.settled = False
            self._tell()

    def close(self, *, now: datetime) -> None:
        """Take no more votes; closing again changes nothing."""
        if self.closed_at is None:
            self.windows[-1] = Window(self.windows[-1].since, now)
            self._tell()

    def settle(self) -> bool:
        """Note that all votes of before the closing have been seen; False when it is no news."""
        if self.settled or self.closed_at is None:
            return False
        self.settled = True
        return True

    def check_final(self, *, now: datetime) -> None:
        """Raise VoteStillOpen or VotesArriving while votes may still come to count."""
        if self.closed_at is None:
            raise VoteStillOpen(f"{self.name} takes votes; close it first")
        if not self.settled or now < self.closed_at + SETTLING:
            raise VotesArriving("votes received before the closing are still being counted; try again")

    def reveal(self, totals: Mapping[str, int]) -> None:
        """Make the totals public; what was revealed stays as it is."""
        if not self.revealed:
            self.totals = {entry_id: totals.get(entry_id, 0) for entry_id in self.choices}
            self.revealed = True
            self._tell()

    def strike(self, entry_id: str) -> None:
        """Let an entry be voted for no more, and no vote for it count; a second time changes nothing."""
        if entry_id in self.choices:
            del self.choices[entry_id]
            self.totals.pop(entry_id, None)
            self._tell()

    def check(self, entry_id: str, *, received_at: datetime) -> None:
        """Raise why a vote for the entry that was received then does not count, else nothing."""
        if entry_id not in self.choices:
            raise UnknownChoice(f"{entry_id} cannot be voted for", errors={"entry_id": {"came": entry_id}})
        times = {"received_at": received_at.isoformat(), "opened_at": self.opened_at.isoformat()}
        if not any(window.holds(received_at) for window in self.windows):
            if received_at < self.opened_at:
                raise VoteNotOpen(f"{self.name} takes no votes yet", errors=times)
            closed = max(w.until for w in self.windows if w.until is not None and w.until < received_at)
            raise VoteClosed(
                f"{self.name} closed at {closed.isoformat()}",
                errors={**times, "closed_at": closed.isoformat()},
            )
        if self.revealed:
            raise VoteRevealed(f"{self.name} was revealed before this vote could be counted", errors=times)

    def public(self, number: int) -> dict[str, Any]:
        """Return what everybody may know, as VoteChanged says it."""
        return {
            "edition_id": self.edition_id,
            "vote_id": self.vote_id,
            "number": number,
            "name": self.name,
            "stage_id": self.stage_id,
            "state": self.state,
            "opened_at": self.opened_at,
            "closed_at": self.closed_at,
            "choices": [{"entry_id": id, "company": company} for id, company in self.choices.items()],
            "totals": [{"entry_id": id, "votes": votes} for id, votes in self.totals.items()],
        }

    def _check_same(self, name: str, stage_id: str, choices: Mapping[str, str] | None) -> None:
        same = (name, stage_id) == (self.name, self.stage_id)
        if not same or (choices is not None and set(choices) != set(self.choices)):
            raise VoteFixed(f"{self.vote_id} is {self.name}; open another vote under another id")

    def _tell(self) -> None:
        self.facts.append(("VoteChanged", self.public(self.version + 1)))


@dataclass(frozen=True)
class Ranked:
    """A choice with its votes; `place` is None without any."""

    entry_id: str
    company: str
    votes: int
    place: int | None
    shared: bool


def ranked(choices: Mapping[str, str], totals: Mapping[str, int]) -> Sequence[Ranked]:
    """Return the choices, most votes first. Equal votes share a place; no vote, no place."""
    votes = {entry_id: totals.get(entry_id, 0) for entry_id in choices}
    rows = []
    for entry_id in sorted(choices, key=lambda id: (-votes[id], choices[id].casefold(), id)):
        mine = votes[entry_id]
        place = 1 + sum(1 for other in votes.values() if other > mine) if mine else None
        shared = place is not None and list(votes.values()).count(mine) > 1
        rows.append(Ranked(entry_id, choices[entry_id], mine, place, shared))
    return rows


def rule_in_words(name: str, *, percent: int = 0) -> str:
    """Return how an award is decided by votes, and how much of the result is, as a few sentences."""
    weighs = f"The votes decide {percent} % of the stage's result." if percent else NO_TOTAL
    return (
        f"{name} goes to the entry with the most votes; equal votes share it. Each ticket has one vote, "
        f"and its latest before the closing counts. {weighs}"
    )
