"""Strategies that say which judge scores which entry.

A strategy takes judges, candidates, how many scorecards each entry needs, the conflicts, and a
source of chance; it returns pairs (entry id, judge id). The same chance gives the same pairs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Judge
from services.judging.domain.refusals import TooFewJudges

Pairs = list[tuple[str, str]]
NAMED = 5


@dataclass(frozen=True)
class Task:
    """What is to be assigned. `hard` and `soft` are entries by judge."""

    judges: Sequence[Judge]
    candidates: Sequence[Candidate]
    per_entry: int
    hard: Mapping[str, set[str]] = field(default_factory=dict)
    soft: Mapping[str, set[str]] = field(default_factory=dict)


Strategy = Callable[[Task, Random], Pairs]
STRATEGIES: dict[str, Strategy] = {}


def strategy(name: str) -> Callable[[Strategy], Strategy]:
    """Register a strategy under the name that a stage gives it."""

    def register(function: Strategy) -> Strategy:
        STRATEGIES[name] = function
        return function

    return register


def assign(name: str, task: Task, *, rng: Random) -> Pairs:
    """Return the pairs by the named strategy, ordered by entry and judge.

    Raises TooFewJudges when the scorecards cannot all be assigned, LookupError for a name that
    is not registered.
    """
    if name not in STRATEGIES:
        raise LookupError(f"strategy is {name!r}; known are {', '.join(sorted(STRATEGIES))}")
    return sorted(STRATEGIES[name](task, rng))


@strategy("panel")
def panel(task: Task, rng: Random) -> Pairs:
    """Let every judge score every entry, hard conflicts apart."""
    pairs = [
        (entry.id, judge.id)
        for entry in task.candidates
        for judge in task.judges
        if entry.id not in task.hard.get(judge.id, ())
    ]
    scored = {entry_id for entry_id, _ in pairs}
    _refuse_short([entry for entry in task.candidates if entry.id not in scored], needed=1)
    return pairs


@strategy("balanced")
def balanced(task: Task, rng: Random) -> Pairs:
    """Give each entry `per_entry` distinct judges, within commitments, loads as even as can be.

    Entries are filled one after the other from the least loaded judges; where none has room, an
    augmenting path makes room. Then loads are evened out along cost-reducing paths until there is
    none, which is optimal: N. Harvey, R. Ladner, L. Lovász, T. Tamir, "Semi-matchings for bipartite
    graphs and load balancing", Journal of Algorithms 59 (2006). Among equally loaded judges those
    without a soft conflict come first, then those who share a tag with the entry, then chance.
    """
    plan = _Plan(task, rng)
    plan.fill()
    plan.even_out()
    return plan.pairs()


class _Plan:
    """An assignment in the making, on judges by position."""

    def __init__(self, task: Task, rng: Random) -> None:
        self.task = task
        self.chance = [rng.random() for _ in task.judges]
        self.room = [judge.commitment for judge in task.judges]
        self.load = [0] * len(task.judges)
        self.owed: list[set[int]] = [set() for _ in task.judges]
        self.scorers: list[set[int]] = [set() for _ in task.candidates]
        self.eligible = [self._eligible(entry) for entry in task.candidates]
        # Those with the least choice first, while there is room to choose from.
        shuffled = rng.sample(range(len(task.candidates)), len(task.candidates))
        self.order = sorted(shuffled, key=lambda entry: len(self.eligible[entry]))

    def fill(self) -> None:
        """Give each entry its judges; TooFewJudges says what is missing."""
        needed = self.task.per_entry
        _refuse_short(
            [e for e, able in zip(self.task.candidates, self.eligible, strict=True) if len(able) < needed],
            needed=needed,
        )
        for done, entry in enumerate(self.order):
            for _ in range(needed):
                if not self._take_least_loaded(entry) and not self._make_room(entry):
                    raise self._no_room(done)

    def even_out(self) -> None:
        """Move entries from the more to the less loaded until no move makes loads more even."""
        moved = True
        while moved:
            moved, settled = False, set[int]()
            for judge in sorted(range(len(self.load)), key=lambda j: -self.load[j]):
                while judge not in settled and self._hand_down(judge, settled):
                    moved = True

    def pairs(self) -> Pairs:
        """Return the pairs as ids."""
        judges, entries = self.task.judges, self.task.candidates
        return [(entries[e].id, judges[j].id) for e, scorers in enumerate(self.scorers) for j in scorers]

    def _eligible(self, entry: Candidate) -> list[int]:
        return [
            number
            for number, judge in enumerate(self.task.judges)
            if entry.id not in self.task.hard.get(judge.id, ())
        ]

    def _liking(self, entry: Candidate, judge: int) -> tuple[bool, bool, float]:
        who = self.task.judges[judge]
        shared = {tag.casefold() for tag in who.tags} & {category.casefold() for category in entry.categories}
        return entry.id in self.task.soft.get(who.id, ()), not shared, self.chance[judge]

    def _take_least_loaded(self, entry: int) -> bool:
        scorers, load, room = self.scorers[entry], self.load, self.room
        free = [j for j in self.eligible[entry] if load[j] < room[j] and j not in scorers]
        if not free:
            return False
        lowest = min(load[j] for j in free)
        candidate = self.task.candidates[entry]
        least = (j for j in free if load[j] == lowest)
        self._give(entry, min(least, key=lambda j: self._liking(candidate, j)))
        return True

    def _make_room(self, entry: int) -> bool:
        """Find a chain of hand-overs that ends at a judge with room, and give the entry its start."""
        starts = [j for j in self.eligible[entry] if j not in self.scorers[entry]]
        end, came_from = self._search(starts, lambda j: self.load[j] < self.room[j])
        if end is None:
            return False
        self._give(entry, self._shift(end, came_from))
        return True

    def _hand_down(self, judge: int, settled: set[int]) -> bool:
        """Move one entry off the judge, down a chain that ends where the load is lower by two.

        Where there is none, nobody on the way with as low a load has one either: all are settled.
        """
        most = self.load[judge] - 2
        if not any(load <= most and load < room for load, room in zip(self.load, self.room, strict=True)):
            return False
        end, came_from = self._search([judge], lambda j: self.load[j] <= min(most, self.room[j] - 1))
        if end is None:
            settled.update(j for j in (judge, *came_from) if self.load[j] <= self.load[judge])
            return False
        self._shift(end, came_from)
        return True

    def _search(
        self, starts: Iterable[int], wanted: Callable[[int], bool]
    ) -> tuple[int | None, dict[int, tuple[int, int]]]:
        """Look breadth-first for a wanted judge; hand-overs go from key to (judge, entry) behind it."""
        came_from: dict[int, tuple[int, int]] = {}
        queue = deque(starts)
        seen = set(queue)
        while queue:
            giver = queue.popleft()
            if wanted(giver):
                return giver, came_from
            for entry in sorted(self.owed[giver]) if len(seen) < len(self.load) else ():
                for taker in self.eligible[entry]:
                    if taker not in seen and taker not in self.scorers[entry]:
                        seen.add(taker)
                        came_from[taker] = (giver, entry)
                        queue.append(taker)
        return None, came_from

    def _shift(self, end: int, came_from: Mapping[int, tuple[int, int]]) -> int:
        """Carry out the hand-overs that lead to `end`, and return the judge at their start."""
        taker = end
        while taker in came_from:
            giver, entry = came_from[taker]
            self._take_back(entry, giver)
            self._give(entry, taker)
            taker = giver
        return taker

    def _give(self, entry: int, judge: int) -> None:
        self.scorers[entry].add(judge)
        self.owed[judge].add(entry)
        self.load[judge] += 1

    def _take_back(self, entry: int, judge: int) -> None:
        self.scorers[entry].remove(judge)
        self.owed[judge].remove(entry)
        self.load[judge] -= 1

    def _no_room(self, done: int) -> TooFewJudges:
        needed = self.task.per_entry * len(self.task.candidates)
        offered = sum(self.room)
        return TooFewJudges(
            f"{needed} scorecards are needed, the judges took on {offered} and their conflicts leave too"
            f" few for {len(self.order) - done} entries; add judges or raise commitments",
            errors={"needed": needed, "offered": offered},
        )


def _refuse_short(short: Sequence[Candidate], *, needed: int) -> None:
    if not short:
        return
    names = ", ".join(entry.company for entry in short[:NAMED])
    more = f" and {len(short) - NAMED} more" if len(short) > NAMED else ""
    raise TooFewJudges(
        f"{names}{more}: fewer than {needed} judges have no conflict with them",
        errors={"entry_ids": [entry.id for entry in short]},
    )
