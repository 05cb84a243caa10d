"""Giving entries the judges that they lack, without taking anything from anybody."""

from collections import Counter
from collections.abc import Mapping
from random import Random

from services.judging.domain.assignment.evening import even_out
from services.judging.domain.assignment.filling import Filling
from services.judging.domain.assignment.plan import Plan
from services.judging.domain.assignment.preference import Preferences, trade
from services.judging.domain.assignment.registry import Pairs, Task


def refill(task: Task, needs: Mapping[str, int], *, rng: Random) -> tuple[Pairs, Counter[str]]:
    """Return new pairs by which entries get the judges that they need, and how many each still lacks.

    `needs` says how many, by entry; `task.per_entry` is not asked. What judges have already,
    `task.load`, counts towards their commitments and towards even loads, and stays theirs. As few
    as can be are lacking; nothing is raised where some are.
    """
    plan = Plan(task, rng)
    preferences = Preferences(task, plan.judges)
    short = Filling(plan, preferences, rng).fill([needs.get(entry.id, 0) for entry in task.candidates])
    even_out(plan)
    trade(plan, preferences)
    return sorted(plan.pairs()), Counter({task.candidates[n].id: lack for n, lack in short.items()})
