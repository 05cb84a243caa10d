"""An import from when its file is taken until its last entry is in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id
from services.registration.domain.importing import Flaw
from services.registration.imports.domain.refusals import ImportGone

WAITING, RUNNING, DONE, REFUSED = "waiting", "running", "done", "refused"
STATES = (WAITING, RUNNING, DONE, REFUSED)

# Whoever enters it says so within this time; else it is taken for dead, and another goes on.
LEASE = timedelta(seconds=60)
# How many of a file's flaws are kept; all of them are counted.
MOST_FLAWS = 500
# For how long the file of a refused import is kept, so that its good lines can still be entered.
KEPT_FOR = timedelta(days=1)


@dataclass(slots=True)
class ImportJob:
    """`done` of `total` lines are in, `entered` of them by this import, the others before it.

    `total` is None until the file was read. `code` and `why` say why it was refused.
    """

    id: str
    edition_id: str
    name: str
    skip_bad_lines: bool
    by: str | None
    at: datetime
    state: str = WAITING
    total: int | None = None
    done: int = 0
    entered: int = 0
    flaws: tuple[Flaw, ...] = ()
    flaw_count: int = 0
    code: str = ""
    why: str = ""
    due_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it by itself."""
        return self.state in (DONE, REFUSED)

    def claim(self, *, now: datetime) -> None:
        """Be the one who enters it, until the lease is over."""
        self.state, self.due_at = RUNNING, now + LEASE

    def read(self, total: int, flaws: Sequence[Flaw]) -> None:
        """Note how many startups the file has, and what is wrong with it."""
        self.total, self.flaw_count, self.flaws = total, len(flaws), tuple(flaws[:MOST_FLAWS])

    def came_to(self, done: int, *, entered: int, now: datetime) -> None:
        """Note how far it is."""
        self.done, self.entered, self.due_at = done, entered, now + LEASE

    def finish(self, *, now: datetime) -> None:
        """Note that all that can be entered is in."""
        self.state, self.due_at, self.ended_at = DONE, None, now

    def refuse(self, code: str, why: str, *, now: datetime) -> None:
        """Note that nothing of it is entered, and why."""
        self.state, self.code, self.why, self.due_at, self.ended_at = REFUSED, code, why, None, now

    def go_on(self, *, now: datetime) -> None:
        """Enter the good lines after all; nothing happens when that is done. Raises ImportGone."""
        if self.skip_bad_lines and self.state != REFUSED:
            return
        if self.state != REFUSED or not self.recoverable(now=now):
            raise ImportGone("the file of this import is not kept any more; send it again")
        self.skip_bad_lines, self.state, self.due_at, self.ended_at = True, WAITING, now, None
        self.code = self.why = ""

    def recoverable(self, *, now: datetime) -> bool:
        """Return whether its good lines can still be entered."""
        bad_lines = self.state == REFUSED and bool(self.total) and not self.skip_bad_lines
        return bad_lines and now - self.at < KEPT_FOR

    def as_dict(self, *, now: datetime) -> dict[str, Any]:
        """Return the import as pages see it."""
        return {
            "import_id": self.id,
            "name": self.name,
            "state": self.state,
            "skip_bad_lines": self.skip_bad_lines,
            "total": self.total,
            "done": self.done,
            "imported": self.entered,
            "already": self.done - self.entered,
            "skipped": [flaw.as_dict() for flaw in self.flaws],
            "skipped_count": self.flaw_count,
            "code": self.code,
            "why": self.why,
            "can_skip": self.recoverable(now=now),
            "by": self.by,
            "at": self.at.isoformat(),
            "ended_at": self.ended_at and self.ended_at.isoformat(),
        }


def import_id(command_id: str) -> str:
    """Return the id of the import that a command starts, the same when it comes again."""
    return make_id("im", command_id, digits=16)
