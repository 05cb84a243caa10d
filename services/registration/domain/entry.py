"""A startup in one edition."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id
from services.registration.domain.refusals import (
    EntryLeft,
    EntryMovedOn,
    EntryPromotedBefore,
    StageOver,
    UndoTooLate,
)
from services.registration.domain.startup import Startup
from services.registration.domain.turn import (
    FINAL,
    LEFT,
    MERGED,
    OUT,
    PROMOTED,
    SCREENED,
    UNDO_FOR,
    UNDONE,
    Act,
    Status,
    Turn,
)

SUBMITTED = "submitted"
ELIGIBLE = "eligible"
INELIGIBLE = "ineligible"
WITHDRAWN = "withdrawn"
DISQUALIFIED = "disqualified"
STATES = (SUBMITTED, ELIGIBLE, INELIGIBLE, WITHDRAWN, DISQUALIFIED)
GONE = (WITHDRAWN, DISQUALIFIED)


@dataclass(frozen=True, slots=True)
class Step:
    """One promotion: from where, to where, by which place."""

    from_stage_id: str
    stage_id: str
    place: int


@dataclass(slots=True)
class Entry:
    """`stage_id` is the stage it is in, or was in when it left; None before screening.

    `track` is empty where it is in none; `turns` are what was done with it, in order; an entry that was
    merged left for `merged_into`.
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
    merged_into: str | None = None
    turns: list[Turn] = field(default_factory=list)
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def submit(cls, startup: Startup, *, edition_id: str, now: datetime, track: str = "") -> "Entry":
        """Return the startup's entry in an edition."""
        id = entry_id(edition_id, startup)
        return cls.submitted_as(id, startup, edition_id=edition_id, now=now, track=track)

    @classmethod
    def submitted_as(
        cls, id: str, startup: Startup, *, edition_id: str, now: datetime, track: str = ""
    ) -> "Entry":
        """Return the startup's entry under an id that was given before the startup was known."""
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

    def describe(self, startup: Startup) -> None:
        """Take a newer description of the startup; nothing happens when it is the same."""
        if startup != self.startup:
            self.startup = startup
            self._note_submitted()

    def refuse_left(self) -> None:
        """Raise EntryLeft for one that was withdrawn or disqualified."""
        if self.state in GONE:
            raise EntryLeft(f"{self.startup.company} was {self.state}", errors={"entry_id": self.id})

    def screenable(self) -> None:
        """Return when the entry may be decided on; EntryLeft or EntryPromotedBefore otherwise."""
        self.refuse_left()
        if self.steps:
            raise EntryPromotedBefore(
                f"{self.startup.company} went on to {self.stage_id}; withdraw it instead",
                errors={"entry_id": self.id},
            )

    def screen(self, decision: str, *, stage_id: str, reason: str, act: Act) -> None:
        """Find the entry eligible, and so in `stage_id`, or not.

        Nothing happens the second time, or to one that has left or gone on; see `screenable`.
        """
        if self.state in GONE or self.steps or (self.state, self.reason) == (decision, reason):
            return
        self._turn(SCREENED, act, Status(decision, stage_id if decision == ELIGIBLE else None, reason))
        self._note("EntryScreened", stage_id=stage_id, decision=decision, reason=reason)

    def promote(self, step: Step, *, act: Act) -> None:
        """Go on to another stage; nothing happens the second time, or to one that has left."""
        if not self.competes or any(done.from_stage_id == step.from_stage_id for done in self.steps):
            return
        self.steps.append(step)
        self._turn(PROMOTED, act, Status(self.state, step.stage_id, self.reason))
        self._note(
            "EntryPromoted", from_stage_id=step.from_stage_id, stage_id=step.stage_id, place=step.place
        )

    def withdraw(self, reason: str, *, act: Act) -> None:
        """Leave the edition; nothing happens the second time, or to one that was disqualified."""
        if self.state in GONE:
            return
        self._turn(LEFT, act, Status(WITHDRAWN, self.stage_id, reason))
        self._note("EntryWithdrawn", reason=reason)

    def merge_into(self, other: "Entry", *, act: Act) -> None:
        """Leave for another entry of the same startup; nothing happens the second time.

        EntryLeft when one of the two has left already.
        """
        if self.merged_into == other.id:
            return
        for entry in (self, other):
            entry.refuse_left()
        reason = f"merged into {other.startup.company}, {other.receipt}"
        self._turn(MERGED, act, Status(WITHDRAWN, self.stage_id, reason, other.id))
        self._note("EntryWithdrawn", reason=reason)

    def undo(self, act_id: str, *, stage_id: str, closed: Collection[str], act: Act) -> None:
        """Go back to what it was before an act; nothing happens the second time.

        `stage_id` is the stage of screening, `closed` are the stages that are over. EntryMovedOn when
        something else was done with it since, UndoTooLate after a day, StageOver when it would come
        back to a closed stage, or leave one.
        """
        last = self.turns[-1] if self.turns else None
        if last is not None and last.undid == act_id:
            return
        if last is None or last.act.id != act_id or last.kind in FINAL:
            raise EntryMovedOn(
                f"something else was done with {self.startup.company} since", errors={"entry_id": self.id}
            )
        if act.at - last.act.at > UNDO_FOR:
            hours = int(UNDO_FOR.total_seconds() // 3600)
            raise UndoTooLate(f"this can be undone for {hours} hours", errors={"entry_id": self.id})
        over = {status.stage_id for status in (last.was, self.status)} & set(closed)
        if over:
            raise StageOver(f"{', '.join(map(str, over))} is closed", errors={"entry_id": self.id})
        self._turn(UNDONE, act, last.was, undid=act_id)
        self._note("EntryRestored", stage_id=stage_id, state=self.state, reason=self.reason)

    def undoable(self, turn: Turn, *, now: datetime) -> bool:
        """Return whether a turn of the entry is the last one, and one that can be taken back still."""
        last = turn is self.turns[-1] and turn.kind not in FINAL
        return last and now - turn.act.at <= UNDO_FOR

    @property
    def status(self) -> Status:
        """Where the entry stands."""
        return Status(self.state, self.stage_id, self.reason, self.merged_into)

    def disqualify(self, reason: str, *, act: Act) -> None:
        """Be taken out of the edition, whatever was reached, for good; nothing happens the second time."""
        if self.state == DISQUALIFIED:
            return
        self._turn(OUT, act, Status(DISQUALIFIED, self.stage_id, reason))
        self._note("EntryDisqualified", reason=reason, disqualified_at=act.at)

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
            "merged_into": self.merged_into,
            "submitted_at": self.submitted_at.isoformat(),
        }

    def _note_submitted(self) -> None:
        self._note("EntrySubmitted", startup=self.startup.as_dict(), track=self.track)

    def _turn(self, kind: str, act: Act, now: Status, *, undid: str | None = None) -> None:
        self.turns.append(Turn(kind, act, self.status, now, undid))
        self.state, self.stage_id, self.reason = now.state, now.stage_id, now.reason
        self.merged_into = now.merged_into

    def _note(self, name: str, **data: Any) -> None:
        self.facts.append((name, {"edition_id": self.edition_id, "entry_id": self.id, **data}))


def entry_id(edition_id: str, startup: Startup) -> str:
    """Return the id of a startup's entry in an edition."""
    return make_id("e", edition_id, *startup.key, digits=16)
