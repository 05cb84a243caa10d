"""An assignment in the making."""

from collections.abc import Iterator
from random import Random

from services.judging.domain.assignment.registry import Pairs, Task


def bits(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Plan:
    """Who scores what so far. Entries are numbers; sets of judges are the bits of one number.

    `able` and `given` hold, by entry, the judges without a hard conflict and those who score it;
    `owed` holds the entries of each judge; `free` the judges with room, by load.
    """

    def __init__(self, task: Task, rng: Random) -> None:
        self.task = task
        self.judges = rng.sample(list(task.judges), len(task.judges))
        self.everybody = (1 << len(self.judges)) - 1
        self.room = [judge.commitment for judge in self.judges]
        self.load = [task.load.get(judge.id, 0) for judge in self.judges]
        self.owed: list[set[int]] = [set() for _ in self.judges]
        self.able = self._able()
        self.given = [0] * len(self.able)
        self.free = [0] * (len(self.able) + max(self.load, default=0) + 1)
        self.with_room = 0
        for number in range(len(self.judges)):
            self._count(number, 0)

    def pairs(self) -> Pairs:
        """Return the pairs as ids."""
        entries = self.task.candidates
        return [(entries[e].id, self.judges[j].id) for e, given in enumerate(self.given) for j in bits(given)]

    def give(self, entry: int, judge: int) -> None:
        """Let the judge score the entry."""
        self.given[entry] |= 1 << judge
        self.owed[judge].add(entry)
        self._count(judge, 1)

    def move(self, entry: int, giver: int, taker: int) -> None:
        """Let the taker score the entry instead of the giver."""
        self.given[entry] &= ~(1 << giver)
        self.owed[giver].remove(entry)
        self._count(giver, -1)
        self.give(entry, taker)

    def could_take(self, entry: int) -> int:
        """Return the judges who may score the entry and do not."""
        return self.able[entry] & ~self.given[entry]

    def lighter(self, load: int) -> int:
        """Return the judges with room whose load is lower than `load`."""
        found = 0
        for judges in self.free[: max(0, load)]:
            found |= judges
        return found

    def _able(self) -> list[int]:
        able = dict.fromkeys((entry.id for entry in self.task.candidates), self.everybody)
        for number, judge in enumerate(self.judges):
            for entry_id in self.task.hard.get(judge.id, ()):
                if entry_id in able:
                    able[entry_id] &= ~(1 << number)
        return list(able.values())

    def _count(self, judge: int, change: int) -> None:
        bit = 1 << judge
        self.free[self.load[judge]] &= ~bit
        self.load[judge] += change
        if self.load[judge] < self.room[judge]:
            self.free[self.load[judge]] |= bit
            self.with_room |= bit
        else:
            self.with_room &= ~bit
