"""A session of a stage: who is on, the clocks, and when scorecards are taken for each."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.judging.domain.refusals import NotOnStage, SessionStarted, SlotStarted
from services.judging.domain.slot import ABSENT, DONE, ON_STAGE, PLANNED, POSTPONED, QUESTIONS, Slot

OVER, RUNNING = "over", "running"


def session_key(edition_id: str, session_id: str) -> str:
    """Return the id under which a session is kept; its own is one of its edition."""
    return f"{edition_id}.{session_id}"


def drawn(entry_ids: Sequence[str], seed: int) -> list[str]:
    """Return the entries in an order drawn by lot: the ids sorted, then shuffled.

    The shuffle is `random.Random(seed).shuffle` of Python, by Fisher and Yates, so that anyone can
    draw it again from the seed.
    """
    order = sorted(entry_ids)
    random.Random(seed).shuffle(order)  # noqa: S311 -- a lot that anyone can draw again
    return order


@dataclass(frozen=True)
class Plan:
    """What an organiser sets before the first slot; `seed` is None for an order set by hand.

    `panel` are the judges who sit in the session; empty where it has none of its own.
    """

    name: str
    place: str
    starts_at: datetime | None
    seed: int | None
    pitch: timedelta
    questions: timedelta
    window: timedelta
    deliberation: bool
    show_board: bool
    judges_named: bool = False
    city: str = ""
    panel: tuple[str, ...] = ()


@dataclass
class Session:
    """Slots in their order. Everything that changes it tells the whole of it to everybody.

    Which entries sit in it is told to services as well, whenever that is set.

    The only session of a stage bears the stage's id. One without slots was given up.
    """

    edition_id: str
    stage_id: str
    plan: Plan
    slots: list[Slot] = field(default_factory=list)
    version: int = 0
    facts: list[Any] = field(default_factory=list)
    session_id: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.session_id = self.session_id or self.stage_id
        self.id = session_key(self.edition_id, self.session_id)

    @property
    def current(self) -> Slot | None:
        """The slot that is on stage."""
        return next((slot for slot in self.slots if slot.state in ON_STAGE), None)

    @property
    def state(self) -> str:
        """Planned, running, or over once nobody is to come any more."""
        if all(slot.state in (PLANNED, POSTPONED, ABSENT) and slot.opens_at is None for slot in self.slots):
            return PLANNED
        return OVER if all(slot.state in (DONE, ABSENT) for slot in self.slots) else RUNNING

    def slot(self, entry_id: str) -> Slot | None:
        """Return an entry's slot, None where it has none."""
        return next((slot for slot in self.slots if slot.entry_id == entry_id), None)

    def prepare(self, plan: Plan, companies: Mapping[str, str], *, now: datetime) -> None:
        """Set the order, which is that of `companies` by entry; SessionStarted once one was started."""
        slots = [Slot(entry_id, company) for entry_id, company in companies.items()]
        if (self.plan, [slot.entry_id for slot in self.slots]) == (plan, list(companies)):
            return
        if self.state != PLANNED:
            raise SessionStarted("the session has started; only slots that are to come can be moved")
        self.plan, self.slots = plan, slots
        self._tell(now)
        self.facts.append(("SessionPrepared", self._seats()))

    def start(self, slot: Slot, *, now: datetime) -> None:
        """Put a slot on stage; who was on has ended."""
        if slot.state in ON_STAGE:
            return
        if self.current is not None:
            self.current.end(now=now, window=self.plan.window)
        slot.start(now=now, pitch=self.plan.pitch)
        self._tell(now)

    def turn(self, slot: Slot, act: str, *, now: datetime) -> None:
        """Turn a slot's clock or window; NotOnStage for the clock of a slot that is not on."""
        before = slot.public(0, now=now)
        if act in ("open_window", "close_window"):
            slot.open_window(now=now) if act == "open_window" else slot.close_window(now=now)
        elif slot.state in ON_STAGE:
            self._turn(slot, act, now)
        elif act != "end" or slot.state != DONE:
            raise NotOnStage(f"{slot.company} is not on stage; start its slot first")
        if slot.public(0, now=now) != before:
            self._tell(now)

    def mark(self, slot: Slot, state: str, *, now: datetime) -> None:
        """Note that a slot is absent, planned again, or postponed to the end."""
        if slot.state == state:
            return
        slot.leave(state, now=now)
        if state == POSTPONED:
            self.slots.remove(slot)
            self.slots.append(slot)
        self._tell(now)

    def move(self, slot: Slot, position: int, *, now: datetime) -> None:
        """Let a slot come at a position, counted from 1, behind those that were started."""
        if slot.state not in (PLANNED, POSTPONED):
            raise SlotStarted(f"{slot.company} was on stage or is absent; its place stays")
        before = list(self.slots)
        self.slots.remove(slot)
        started = [n for n, each in enumerate(self.slots, start=1) if each.state in (*ON_STAGE, DONE)]
        self.slots.insert(max(position - 1, max(started, default=0)), slot)
        if self.slots != before:
            self._tell(now)

    def public(self, number: int, *, now: datetime) -> dict[str, Any]:
        """Return what everybody may know, as SessionChanged says it."""
        plan, current = self.plan, self.current
        return {
            "edition_id": self.edition_id,
            "stage_id": self.stage_id,
            "session_id": self.session_id,
            "number": number,
            "name": plan.name,
            "city": plan.city,
            "state": self.state,
            "place": plan.place,
            "starts_at": plan.starts_at,
            "seed": plan.seed,
            "pitch_seconds": int(plan.pitch.total_seconds()),
            "questions_seconds": int(plan.questions.total_seconds()),
            "window_seconds": int(plan.window.total_seconds()),
            "deliberation": plan.deliberation,
            "show_board": plan.show_board,
            "judges_named": plan.judges_named,
            "current": None if current is None else current.entry_id,
            "slots": [slot.public(n, now=now) for n, slot in enumerate(self.slots, start=1)],
        }

    def _turn(self, slot: Slot, act: str, now: datetime) -> None:
        if act == "pause":
            slot.pause(now=now)
        elif act == "resume":
            slot.resume(now=now, window=self.plan.window)
        elif act == "questions" and slot.state != QUESTIONS:
            slot.ask_questions(now=now, questions=self.plan.questions, window=self.plan.window)
        elif act == "end":
            slot.end(now=now, window=self.plan.window)

    def _seats(self) -> dict[str, Any]:
        return {
            "edition_id": self.edition_id,
            "stage_id": self.stage_id,
            "session_id": self.session_id,
            "name": self.plan.name,
            "entry_ids": [slot.entry_id for slot in self.slots],
        }

    def _tell(self, now: datetime) -> None:
        self.facts.append(("SessionChanged", self.public(self.version + 1, now=now)))
