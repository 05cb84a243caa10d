"""Who meets, where not all can: as many pairs as there is room for, spread evenly.

This is a maximum flow from investors to startups, each with as much room as they have slots and wishes,
found by augmenting paths (Ford and Fulkerson, 1956). Everybody's room grows by one in each round, and an
augmenting path takes no meeting from anybody at its ends: so everybody who can have one has a first
meeting before anybody has a second. The last round has all the room there is, so that no other choice
has more pairs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from services.matching.meetings.domain.pair import Pair


def choose(
    pairs: Sequence[Pair],
    *,
    room: Mapping[str, int],
    seats: int,
    between: Callable[[], None] = lambda: None,
) -> list[Pair]:
    """Return as many pairs as can be chosen, in the order in which they came.

    `room` is how many meetings each side can have yet, by id, and `seats` how many there can be in all.
    """
    choice = _Choice(pairs, seats)
    for level in range(1, max(room.values(), default=0) + 1):
        choice.fill({id: min(level, most) for id, most in room.items()})
        between()
        if choice.full:
            break
    return [pair for pair in pairs if pair.sides in choice.chosen]


class _Choice:
    def __init__(self, pairs: Iterable[Pair], seats: int) -> None:
        self.chosen: set[tuple[str, str]] = set()
        self._seats = seats
        self._pairs = list(pairs)
        self._entries: dict[str, list[str]] = {}
        self._met_by: dict[str, dict[str, None]] = {}
        self._load: dict[str, int] = {}
        for pair in self._pairs:
            self._entries.setdefault(pair.investor_id, []).append(pair.entry_id)
            self._met_by.setdefault(pair.entry_id, {})
            self._load.update(dict.fromkeys(pair.sides, 0))

    @property
    def full(self) -> bool:
        return len(self.chosen) >= self._seats

    def fill(self, room: Mapping[str, int]) -> None:
        """Choose until nobody's room allows another pair."""
        for pair in self._pairs:
            free = all(self._load[side] < room.get(side, 0) for side in pair.sides)
            if free and not self.full and pair.sides not in self.chosen:
                self._take([pair.sides])
        while not self.full and (path := self._path(room)):
            self._take(path)

    def _take(self, path: Sequence[tuple[str, str]]) -> None:
        """Choose the pairs of a path and give up every second one, which leaves its sides as many."""
        for step, (investor_id, entry_id) in enumerate(path):
            if step % 2:
                self.chosen.remove((investor_id, entry_id))
                del self._met_by[entry_id][investor_id]
            else:
                self.chosen.add((investor_id, entry_id))
                self._met_by[entry_id][investor_id] = None
        self._load[path[0][0]] += 1
        self._load[path[-1][1]] += 1

    def _path(self, room: Mapping[str, int]) -> list[tuple[str, str]]:
        """Return the shortest path from an investor with room to an entry with room, empty where there is none."""
        waiting = deque(id for id in self._entries if self._load[id] < room.get(id, 0))
        came: dict[str, tuple[str, str] | None] = dict.fromkeys(waiting)
        reached: set[str] = set()
        while waiting:
            investor_id = waiting.popleft()
            for entry_id in self._entries[investor_id]:
                if entry_id in reached or (investor_id, entry_id) in self.chosen:
                    continue
                reached.add(entry_id)
                if self._load[entry_id] < room.get(entry_id, 0):
                    return _traced(came, investor_id, entry_id)
                for other in self._met_by[entry_id]:
                    if other not in came:
                        came[other] = (investor_id, entry_id)
                        waiting.append(other)
        return []


def _traced(
    came: Mapping[str, tuple[str, str] | None], investor_id: str, entry_id: str
) -> list[tuple[str, str]]:
    path = [(investor_id, entry_id)]
    while (step := came[path[-1][0]]) is not None:
        path += [(path[-1][0], step[1]), step]
    return path[::-1]
