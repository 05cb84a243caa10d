"""Ways along which judges can hand over entries."""

from services.judging.domain.assignment.plan import Plan, bits


class Routes:
    """The shortest ways from all judges to the wanted ones, each step handing one entry over.

    The layered network of E. Dinic, "Algorithm for solution of a problem of maximum flow in a
    network with power estimation" (1970): looked up once, then used until a step is spent.
    """

    def __init__(self, plan: Plan, wanted: int) -> None:
        self._plan = plan
        takers = [self._takers(judge) for judge in range(len(plan.judges))]
        self.layers = [wanted]
        self.reached = wanted
        while self.layers[-1]:
            unreached = bits(plan.everybody & ~self.reached)
            self.layers.append(sum(1 << judge for judge in unreached if takers[judge] & self.layers[-1]))
            self.reached |= self.layers[-1]

    def nearest(self, judges: int) -> int | None:
        """Return the one of `judges` that had the shortest way, or None."""
        for layer in self.layers:
            if found := layer & judges:
                return next(bits(found))
        return None

    def shift(self, start: int, ends: int) -> bool:
        """Hand an entry over at each step from the judge to one of `ends`.

        Return False, with nothing done, when the way is spent. The first way after looking up is
        never spent.
        """
        distance = next(number for number, layer in enumerate(self.layers) if layer >> start & 1)
        if not distance:
            return bool(ends >> start & 1)
        steps, giver = [], start
        for number in range(distance - 1, -1, -1):
            step = self._step(giver, self.layers[number] & (self._plan.everybody if number else ends))
            if step is None:
                return False
            steps.append((giver, *step))
            giver = step[1]
        for giver, entry, taker in steps:
            self._plan.move(entry, giver, taker)
        return True

    def _step(self, giver: int, takers: int) -> tuple[int, int] | None:
        for entry in self._plan.owed[giver]:
            if found := self._plan.could_take(entry) & takers:
                return entry, next(bits(found))
        return None

    def _takers(self, giver: int) -> int:
        takers = 0
        for entry in self._plan.owed[giver]:
            takers |= self._plan.could_take(entry)
        return takers
