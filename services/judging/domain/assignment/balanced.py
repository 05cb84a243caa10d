"""As many judges for every entry as it needs, each with as even a load as can be."""

from collections.abc import Iterator
from random import Random

from services.judging.domain.assignment.evening import even_out
from services.judging.domain.assignment.filling import Filling
from services.judging.domain.assignment.plan import Plan
from services.judging.domain.assignment.preference import Preferences, trade
from services.judging.domain.assignment.registry import Pairs, Task, strategy
from services.judging.domain.assignment.shortage import refuse_conflicted, refuse_short
from services.judging.domain.conflict import Candidate


@strategy("balanced")
def balanced(task: Task, rng: Random) -> Pairs:
    """Give each entry `per_entry` distinct judges, within commitments, loads as even as can be.

    Entries are filled one after the other from the least loaded judges; where none has room, an
    augmenting path makes some. Then loads are evened out, as far as can be. What loads leave open
    is decided by soft conflicts first, then by tags that judge and entry share, then by chance.
    Raises TooFewJudges, saying what is short, when it cannot be done.
    """
    plan = Plan(task, rng)
    refuse_conflicted(
        {entry: able.bit_count() for entry, able in _able(task, plan) if able.bit_count() < task.per_entry},
        needed=task.per_entry,
    )
    preferences = Preferences(task, plan.judges)
    short = Filling(plan, preferences, rng).fill([task.per_entry] * len(task.candidates))
    refuse_short(
        {task.candidates[number]: count for number, count in sorted(short.items())},
        needed=task.per_entry * len(task.candidates),
        offered=sum(plan.room),
    )
    even_out(plan)
    trade(plan, preferences)
    return plan.pairs()


def _able(task: Task, plan: Plan) -> Iterator[tuple[Candidate, int]]:
    return zip(task.candidates, plan.able, strict=True)
