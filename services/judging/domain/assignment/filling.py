"""Giving every entry its judges."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from services.judging.domain.assignment.plan import Plan, bits
from services.judging.domain.assignment.preference import Preferences
from services.judging.domain.assignment.routes import Routes


class Filling:
    """Fills an empty plan."""

    def __init__(self, plan: Plan, preferences: Preferences, rng: Random) -> None:
        self.plan = plan
        self.preferences = preferences
        self.rng = rng
        self._lowest = 0
        self._routes: Routes | None = None
        self._stuck = 0

    def fill(self, needs: Sequence[int]) -> Counter[int]:
        """Give each entry as many judges as it needs; return how many it lacks, by entry.

        The sum is the lowest there can be. Those with the least choice come first, while there is
        room to choose from.
        """
        able = self.plan.able
        shuffled = self.rng.sample(range(len(able)), len(able))
        short: Counter[int] = Counter()
        for entry in sorted(shuffled, key=lambda entry: able[entry].bit_count()):
            for _ in range(needs[entry]):
                if not self._take_least_loaded(entry) and not self._make_room(entry):
                    short[entry] += 1
        return short

    def _take_least_loaded(self, entry: int) -> bool:
        free, able = self.plan.free, self.plan.could_take(entry)
        if not able & self.plan.with_room:
            return False
        while not free[self._lowest]:
            self._lowest += 1  # loads only go up while filling
        least = next(found for load in range(self._lowest, len(free)) if (found := free[load] & able))
        self.plan.give(entry, self._any(self.preferences.best(entry, least)))
        return True

    def _make_room(self, entry: int) -> bool:
        """Let a judge hand something over, and take the entry; False when nobody ever can."""
        while judges := self.plan.could_take(entry) & ~self._stuck:
            start = self._routes.nearest(judges) if self._routes else None
            if start is not None and self._routes and self._routes.shift(start, self.plan.with_room):
                self.plan.give(entry, start)
                return True
            self._routes = Routes(self.plan, self.plan.with_room)
            # Who has no way to room now will have none later: no way leads through them.
            self._stuck = self.plan.everybody & ~self._routes.reached
        return False

    def _any(self, judges: int) -> int:
        # Not always the first: the same few would meet at every entry.
        turned = self.rng.randrange(len(self.plan.judges))
        return next(bits(judges >> turned << turned or judges))
