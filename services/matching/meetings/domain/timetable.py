"""The timetable of an edition's meetings: what is planned now, and what was published."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.matching.meetings.domain.arranging import Arrangement, Kept, Place
from services.matching.meetings.domain.pair import Pair
from services.matching.meetings.domain.plan import Plan
from services.matching.meetings.domain.refusals import (
    MeetingClash,
    MeetingGone,
    MeetingOver,
    NothingToPublish,
    NothingToUndo,
    TimetableChanged,
)

PLANNED, HELD, NO_SHOW, CANCELLED = "planned", "held", "no_show", "cancelled"
SCHEDULED, MOVED, KEPT = "scheduled", "moved", "kept"
BY_HAND = "by_hand"
# So many changes can be undone, one after another, and fewer where they were of many meetings.
MOST_STEPS, MOST_REMEMBERED = 20, 6_000

Names = Callable[[Pair], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A pair with its place; `by_hand` where an organiser put it there.

    Of a published one, `number` is that of the publication in which it changed last.
    """

    pair: Pair
    place: Place
    state: str = PLANNED
    by_hand: bool = False
    number: int = 0

    @property
    def over(self) -> bool:
        """Whether it took place, or somebody did not come."""
        return self.state in (HELD, NO_SHOW)


@dataclass(frozen=True, slots=True)
class Step:
    """What a change replaced: the meetings as they were, None for none, and who was called off by hand."""

    before: Mapping[str, Meeting | None]
    called_off: frozenset[str]


@dataclass
class Timetable:
    """Its id is the edition's. `draft` and `published` are by meeting; a published one that was cancelled stays.

    `revision` goes up with every change but marks, and is what an organiser has seen. Those in `called_off`
    were taken out by hand and are not placed again. `why` says of the last arrangement why a pair has no
    place, and `bound` how many meetings there could be at most.
    """

    id: str
    plan: Plan | None = None
    draft: dict[str, Meeting] = field(default_factory=dict)
    published: dict[str, Meeting] = field(default_factory=dict)
    called_off: frozenset[str] = frozenset()
    why: dict[str, str] = field(default_factory=dict)
    bound: int = 0
    seed: int | None = None
    steps: list[Step] = field(default_factory=list)
    number: int = 0
    published_at: datetime | None = None
    revision: int = 0
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def set_plan(self, plan: Plan, *, seen: int) -> bool:
        """Take on when and where meetings can be; return whether that is new."""
        if plan == self.plan:
            return False
        self._demand(seen)
        self.plan = plan
        return self._changed()

    def arrange(self, found: Arrangement, pairs: Iterable[Pair], *, seed: int, seen: int) -> None:
        """Take on an arrangement of the pairs."""
        self._demand(seen)
        known = {pair.id: pair for pair in pairs}
        draft: dict[str, Meeting] = {}
        for id, place in found.places.items():
            before = self.draft.get(id) or self.published.get(id)
            # What is over keeps its place though it could not be made any more.
            pair = known[id] if id in known else self.published[id].pair
            by_hand = bool(before and before.by_hand and before.place == place)
            draft[id] = Meeting(pair, place, by_hand=by_hand)
        self._step(draft)
        self.why, self.bound, self.seed = dict(found.why), found.bound, seed
        self._changed()

    def kept(self, *, now: datetime) -> list[Kept]:
        """Return what an arrangement keeps in place: what is over, what was placed by hand, what was published."""
        kept: dict[str, Kept] = {}
        for id, meeting in self.published.items():
            if meeting.over or (meeting.state == PLANNED and meeting.place.starts_at <= now):
                kept[id] = Kept(meeting.pair, meeting.place, over=True)
        by_hand = {id: meeting for id, meeting in self.draft.items() if meeting.by_hand}
        for id, meeting in (*by_hand.items(), *self.published.items()):
            if id not in kept and meeting.state == PLANNED and id not in self.called_off:
                kept[id] = Kept(meeting.pair, meeting.place)
        return list(kept.values())

    def move(self, pair: Pair, place: Place, *, seen: int) -> bool:
        """Put a meeting somewhere by hand, one that has no place as well; return whether that is new."""
        now_at = self.draft.get(pair.id)
        if now_at is not None and now_at.place == place:
            return False
        self._demand(seen)
        self._demand_open(pair.id)
        self._demand_free(pair, place, but={pair.id})
        moved = Meeting(pair, place, by_hand=True)
        self._step({**self.draft, pair.id: moved}, called_off=self.called_off - {pair.id})
        return self._changed()

    def swap(self, one: str, other: str, *, seen: int) -> None:
        """Let two meetings exchange their places."""
        self._demand(seen)
        first, second = self._meeting(one), self._meeting(other)
        for id in (one, other):
            self._demand_open(id)
        self._demand_free(first.pair, second.place, but={one, other})
        self._demand_free(second.pair, first.place, but={one, other})
        swapped = {
            one: replace(first, place=second.place, by_hand=True),
            other: replace(second, place=first.place, by_hand=True),
        }
        self._step({**self.draft, **swapped})
        self._changed()

    def call_off(self, id: str, *, seen: int) -> bool:
        """Take a meeting out, so that it is not placed again by itself; return whether it was in."""
        if id in self.called_off and id not in self.draft:
            return False
        self._demand(seen)
        self._meeting(id)
        self._demand_open(id)
        left = {other: meeting for other, meeting in self.draft.items() if other != id}
        self._step(left, called_off=self.called_off | {id})
        return self._changed()

    def undo(self, *, seen: int) -> None:
        """Take back the last change that was not published."""
        self._demand(seen)
        if not self.steps:
            raise NothingToUndo("nothing was changed since the timetable was published")
        step = self.steps.pop()
        draft = {**self.draft, **step.before}
        self.draft = {id: meeting for id, meeting in draft.items() if meeting is not None}
        self.called_off = step.called_off
        self._changed()

    def publish(self, *, seen: int, now: datetime, names: Names) -> bool:
        """Make the draft what both sides see, and tell whom it concerns; return whether there is anything new."""
        self._demand(seen)
        changes = {id: change for id, change in self.changes().items() if change != KEPT}
        if not changes:
            raise NothingToPublish("nothing changed since the timetable was published")
        self.number, self.published_at = self.number + 1, now
        for id, change in changes.items():
            if change == CANCELLED:
                self.published[id] = replace(self.published[id], state=CANCELLED, number=self.number)
            else:
                self.published[id] = replace(self.draft[id], number=self.number)
        self.steps.clear()
        self._note(changes, now=now, names=names)
        return self._changed()

    def mark(self, id: str, state: str) -> bool:
        """Note whether a published meeting was held; return whether that is new."""
        meeting = self.published.get(id)
        if meeting is None or meeting.state == CANCELLED:
            raise MeetingGone("this meeting is not on the timetable that was published")
        if meeting.state == state:
            return False
        self.published[id] = replace(meeting, state=state)
        return True

    def changes(self) -> dict[str, str]:
        """Return what publishing the draft would do to each meeting: schedule, move, cancel or keep it."""
        told: dict[str, str] = {}
        for id, meeting in self.draft.items():
            before = self.published.get(id)
            if before is None or before.state == CANCELLED:
                told[id] = SCHEDULED
            else:
                told[id] = KEPT if before.place == meeting.place else MOVED
        gone = (id for id, each in self.published.items() if id not in self.draft and each.state != CANCELLED)
        return {**told, **dict.fromkeys(gone, CANCELLED)}

    def _demand(self, seen: int) -> None:
        if seen != self.revision:
            raise TimetableChanged("somebody else changed the timetable meanwhile")

    def _meeting(self, id: str) -> Meeting:
        if id not in self.draft:
            raise MeetingGone("this meeting has no place on the timetable")
        return self.draft[id]

    def _demand_open(self, id: str) -> None:
        before = self.published.get(id)
        if before is not None and before.over:
            raise MeetingOver("the meeting was held, or somebody did not come")

    def _demand_free(self, pair: Pair, place: Place, *, but: set[str]) -> None:
        """Raise MeetingClash, with all that is in the way."""
        errors: dict[str, Any] = {}
        for id, other in self.draft.items():
            if id in but or _apart(other.place, place):
                continue
            if other.place.table == place.table:
                errors["table"] = {"came": place.table, "allowed": "a table that is free at that time"}
            for side, name in zip(pair.sides, ("investor_id", "entry_id"), strict=True):
                if side in other.pair.sides:
                    errors[name] = {"came": side, "allowed": "a time at which they meet nobody else"}
        if errors:
            raise MeetingClash("this place is taken", errors=errors)

    def _step(self, draft: dict[str, Meeting], *, called_off: frozenset[str] | None = None) -> None:
        before = {
            id: self.draft.get(id) for id in {*self.draft, *draft} if self.draft.get(id) != draft.get(id)
        }
        self.steps = _remembered([*self.steps, Step(before, self.called_off)])
        self.draft = draft
        if called_off is not None:
            self.called_off = called_off

    def _changed(self) -> bool:
        self.revision += 1
        return True

    def _note(self, changes: Mapping[str, str], *, now: datetime, names: Names) -> None:
        """Tell of the meetings that changed, and of all that their sides have otherwise."""
        sides = {side for id in changes for side in self.published[id].pair.sides}
        told = [
            {"change": changes.get(id, KEPT), **self._told(id, meeting), **names(meeting.pair)}
            for id, meeting in self.published.items()
            if id in changes or (meeting.state != CANCELLED and sides.intersection(meeting.pair.sides))
        ]
        told.sort(key=lambda each: (each["starts_at"], each["meeting_id"]))
        place = self.plan.place if self.plan else ""
        data = {"edition_id": self.id, "number": self.number, "place": place, "meetings": told}
        self.facts.append(("MeetingsScheduled", {**data, "published_at": now}))

    def _told(self, id: str, meeting: Meeting) -> dict[str, Any]:
        place = meeting.place
        sides = {"investor_id": meeting.pair.investor_id, "entry_id": meeting.pair.entry_id}
        when = {"starts_at": place.starts_at, "ends_at": place.ends_at, "table": place.table}
        return {"meeting_id": id, **sides, **when}


def _remembered(steps: list[Step]) -> list[Step]:
    """Return the newest steps, as many as a document can hold, the last in any case."""
    steps = steps[-MOST_STEPS:]
    while len(steps) > 1 and sum(len(step.before) for step in steps) > MOST_REMEMBERED:
        del steps[0]
    return steps


def _apart(one: Place, other: Place) -> bool:
    return one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
