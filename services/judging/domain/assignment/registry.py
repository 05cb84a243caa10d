"""Strategies by name, and what each is given.

A strategy takes a task and a source of chance; it returns pairs (entry id, judge id). The same
chance gives the same pairs.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Judge

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Task:
    """What is to be assigned. `hard` and `soft` are entries by judge.

    `load` is how many entries judges have already, which nobody takes from them. `panel` is what the
    judges are called together in a stage with panels, empty elsewhere.
    """

    judges: Sequence[Judge]
    candidates: Sequence[Candidate]
    per_entry: int
    hard: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    soft: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    load: Mapping[str, int] = field(default_factory=dict)
    panel: str = ""


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


def basis_of(name: str, task: Task, *, seed: int) -> str:
    """Return a SHA-256 in hex over all that the pairs follow from: equal means the same pairs."""
    entries = {entry.id: entry.categories for entry in task.candidates}
    judges = [(judge.id, judge.commitment, judge.tags) for judge in task.judges]
    conflicts = [
        sorted(entries.keys() & kind.get(judge.id, set()))
        for judge in task.judges
        for kind in (task.hard, task.soft)
    ]
    tongues = {entry.id: entry.language for entry in task.candidates if entry.language}
    spoken = [judge.languages for judge in task.judges] if tongues else []
    told = (name, seed, task.per_entry, judges, conflicts, entries)
    text = repr((*told, tongues, spoken) if tongues else told)
    return sha256(text.encode()).hexdigest()
