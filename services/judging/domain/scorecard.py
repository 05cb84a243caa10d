"""One judge's marks and comments for one entry in one stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from schemas.refusal import CommandReused
from services.judging.domain.refusals import Recused, ScorecardChanged, ScorecardVoid

DRAFT = "draft"
SUBMITTED = "submitted"
LOCKED = "locked"
AMENDED = "amended"
VOID = "void"

SENT = (SUBMITTED, AMENDED)
"""States in which a scorecard has marks that count."""

SHADOW = "shadow"
SHADOWED = "shadowed"
SHADOW_VOID = "shadow_void"

SHADOWS = (SHADOW, SHADOWED, SHADOW_VOID)
"""The states of a shadow judge's scorecard: owed, sent, taken off. Whatever counts is found by another."""

AS_THEIR_OWN = {SHADOW: DRAFT, SHADOWED: SUBMITTED, SHADOW_VOID: VOID}

SCORECARD_SUBMITTED = "ScorecardSubmitted"

REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Heard:
    """A command that the scorecard took: its id, its receipt, and the revision it brought."""

    id: str
    receipt: str
    revision: int


@dataclass(frozen=True, slots=True)
class Clock:
    """How a phone knew the time: what its own clock said, and when it last heard from the server."""

    phone_at: datetime | None
    contact_at: datetime | None
    basis: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What a judge sends. Newer is the higher revision, then the later made, then the id.

    `note` is for the judge alone. Nothing was made later than it was received, whatever `made_at` says.
    """

    command_id: str
    receipt: str
    revision: int
    marks: dict[str, Decimal | None]
    comment: str
    made_at: datetime
    received_at: datetime
    note: str = ""
    clock: Clock | None = None

    @property
    def age(self) -> tuple[int, datetime, str]:
        """What decides which of two submissions is the newer."""
        return self.revision, min(self.made_at, self.received_at), self.command_id


@dataclass(frozen=True, slots=True)
class Correction:
    """What the organiser changed after certifying, and why: the marks that were before, None without any."""

    kind: str
    revision: int
    before: dict[str, Decimal | None] | None
    reason: str
    at: datetime


@dataclass(slots=True)
class Scorecard:
    """Draft from when it is assigned, then submitted, and void when the judge is recused or abstains.

    Once the stage's results are certified it is locked, which `state_in` says; from then on the
    organiser alone can amend or void it, with a reason.

    That of a shadow judge goes through states of its own, and nothing of it is ever told.

    It remembers the last 20 commands it took, newest last. What it takes between two saves is told
    as one fact: the scorecard as it stands, and every receipt taken.
    """

    id: str
    edition_id: str
    stage_id: str
    entry_id: str
    judge_id: str
    state: str = DRAFT
    latest: Submission | None = None
    commands: list[Heard] = field(default_factory=list)
    reason: str = ""
    abstained: bool = False
    corrections: list[Correction] = field(default_factory=list)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def shadow(self) -> bool:
        """Whether it is a shadow judge's."""
        return self.state in SHADOWS

    @property
    def revision(self) -> int:
        """The revision it is at, 0 before anything was submitted."""
        return self.latest.revision if self.latest else 0

    def state_in(self, *, certified: bool) -> str:
        """Return its state, which is locked where it counts in certified results."""
        return LOCKED if certified and self.state == SUBMITTED else self.state

    def heard(self, command_id: str) -> Heard | None:
        """Return what it remembers of a command."""
        return next((heard for heard in self.commands if heard.id == command_id), None)

    def submit(self, submission: Submission) -> bool:
        """Take a submission, and return whether anything changed.

        The same command again changes nothing; one older than the latest is remembered and told,
        and does not count. Raises Recused, or CommandReused for a known id with another body.
        """
        heard = self.heard(submission.command_id)
        if heard is not None:
            if heard.receipt != submission.receipt:
                raise reused(submission.command_id)
            return False
        self.refuse_recused()
        taken = Heard(submission.command_id, submission.receipt, submission.revision)
        self.commands.append(taken)
        del self.commands[:-REMEMBERED]
        if self.latest is None or submission.age > self.latest.age:
            self.latest = submission
            self.state = SHADOWED if self.shadow else SUBMITTED
        if not self.shadow:
            self._note_submitted(self.latest, taken)
        return True

    def refuse_recused(self) -> None:
        """Raise Recused when the judge was taken off the entry."""
        if self.state in (VOID, SHADOW_VOID):
            raise Recused("you no longer score this entry", errors={"reason": self.reason})

    def recuse(self, *, reason: str, abstained: bool = False) -> None:
        """Void the scorecard; a second time changes nothing. `abstained`: the judge did it."""
        if self.state in (VOID, SHADOW_VOID):
            return
        self.reason, self.abstained = reason, abstained
        if self.shadow:
            self.state = SHADOW_VOID
            return
        self.state = VOID
        self.facts.append(("JudgeRecused", {**self._names(), "reason": reason, "abstained": abstained}))

    def amend(
        self,
        marks: Mapping[str, Decimal | None],
        *,
        revision: int,
        reason: str,
        command_id: str,
        now: datetime,
    ) -> None:
        """Put other marks in the place of those of `revision`; the same again changes nothing.

        Raises ScorecardVoid for one that does not count, ScorecardChanged where it is at another revision.
        """
        if self.state == VOID:
            raise ScorecardVoid("this scorecard does not count any more", errors={"reason": self.reason})
        if self.state == AMENDED and self.revision == revision + 1 and self.latest_marks == dict(marks):
            return
        self._refuse_changed(revision)
        self._note_correction(AMENDED, reason=reason, now=now)
        latest = self.latest or Submission(command_id, command_id, 0, {}, "", now, now)
        self.latest = replace(
            latest, revision=revision + 1, marks=dict(marks), made_at=now, received_at=now, clock=None
        )
        told = {"revision": self.revision, "marks": self.latest.marks}
        self.facts.append(("ScorecardAmended", {**self._names(), **self._why(reason, now), **told}))

    def void(self, *, revision: int, reason: str, now: datetime) -> None:
        """Let it count no more; a second time changes nothing. See `amend` for what is refused.

        That of a judge who was recused after the freeze counts until it is voided.
        """
        if any(correction.kind == VOID for correction in self.corrections):
            return
        self._refuse_changed(revision)
        self._note_correction(VOID, reason=reason, now=now)
        self.facts.append(("ScorecardVoided", {**self._names(), **self._why(reason, now)}))

    @property
    def latest_marks(self) -> dict[str, Decimal | None] | None:
        """The marks it is at, None before anything was submitted."""
        return self.latest.marks if self.latest else None

    def _refuse_changed(self, revision: int) -> None:
        if revision != self.revision:
            raise ScorecardChanged(
                f"the scorecard is at revision {self.revision}, and revision {revision} was to be corrected; "
                "look at it again",
                errors={"revision": {"came": revision, "allowed": self.revision}},
            )

    def _note_correction(self, kind: str, *, reason: str, now: datetime) -> None:
        self.corrections.append(Correction(kind, self.revision, self.latest_marks, reason, now))
        self.state, self.reason = kind, reason

    def _why(self, reason: str, now: datetime) -> dict[str, object]:
        return {"reason": reason, "corrected_at": now}

    def _note_submitted(self, latest: Submission, taken: Heard) -> None:
        # Only the last of several that are saved together is news; it brings the receipts of all.
        before = [told for name, told in self.facts if name == SCORECARD_SUBMITTED]
        self.facts[:] = [fact for fact in self.facts if fact[0] != SCORECARD_SUBMITTED]
        receipts = [receipt for told in before for receipt in told["receipts"]]
        receipts.append({"receipt": taken.receipt, "revision": taken.revision})
        self.facts.append((SCORECARD_SUBMITTED, {**self._names(), **_told(latest, receipts)}))

    def _names(self) -> dict[str, object]:
        return {
            "edition_id": self.edition_id,
            "stage_id": self.stage_id,
            "scorecard_id": self.id,
            "entry_id": self.entry_id,
            "judge_id": self.judge_id,
        }


def _told(latest: Submission, receipts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "revision": latest.revision,
        "marks": latest.marks,
        "made_at": latest.made_at,
        "received_at": latest.received_at,
        "receipts": sorted(receipts, key=lambda taken: int(taken["revision"])),
    }


def reused(command_id: str) -> CommandReused:
    """Return the refusal of a known command id with another body."""
    return CommandReused(f"command {command_id!r} was used before with another body; make a new id")


def scorecard_id(edition_id: str, stage_id: str, entry_id: str, judge_id: str) -> str:
    """Return the one id that a scorecard of these four has."""
    text = "\n".join((edition_id, stage_id, entry_id, judge_id))
    return f"sc-{sha256(text.encode()).hexdigest()[:24]}"
