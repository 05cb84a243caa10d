"""Who would be given what, worked out from what is there now."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from typing import Any

from services.judging.domain.assignment import Task, refill
from services.judging.domain.conflict import Candidate, hard_conflicts, soft_conflicts
from services.judging.domain.judge import Judge
from services.judging.domain.panels import panel_of, seated
from services.judging.domain.scorecard import DRAFT, SUBMITTED
from services.judging.domain.tongues import foreign_pairs
from services.judging.handlers.assignments import forbid
from services.judging.repository import JudgingStore, Pair

PANEL = "panel"


@dataclass(frozen=True)
class Handover:
    """Pairs (entry id, judge id) that are taken and given; nothing that was submitted is among them.

    `short` is how many judges entries still lack then, `load` what judges have before it, by judge.
    """

    taken: Sequence[Pair]
    given: Sequence[Pair]
    short: Mapping[str, int]
    load: Mapping[str, int]
    kept: int

    @property
    def basis(self) -> str:
        """Return a digest that says whether two are the same."""
        text = repr((sorted(self.taken), sorted(self.given), sorted(self.short.items())))
        return sha256(text.encode()).hexdigest()[:32]

    def applied(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Return the pairs of a stage with what is given and without what is taken."""
        return sorted({*pairs, *self.given} - set(self.taken))


def handover(
    store: JudgingStore,
    edition_id: str,
    stage: Mapping[str, Any],
    *,
    leaving: str | None,
    owed: Mapping[str, tuple[int, int]] | None = None,
) -> Handover:
    """Return what a judge leaves and who takes it; with nobody leaving, what fills the stage's gaps.

    `owed` is how many scorecards are owed by entry, where that was counted already.
    """
    stage_id = stage["stage_id"]
    touched = _touched(store, edition_id, stage, leaving=leaving, owed=owed)
    progress = store.progress(edition_id, stage_id, entry_ids=touched)
    taken = [pair for pair in progress[DRAFT] if pair[1] == leaving]
    left_behind = set(taken)
    held = [pair for pair in (*progress[DRAFT], *progress[SUBMITTED]) if pair not in left_behind]
    load = Counter({} if touched == set() else store.loads(edition_id, stage_id))
    judges = [judge for judge in store.workers(edition_id) if judge.id != leaving and not judge.shadow]
    candidates = store.candidates(edition_id, stage_id, touched)
    hard = hard_conflicts(judges, candidates)
    forbid(hard, held)
    forbid(hard, store.recused(edition_id, stage_id))
    if store.speaks(edition_id, stage_id):
        forbid(hard, foreign_pairs(judges, candidates))
    forbid(hard, _outside_panels(judges, store.seats(edition_id, stage_id), {each.id for each in candidates}))
    given: list[Pair] = []
    short: Counter[str] = Counter()
    for own, there in _by_panel(store, stage, judges, held, leaving):
        task = Task(own, candidates, stage["judges_per_entry"], hard, soft_conflicts(own), load)
        news, lacking = _refilled(task, stage, there, leaving=leaving)
        given += news
        short += lacking
    kept = 0 if leaving is None else store.sent_by(edition_id, stage_id, leaving)
    return Handover(taken, given, short, load, kept)


def _touched(
    store: JudgingStore,
    edition_id: str,
    stage: Mapping[str, Any],
    *,
    leaving: str | None,
    owed: Mapping[str, tuple[int, int]] | None,
) -> set[str] | None:
    """Return the entries that may get another judge; None for all that compete."""
    stage_id = stage["stage_id"]
    if leaving is not None:
        return {entry_id for entry_id, _ in store.progress(edition_id, stage_id, judge_ids=[leaving])[DRAFT]}
    if stage["assignment"] == PANEL or stage.get("panels"):
        return None
    owed = store.tally(edition_id, stage_id, "entry_id") if owed is None else owed
    needed = stage["judges_per_entry"]
    return {id for id in store.competing(edition_id, stage_id) if owed.get(id, (0, 0))[0] < needed}


def _by_panel(
    store: JudgingStore,
    stage: Mapping[str, Any],
    judges: Sequence[Judge],
    held: Sequence[Pair],
    leaving: str | None,
) -> Iterator[tuple[list[Judge], list[Pair]]]:
    """Yield by panel who may take something, and what its judges have; with somebody leaving, theirs alone."""
    if not stage.get("panels"):
        yield list(judges), list(held)
        return
    known = store.judges.load({judge_id for _, judge_id in held} | ({leaving} if leaving else set()))
    sits = {id: panel_of(judge, stage) for id, judge in known.items()}
    for panel, own in seated(judges, stage).items():
        if leaving is None or sits.get(leaving) == panel:
            yield own, [pair for pair in held if sits.get(pair[1]) == panel]


def _refilled(
    task: Task, stage: Mapping[str, Any], held: Sequence[Pair], *, leaving: str | None
) -> tuple[list[Pair], Counter[str]]:
    """Return what is given to the judges of the task, and how many of them entries still lack."""
    if stage["assignment"] == PANEL:
        given = [] if leaving else _everybody(task.judges, task.candidates, task.hard)
        return given, _lacking(task.candidates, [*held, *given], needed=1)
    needs = _lacking(task.candidates, held, needed=task.per_entry)
    wanted = [entry for entry in task.candidates if entry.id in needs]
    return refill(replace(task, candidates=wanted), needs, rng=Random(0))  # noqa: S311 -- the same plan each time it is worked out


def _outside_panels(
    judges: Sequence[Judge], seats: Sequence[Mapping[str, Any]], entry_ids: set[str]
) -> Iterator[Pair]:
    """Yield the pairs (entry id, judge id) of these entries that sit in a session without the judge in its panel."""
    for seat in seats:
        there = [id for id in seat["entry_ids"] if id in entry_ids]
        for judge in judges:
            if seat["judge_ids"] and judge.id not in seat["judge_ids"]:
                yield from ((entry_id, judge.id) for entry_id in there)


def _everybody(
    judges: Sequence[Judge], candidates: Sequence[Candidate], hard: Mapping[str, AbstractSet[str]]
) -> list[Pair]:
    return [(e.id, judge.id) for judge in judges for e in candidates if e.id not in hard[judge.id]]


def _lacking(candidates: Sequence[Candidate], held: Sequence[Pair], *, needed: int) -> Counter[str]:
    """Return how many judges entries lack, by entry; those that lack none are not in it."""
    there = Counter(entry_id for entry_id, _ in held)
    return +Counter({entry.id: needed - there[entry.id] for entry in candidates})
