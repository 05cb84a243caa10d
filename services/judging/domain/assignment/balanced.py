"""As many judges for every entry as it needs, each with as even a load as can be."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from services.judging.domain.assignment.evening import even_out
from services.judging.domain.assignment.filling import Filling
from services.judging.domain.assignment.plan import Plan
from services.judging.domain.assignment.preference import Preferences, trade
from services.judging.domain.assignment.registry import Pairs, Task, strategy
from services.judging.domain.assignment.shortage import refuse_conflicted, refuse_short
from services.judging.domain.conflict import Candidate
from services.judging.domain.refusals import TooFewJudges
from services.judging.domain.tongues import foreign_pairs


@strategy("balanced")
def balanced(task: Task, rng: Random) -> Pairs:
    """Give each entry `per_entry` distinct judges, within commitments, loads as even as can be.

    Entries are filled one after the other from the least loaded judges; where none has room, an
    augmenting path makes some. Then loads are evened out, as far as can be. What loads leave open
    is decided by soft conflicts first, then by the language of the pitch, then by tags that judge and
    entry share, then by chance. Raises TooFewJudges, saying what is short, when it cannot be done.
    """
    plan = _planned(task, rng)
    apart = foreign_pairs(task.judges, task.candidates)
    if not set(apart) & set(plan.pairs()):
        return plan.pairs()
    # A trade of two finds not all that trades of many could: look for a plan without any.
    hard = {judge.id: set(task.hard.get(judge.id, ())) for judge in task.judges}
    for entry_id, judge_id in apart:
        hard[judge_id].add(entry_id)
    try:
        fluent = _planned(replace(task, hard=hard), rng)
    except TooFewJudges:
        return plan.pairs()
    return fluent.pairs() if _worth(fluent) <= _worth(plan) else plan.pairs()


def _worth(plan: Plan) -> tuple[int, int]:
    """Return what a plan is no worse by than another: its highest load, and its soft conflicts."""
    soft = plan.task.soft
    return max(plan.load, default=0), sum(entry in soft.get(judge, ()) for entry, judge in plan.pairs())


def _planned(task: Task, rng: Random) -> Plan:
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
    return plan


def _able(task: Task, plan: Plan) -> Iterator[tuple[Candidate, int]]:
    return zip(task.candidates, plan.able, strict=True)
