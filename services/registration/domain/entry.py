"""A startup in one edition."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id
from services.registration.domain.refusals import EntryLeft, EntryPromotedBefore
from services.registration.domain.startup import Startup

SUBMITTED = "submitted"
ELIGIBLE = "eligible"
INELIGIBLE = "ineligible"
WITHDRAWN = "withdrawn"
STATES = (SUBMITTED, ELIGIBLE, INELIGIBLE, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Step:
    """One promotion: from where, to where, by which place."""

    from_stage_id: str
    stage_id: str
    place: int


@dataclass(slots=True)
class Entry:
    """`stage_id` is the stage it is in, or was in when it was withdrawn; None before screening.

    `track` is empty where it is in none.
    """

    id: str
    edition_id: str
    startup: Startup
    submitted_at: datetime
    state: str = SUBMITTED
    stage_id: str | None = None
    reason: str = ""
    steps: list[Step] = field(default_factory=list)
    track: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def submit(cls, startup: Startup, *, edition_id: str, now: datetime, track: str = "") -> "Entry":
        """Return the startup's entry in an edition."""
        id = entry_id(edition_id, startup)
        entry = cls(id=id, edition_id=edition_id, startup=startup, submitted_at=now, track=track)
        entry._note_submitted()
        return entry

    @property
    def competes(self) -> bool:
        """Whether the entry is eligible and has not left."""
        return self.state == ELIGIBLE

    @property
    def receipt(self) -> str:
        """The number under which the founder can ask after the entry: its id, in fours."""
        digits = self.id.rpartition("-")[2].upper()
        return "-".join(digits[n : n + 4] for n in range(0, len(digits), 4))

    def put_in_track(self, track: str) -> None:
        """Compete in another track, in none where it is empty; nothing happens the second time.

        EntryLeft or EntryPromotedBefore where it competes no more, or went on by its track.
        """
        if track == self.track:
            return
        self.screenable()
        self.track = track
        self._note_submitted()

    def screenable(self) -> None:
        """Return when the entry may be decided on; EntryLeft or EntryPromotedBefore otherwise."""
        if self.state == WITHDRAWN:
            raise EntryLeft(f"{self.startup.company} was withdrawn", errors={"entry_id": self.id})
        if self.steps:
            raise EntryPromotedBefore(
                f"{self.startup.company} went on to {self.stage_id}; withdraw it instead",
                errors={"entry_id": self.id},
            )

    def screen(self, decision: str, *, stage_id: str, reason: str) -> None:
        """Find the entry eligible, and so in `stage_id`, or not.

        Nothing happens the second time, or to one that has left or gone on; see `screenable`.
        """
        if self.state == WITHDRAWN or self.steps or (self.state, self.reason) == (decision, reason):
            return
        self.state, self.reason = decision, reason
        self.stage_id = stage_id if decision == ELIGIBLE else None
        self._note("EntryScreened", stage_id=stage_id, decision=decision, reason=reason)

    def promote(self, step: Step) -> None:
        """Go on to another stage; nothing happens the second time, or to one that has left."""
        if not self.competes or any(done.from_stage_id == step.from_stage_id for done in self.steps):
            return
        self.steps.append(step)
        self.stage_id = step.stage_id
        self._note(
            "EntryPromoted", from_stage_id=step.from_stage_id, stage_id=step.stage_id, place=step.place
        )

    def withdraw(self, reason: str) -> None:
        """Leave the edition; nothing happens the second time."""
        if self.state == WITHDRAWN:
            return
        self.state, self.reason = WITHDRAWN, reason
        self._note("EntryWithdrawn", reason=reason)

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as pages see it."""
        return {
            "entry_id": self.id,
            "state": self.state,
            "stage_id": self.stage_id,
            "track": self.track,
            "startup": self.startup.as_dict(),
            "reason": self.reason,
            "receipt": self.receipt,
            "submitted_at": self.submitted_at.isoformat(),
        }

    def _note_submitted(self) -> None:
        self._note("EntrySubmitted", startup=self.startup.as_dict(), track=self.track)

    def _note(self, name: str, **data: Any) -> None:
        self.facts.append((name, {"edition_id": self.edition_id, "entry_id": self.id, **data}))


def entry_id(edition_id: str, startup: Startup) -> str:
    """Return the id of a startup's entry in an edition."""
    return make_id("e", edition_id, *startup.key, digits=16)
