"""A timetable from pairs: who meets, when, and at which table; and of those who do not, why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.meetings.domain.choosing import choose
from services.matching.meetings.domain.pair import Pair, by_lot
from services.matching.meetings.domain.placing import Placing
from services.matching.meetings.domain.plan import Plan, Slot
from services.matching.meetings.domain.seating import seat

NEVER_TOGETHER, NO_TIME_LEFT, NO_TABLE = "never_together", "no_time_left", "no_table"
INVESTOR_FULL, STARTUP_FULL, NO_COMMON_TIME = "investor_full", "startup_full", "no_common_time"


@dataclass(frozen=True, slots=True)
class Place:
    """When and where a meeting is."""

    starts_at: datetime
    ends_at: datetime
    table: str

    def apart_from(self, slot: Slot) -> bool:
        """Return whether it is over before the slot begins, or begins after it."""
        return self.ends_at <= slot.starts_at or slot.ends_at <= self.starts_at


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting that has a place already; one that is `over` never leaves it."""

    pair: Pair
    place: Place
    over: bool = False


@dataclass(frozen=True)
class Arrangement:
    """`places` and `why` not are by meeting. No timetable has more than `bound` meetings, those kept included."""

    places: Mapping[str, Place]
    why: Mapping[str, str]
    bound: int


def arrange(
    plan: Plan,
    pairs: Sequence[Pair],
    *,
    kept: Sequence[Kept],
    seed: int,
    now: datetime,
    between: Callable[[], None] = lambda: None,
) -> Arrangement:
    """Return a timetable of the pairs, in which what is kept stays where it is as far as can be.

    Those whom both sides accepted come before wishes. The same in the same order of `kept` gives the same,
    but that no meeting is put into a slot that has begun by `now`. `between` is called every now and then.
    """
    work = _Work(plan, by_lot(list(pairs), seed=seed), kept, now=now)
    work.keep()
    bound = work.bound(between)
    for wish in (False, True):
        work.add([pair for pair in work.waiting if pair.wish is wish], between)
    work.place(work.waiting, between)
    places = work.places()
    return Arrangement(
        places, {pair.id: work.why(pair) for pair in pairs if pair.id not in places}, max(bound, len(places))
    )


class _Work:
    """A timetable while it is made."""

    def __init__(self, plan: Plan, pairs: list[Pair], kept: Sequence[Kept], *, now: datetime) -> None:
        self._plan, self._pairs, self._kept, self._now = plan, pairs, kept, now
        self._slots = plan.slots
        self._number = {slot.starts_at: number for number, slot in enumerate(self._slots)}
        self._investors = {pair.investor_id for pair in pairs}
        self._before = {each.pair.id: each.place for each in kept}
        self._placed: dict[str, Pair] = {}
        self._load: Counter[str] = Counter()
        # What is over and was outside the slots of today takes place beside them.
        self._beside = [each for each in kept if each.over and not self._on_grid(each.place)]
        self._load.update(side for each in self._beside for side in each.pair.sides)
        self._taken = self._tables_beside()
        seats = [len(plan.tables) - len(self._taken.get(n, ())) for n in range(len(self._slots))]
        self._placing = Placing(seats, there=self._there(), open=self._open())

    @property
    def waiting(self) -> list[Pair]:
        """The pairs that have no place yet, and are there at the same time at all."""
        known = {*self._placed, *(each.pair.id for each in self._beside)}
        return [pair for pair in self._pairs if pair.id not in known and self._placing.common(pair)]

    def keep(self) -> None:
        """Put what is kept where it was, what is over before all else."""
        known = {pair.id for pair in self._pairs}
        for each in sorted(self._kept, key=lambda each: not each.over):
            wanted = each.over or each.pair.id in known
            if not wanted or not self._on_grid(each.place) or self._sits_at(each.place):
                continue
            if self._placing.fix(each.pair, self._number[each.place.starts_at], pinned=each.over):
                self._take(each.pair)

    def bound(self, between: Callable[[], None]) -> int:
        """Return how many meetings there are at most, beside those that have a place."""
        more = choose(self.waiting, room=self._room(), seats=self._placing.seats_left, between=between)
        return len(self._placed) + len(self._beside) + len(more)

    def add(self, pairs: Sequence[Pair], between: Callable[[], None]) -> None:
        """Choose who of the pairs meets, and place them, those with the fewest times first."""
        seats = self._placing.seats_left
        chosen = choose(pairs, room=self._room(), seats=seats, between=between) if pairs else []
        self.place(sorted(chosen, key=lambda pair: self._placing.common(pair).bit_count()), between)

    def place(self, pairs: Iterable[Pair], between: Callable[[], None]) -> None:
        """Place whoever of the pairs has room and finds a time."""
        for number, pair in enumerate(pairs):
            if all(self._room_of(side) for side in pair.sides) and self._placing.place(pair):
                self._take(pair)
            if number % 20 == 0:
                between()

    def places(self) -> dict[str, Place]:
        """Return when and where each meeting is."""
        slot_of = self._placing.slot_of
        kept = {
            id: self._before[id].table
            for id in self._placed
            if id in self._before and self._number.get(self._before[id].starts_at) == slot_of[id]
        }
        tables = seat(list(self._placed.values()), slot_of, self._plan.tables, kept=kept, taken=self._taken)
        found = {each.pair.id: each.place for each in self._beside}
        for id, table in tables.items():
            slot = self._slots[slot_of[id]]
            found[id] = Place(slot.starts_at, slot.ends_at, table)
        return found

    def why(self, pair: Pair) -> str:
        """Return why a pair has no place."""
        if not self._placing.common(pair):
            return NEVER_TOGETHER
        for side, full in zip(pair.sides, (INVESTOR_FULL, STARTUP_FULL), strict=True):
            if self._load[side] >= (self._most(side) or self._load[side] + 1):
                return full
        if not all(self._placing.free(side) for side in pair.sides):
            return NO_TIME_LEFT
        return NO_COMMON_TIME if self._placing.seats_left else NO_TABLE

    def _take(self, pair: Pair) -> None:
        self._placed[pair.id] = pair
        self._load.update(pair.sides)

    def _room(self) -> dict[str, int]:
        return {side: self._room_of(side) for pair in self._pairs for side in pair.sides}

    def _room_of(self, side: str) -> int:
        free, most = self._placing.free(side).bit_count(), self._most(side)
        return free if most is None else max(0, min(free, most - self._load[side]))

    def _most(self, side: str) -> int | None:
        return self._plan.most_investor if side in self._investors else self._plan.most_startup

    def _on_grid(self, place: Place) -> bool:
        number = self._number.get(place.starts_at)
        fits = number is not None and self._slots[number].ends_at == place.ends_at
        return fits and place.table in self._plan.tables

    def _sits_at(self, place: Place) -> bool:
        """Return whether somebody who is kept has the table at that time."""
        at = self._number[place.starts_at]
        return place.table in self._taken.get(at, ()) or any(
            self._before[id].table == place.table for id in self._placed if self._placing.slot_of[id] == at
        )

    def _there(self) -> dict[str, int]:
        sides = {side for pair in (*self._pairs, *(each.pair for each in self._kept)) for side in pair.sides}
        there = {id: self._bits(self._plan.presence(id).covers) for id in sides}
        for each in self._beside:
            apart = self._bits(each.place.apart_from)
            for side in each.pair.sides:
                there[side] &= apart
        return there

    def _open(self) -> int:
        return self._bits(lambda slot: slot.starts_at > self._now)

    def _bits(self, wanted: Callable[[Slot], bool]) -> int:
        return sum(1 << number for number, slot in enumerate(self._slots) if wanted(slot))

    def _tables_beside(self) -> dict[int, frozenset[str]]:
        taken = {
            number: frozenset(
                each.place.table
                for each in self._beside
                if not each.place.apart_from(slot) and each.place.table in self._plan.tables
            )
            for number, slot in enumerate(self._slots)
        }
        return {number: tables for number, tables in taken.items() if tables}
