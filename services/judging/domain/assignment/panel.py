"""Every judge scores every entry."""

from random import Random

from services.judging.domain.assignment.registry import Pairs, Task, strategy
from services.judging.domain.assignment.shortage import refuse_conflicted


@strategy("panel")
def panel(task: Task, rng: Random) -> Pairs:
    """Let every judge score every entry, hard conflicts apart; commitments do not limit a panel.

    Raises TooFewJudges for entries that nobody could score.
    """
    pairs = [
        (entry.id, judge.id)
        for judge in task.judges
        for entry in task.candidates
        if entry.id not in task.hard.get(judge.id, ())
    ]
    scored = {entry_id for entry_id, _ in pairs}
    refuse_conflicted({entry: 0 for entry in task.candidates if entry.id not in scored}, needed=1)
    return pairs
