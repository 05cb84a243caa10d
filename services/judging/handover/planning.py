"""Who would be given what, worked out from what is there now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

from services.judging.domain.assignment import Task, refill
from services.judging.domain.conflict import Candidate, hard_conflicts, soft_conflicts
from services.judging.domain.judge import Judge
from services.judging.domain.publication import publication_id
from services.judging.domain.scorecard import DRAFT, SUBMITTED
from services.judging.domain.tongues import foreign_pairs
from services.judging.handlers.assignments import forbid, outside_panels
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
    store: JudgingStore, edition_id: str, stage: Mapping[str, Any], *, leaving: str | None
) -> Handover:
    """Return what a judge leaves and who takes it; with nobody leaving, what fills the stage's gaps."""
    stage_id = stage["stage_id"]
    progress = store.progress(edition_id, stage_id)
    taken = [pair for pair in progress[DRAFT] if pair[1] == leaving]
    held = [pair for pair in (*progress[DRAFT], *progress[SUBMITTED]) if pair not in set(taken)]
    load = Counter(judge_id for _, judge_id in held)
    load.update({leaving: len(taken)} if leaving else {})
    judges = [judge for judge in store.workers(edition_id) if judge.id != leaving and not judge.shadow]
    touched = {entry_id for entry_id, _ in taken} if leaving else None
    candidates = [e for e in store.candidates(edition_id, stage_id) if touched is None or e.id in touched]
    hard = hard_conflicts(judges, candidates)
    forbid(hard, held)
    forbid(hard, store.recused(edition_id, stage_id))
    publication = store.publications.find(publication_id(edition_id, stage_id))
    if publication is not None and publication.speaks:
        forbid(hard, foreign_pairs(judges, candidates))
    forbid(hard, outside_panels(judges, store.sessions_in(edition_id, stage_id)))
    if stage["assignment"] == PANEL:
        given = [] if leaving else _everybody(judges, candidates, hard)
        short = _lacking(candidates, [*held, *given], needed=1)
    else:
        needs = _lacking(candidates, held, needed=stage["judges_per_entry"])
        wanted = [entry for entry in candidates if entry.id in needs]
        task = Task(judges, wanted, 0, hard, soft_conflicts(judges), load)
        given, short = refill(task, needs, rng=Random(0))  # noqa: S311 -- the same plan each time it is worked out
    kept = sum(judge_id == leaving for _, judge_id in progress[SUBMITTED])
    return Handover(taken, given, short, load, kept)


def _everybody(
    judges: Sequence[Judge], candidates: Sequence[Candidate], hard: Mapping[str, set[str]]
) -> list[Pair]:
    return [(e.id, judge.id) for judge in judges for e in candidates if e.id not in hard[judge.id]]


def _lacking(candidates: Sequence[Candidate], held: Sequence[Pair], *, needed: int) -> Counter[str]:
    """Return how many judges entries lack, by entry; those that lack none are not in it."""
    there = Counter(entry_id for entry_id, _ in held)
    return +Counter({entry.id: needed - there[entry.id] for entry in candidates})
