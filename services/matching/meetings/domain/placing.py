"""When each pair meets: nobody twice at one time, and no more pairs at a time than there are tables.

Times are colours of the edges of a bipartite graph. Where everybody is there all the time, as many colours
as anybody has edges are enough (Kőnig, 1916): a pair without a common free time gets one by exchanging two
times along the chain that begins at one of its sides. And where more pairs meet at one time than there are
tables, a chain with one pair more of that time than of another is exchanged, which evens the two out (de
Werra, 1971); so all pairs find a place that are no more than slots times tables.

Where somebody is not there all the time, or a meeting must stay, the same exchanges are tried as far as
they may go. To place as many as can be is then a hard problem (Even, Itai and Shamir, 1976), and nothing is
promised but that what is placed is right.
"""

from collections.abc import Iterator, Mapping, Sequence

from services.matching.meetings.domain.pair import Pair

# Exchanges that need another one to free a table are costly; so many are tried for one pair.
COSTLY_TRIES = 40


class Placing:
    """`seats` are the tables of each slot, `there` the slots at which each side is there, as bits.

    Slots at which a bit of `open` is missing take no pair.
    """

    def __init__(self, seats: Sequence[int], *, there: Mapping[str, int], open: int) -> None:
        self.slot_of: dict[str, int] = {}
        self._seats = list(seats)
        self._open = open
        self._there = {id: bits & open for id, bits in there.items()}
        self._free = dict(self._there)
        self._at: list[dict[str, Pair]] = [{} for _ in seats]
        self._count = [0] * len(self._seats)
        self._kept: dict[str, int] = {}
        self._pinned: set[str] = set()

    def fix(self, pair: Pair, slot: int, *, pinned: bool) -> bool:
        """Place a pair where it was before, if it can be there; one that is `pinned` never leaves it."""
        met = any(side in self._at[slot] for side in pair.sides)
        fits = all(self._free[side] >> slot & 1 for side in pair.sides)
        if met or not (fits or pinned) or self._count[slot] >= self._seats[slot]:
            return False
        self._put(pair, slot)
        self._kept[pair.id] = slot
        if pinned:
            self._pinned.add(pair.id)
        return True

    def place(self, pair: Pair) -> bool:
        """Find a time for a pair, if need be by moving others; those that were fixed are moved last."""
        one, other = (self._free[side] for side in pair.sides)
        if not (one and other):
            return False
        with_table = [slot for slot in _bits(one & other) if self._count[slot] < self._seats[slot]]
        if with_table:
            self._put(pair, min(with_table, key=lambda slot: (self._count[slot], slot)))
            return True
        if not self.seats_left:
            return False
        return any(self._exchange(pair, moves=moves) for moves in ((False, True) if self._kept else (True,)))

    def common(self, pair: Pair) -> int:
        """Return the slots at which both are there, whether free or not, as bits."""
        one, other = (self._there[side] for side in pair.sides)
        return one & other

    def free(self, side: str) -> int:
        """Return the slots at which a side is there and meets nobody, as bits."""
        return self._free[side]

    @property
    def seats_left(self) -> int:
        """How many pairs the tables of the open slots still have room for."""
        left = (seats - count for seats, count in zip(self._seats, self._count, strict=True))
        return sum(more for slot, more in enumerate(left) if self._open >> slot & 1)

    def _exchange(self, pair: Pair, *, moves: bool) -> bool:
        """Place a pair by exchanging times of others; of those that were fixed only where it `moves` them."""
        one, other = (self._free[side] for side in pair.sides)
        if any(self._settle(pair, slot, moves=moves) for slot in _bits(one & other)):
            return True
        tries = COSTLY_TRIES
        for start, wanted, spare in self._ways(pair):
            chain = self._chain(start, wanted, spare)
            # An exchange before that came to nothing may have changed who is free.
            if not self._free[start] >> spare & 1 or not self._may(chain, wanted, spare, moves=moves):
                continue
            self._flip(chain, wanted, spare)
            if self._fits(wanted, extra=1) and self._fits(spare) and self._both_free(pair, wanted):
                self._put(pair, wanted)
                return True
            if tries and self._relieved(spare, moves=moves):
                tries -= 1
                if self._both_free(pair, wanted) and self._settle(pair, wanted, moves=moves):
                    return True
            else:
                self._flip(chain, spare, wanted)
        return False

    def _ways(self, pair: Pair) -> Iterator[tuple[str, int, int]]:
        """Yield from whom a chain begins, the slot that it gives free there, and the one it takes instead."""
        for side, other in (pair.sides[::-1], pair.sides):
            wanted_at = self._free[other] & self._there[side] & ~self._free[side]
            for wanted in _bits(wanted_at):
                for spare in _bits(self._free[side]):
                    yield side, wanted, spare

    def _chain(self, side: str, first: int, second: int) -> list[Pair]:
        """Return the pairs that are met from a side on, at the first slot and the second by turns."""
        chain: list[Pair] = []
        slot = first
        while (pair := self._at[slot].get(side)) is not None:
            chain.append(pair)
            side = pair.entry_id if side == pair.investor_id else pair.investor_id
            slot = first + second - slot
        return chain

    def _may(self, chain: Sequence[Pair], first: int, second: int, *, moves: bool) -> bool:
        for step, pair in enumerate(chain):
            to = first if step % 2 else second
            if pair.id in self._pinned or not self.common(pair) >> to & 1:
                return False
            if not moves and self._kept.get(pair.id) == self.slot_of[pair.id]:
                return False
        return True

    def _flip(self, chain: Sequence[Pair], first: int, second: int) -> None:
        """Exchange the two slots along a chain whose first pair is at the `first`."""
        for pair in chain:
            self._remove(pair)
        for step, pair in enumerate(chain):
            self._put(pair, first if step % 2 else second)

    def _settle(self, pair: Pair, slot: int, *, moves: bool) -> bool:
        self._put(pair, slot)
        if self._relieved(slot, moves=moves):
            return True
        self._remove(pair)
        return False

    def _relieved(self, slot: int, *, moves: bool) -> bool:
        """Move a pair elsewhere where more meet than there are tables; False where that cannot be."""
        if self._fits(slot):
            return True
        spare = [
            other
            for other in range(len(self._seats))
            if self._open >> other & 1 and self._fits(other, extra=1)
        ]
        for other in sorted(spare, key=lambda each: (self._count[each], each)):
            for side in list(self._at[slot]):
                if side in self._at[other]:
                    continue
                chain = self._chain(side, slot, other)
                if len(chain) % 2 and self._may(chain, slot, other, moves=moves):
                    self._flip(chain, slot, other)
                    return True
        return False

    def _both_free(self, pair: Pair, slot: int) -> bool:
        one, other = (self._free[side] for side in pair.sides)
        return bool((one & other) >> slot & 1)

    def _fits(self, slot: int, *, extra: int = 0) -> bool:
        return self._count[slot] + extra <= self._seats[slot]

    def _put(self, pair: Pair, slot: int) -> None:
        self.slot_of[pair.id] = slot
        self._count[slot] += 1
        for side in pair.sides:
            self._at[slot][side] = pair
            self._free[side] &= ~(1 << slot)

    def _remove(self, pair: Pair) -> None:
        slot = self.slot_of.pop(pair.id)
        self._count[slot] -= 1
        for side in pair.sides:
            del self._at[slot][side]
            self._free[side] |= 1 << slot


def _bits(bits: int) -> Iterator[int]:
    slot = 0
    while bits:
        if bits & 1:
            yield slot
        bits >>= 1
        slot += 1
