"""When and where meetings can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from schemas.refusal import Invalid

MOST_SLOTS = 500
# Slots times tables: what a timetable can hold at all.
MOST_SEATS = 20_000


@dataclass(frozen=True, slots=True)
class Slot:
    """The time of one meeting."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """From when and until when somebody is there; None for all the time."""

    arrives_at: datetime | None = None
    leaves_at: datetime | None = None

    def covers(self, slot: Slot) -> bool:
        """Return whether somebody is there for the whole slot."""
        late = self.arrives_at is not None and self.arrives_at > slot.starts_at
        gone = self.leaves_at is not None and self.leaves_at < slot.ends_at
        return not (late or gone)


ALWAYS = Presence()


@dataclass(frozen=True)
class Plan:
    """`windows` are from when to when; `place` is where the tables are.

    An investor has at most `most_investor` meetings and a startup `most_startup`, None for no limit. With
    `wishes` those whom only the investor asked for are placed as well, after all that both sides accepted.
    """

    windows: tuple[tuple[datetime, datetime], ...]
    slot_minutes: int
    break_minutes: int
    tables: tuple[str, ...]
    place: str = ""
    most_investor: int | None = None
    most_startup: int | None = None
    wishes: bool = False
    presences: Mapping[str, Presence] = field(default_factory=dict)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of all windows, the earliest first."""
        return tuple(slot for window in sorted(self.windows) for slot in self._slots(*window))

    def presence(self, subject_id: str) -> Presence:
        """Return when an investor or an entry is there."""
        return self.presences.get(subject_id, ALWAYS)

    def slot_at(self, starts_at: datetime) -> Slot | None:
        """Return the slot that begins then, None where there is none."""
        return next((slot for slot in self.slots if slot.starts_at == starts_at), None)

    def checked(self) -> "Plan":
        """Return the plan; Invalid, with all that is wrong, where no timetable can be made by it."""
        errors = {**self._wrong_windows(), **_twice(self.tables)}
        if not errors and len(self.slots) * len(self.tables) > MOST_SEATS:
            came = f"{len(self.slots)} slots at {len(self.tables)} tables"
            errors["tables"] = {"came": came, "allowed": f"{MOST_SEATS} meetings in all"}
        if errors:
            raise Invalid("no timetable can be made by this", errors=errors)
        return self

    def _slots(self, begins: datetime, ends: datetime) -> Iterator[Slot]:
        length, step = timedelta(minutes=self.slot_minutes), self.slot_minutes + self.break_minutes
        while begins + length <= ends:
            yield Slot(begins, begins + length)
            begins += timedelta(minutes=step)

    def _wrong_windows(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        shortest = timedelta(minutes=self.slot_minutes)
        ordered = sorted(range(len(self.windows)), key=lambda number: self.windows[number])
        for position, number in enumerate(ordered):
            begins, ends = self.windows[number]
            if ends - begins < shortest:
                allowed = f"at least {self.slot_minutes} minutes after its beginning"
                errors[f"windows.{number}.ends_at"] = {"came": ends.isoformat(), "allowed": allowed}
            elif position and begins < self.windows[ordered[position - 1]][1]:
                allowed = "a time after the window before it has ended"
                errors[f"windows.{number}.begins_at"] = {"came": begins.isoformat(), "allowed": allowed}
        slots = sum(self._number(*window) for window in self.windows)
        if not errors and slots > MOST_SLOTS:
            errors["windows"] = {"came": f"{slots} slots", "allowed": f"at most {MOST_SLOTS}"}
        return errors

    def _number(self, begins: datetime, ends: datetime) -> int:
        """Return how many slots a window has, without making them: it may be a century long."""
        between = timedelta(minutes=self.break_minutes)
        step = timedelta(minutes=self.slot_minutes) + between
        return max(0, (ends - begins + between) // step)


def _twice(tables: Sequence[str]) -> dict[str, Any]:
    return {
        f"tables.{number}": {"came": name, "allowed": "a name that no other table has"}
        for number, name in enumerate(tables)
        if name in tables[:number]
    }
