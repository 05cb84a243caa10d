"""Publishing assignments, and taking a judge off an entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import structlog

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.judging.domain.assignment import Task, assign, basis_of
from services.judging.domain.conflict import Candidate, hard_conflicts, soft_conflicts
from services.judging.domain.judge import Judge
from services.judging.domain.panels import NO_PANELS, names_of, seated
from services.judging.domain.publication import MOST, PART, Publication, publication_id
from services.judging.domain.refusals import (
    NotAssigned,
    NothingToAssign,
    NotScored,
    PanelEmpty,
    ScoringBegan,
    StageOver,
    StillPublishing,
    TooFewJudges,
)
from services.judging.domain.scorecard import SHADOW_VOID, VOID, scorecard_id
from services.judging.domain.shadowing import PANEL, apart, shadowed, share_of
from services.judging.domain.stage import AUDIENCE_VOTE
from services.judging.domain.tongues import foreign_pairs
from services.judging.repository import JudgingStore

LOG = structlog.get_logger(__name__)


def publish_assignments(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Assign judges to the entries of a stage and tell everyone; in a session with a panel, within it.

    In a stage with panels each entry gets judges of each of them. PanelEmpty where one has nobody.

    The same again, with nothing changed that matters to it, changes nothing. Anything else
    replaces what was before, until a scorecard was submitted. What a crash left half done is
    completed first.
    """
    edition_id, stage_id, seed = (command.data[name] for name in ("edition_id", "stage_id", "seed"))
    stage = store.stage(edition_id, stage_id)
    if not stage["criteria"]:
        by = "the audience's votes" if stage["kind"] == AUDIENCE_VOTE else "the organiser"
        raise NotScored(f"{stage['name']} is decided by {by}, not scored")
    publication = publication_of(edition_id, stage_id, store)
    speaks = command.data.get("speaks", False)
    tasks = _tasks(edition_id, stage, command.data["judge_ids"], store, speaks=speaks)
    basis = ".".join(_basis(stage, task, seed=seed) for task in tasks)
    if publication.basis != basis:
        _refuse(publication, tasks, store)
        pairs, shadows = _assigned(stage, tasks, store.shadows_off(edition_id, stage_id), seed=seed)
        publication.publish(pairs, basis=basis, shadows=shadows)
        publication.speaks = speaks
        carry_out(publication, store)
    return publication.summary


def _assigned(
    stage: dict[str, Any], tasks: Sequence[Task], off: Iterable[tuple[str, str]], *, seed: int
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs that count, and those of shadows, who have as much as others where it is not all."""
    pairs: list[tuple[str, str]] = []
    shadows: list[tuple[str, str]] = []
    for task in tasks:
        panel, practising = apart(task.judges)
        found = _found(stage, replace(task, judges=panel), seed=seed)
        everything = stage["assignment"] == PANEL
        share = len(task.candidates) if everything else share_of(found, len(panel))
        hard = {id: set(entries) for id, entries in task.hard.items()}
        forbid(hard, off)
        pairs += found
        shadows += shadowed(practising, task.candidates, share=share, hard=hard, rng=Random(seed))
    return pairs, shadows


def _found(stage: dict[str, Any], task: Task, *, seed: int) -> list[tuple[str, str]]:
    try:
        return assign(stage["assignment"], task, rng=Random(seed))
    except TooFewJudges as short:
        if not task.panel:
            raise
        raise TooFewJudges(
            f"{task.panel}: {short.detail}", errors={**short.errors, "panel": task.panel}
        ) from None


def _basis(stage: dict[str, Any], task: Task, *, seed: int) -> str:
    """Return a name for all that the pairs of a task follow from."""
    basis = basis_of(stage["assignment"], task, seed=seed)
    _, practising = apart(task.judges)
    return "-".join([basis, *(judge.id for judge in practising)])


def recuse_judge(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Take a judge off an entry; what was scored does not count."""
    return _take_off(command, store, abstained=False)


def abstain(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Let a judge step back from an entry, until the stage is closed; what was scored does not count."""
    if store.window(command.data["edition_id"], command.data["stage_id"]).state == "closed":
        raise StageOver(f"{command.data['stage_id']} is closed")
    return _take_off(command, store, abstained=True)


def _take_off(command: Asked, store: JudgingStore, *, abstained: bool) -> dict[str, Any]:
    data = command.data
    ids = (data["edition_id"], data["stage_id"], data["entry_id"], data["judge_id"])
    card = store.scorecards.find(scorecard_id(*ids))
    if card is None:
        raise NotAssigned(f"judge {data['judge_id']} is not assigned to entry {data['entry_id']}")
    if card.state not in (VOID, SHADOW_VOID):
        store.window(data["edition_id"], data["stage_id"]).refuse_certified()
        card.recuse(reason=data["reason"], abstained=abstained)
        store.scorecards.save(card)
    return {"scorecard_id": card.id, "state": card.state}


def publication_of(edition_id: str, stage_id: str, store: JudgingStore) -> Publication:
    """Return what was published of a stage, which is new where nothing was.

    What a crash left half done is completed first.
    """
    id = publication_id(edition_id, stage_id)
    publication = store.publications.find(id) or Publication(id, edition_id, stage_id)
    if not publication.carried_out:
        _carry_out(publication, store)
    return publication


def carry_out(publication: Publication, store: JudgingStore) -> None:
    """Save and tell what is published anew, and make the stage's scorecards those of it.

    Raises StillPublishing while too much of the one before waits to be told.
    """
    _refuse_unpublished(publication, store)
    store.publications.save(publication)
    _carry_out(publication, store)


def _carry_out(publication: Publication, store: JudgingStore) -> None:
    """Make the stage's scorecards those of the publication; one submitted meanwhile stays owed."""
    publication.finish(store.replace_drafts(publication))
    store.publications.save(publication)
    numbers = {name: publication.summary[name] for name in ("assignments", "entries", "judges")}
    LOG.info("assignments published", stage=publication.id, **numbers)


def _refuse(publication: Publication, tasks: Sequence[Task], store: JudgingStore) -> None:
    stage = (publication.edition_id, publication.stage_id)
    if store.window(*stage).state == "closed":
        raise StageOver(f"{publication.stage_id} is closed")
    if submitted := store.submitted(*stage):
        raise ScoringBegan(
            f"{submitted} scorecards were submitted already; take single judges off instead",
            errors={"submitted": submitted},
        )
    if not any(task.candidates for task in tasks):
        raise NothingToAssign(f"no entry competes in {publication.stage_id} yet")


def _refuse_unpublished(publication: Publication, store: JudgingStore) -> None:
    if (store.unpublished(publication) + len(publication.facts)) * PART > MOST:
        raise StillPublishing("the assignments before are still being told; try again in a minute")


def _tasks(
    edition_id: str,
    stage: dict[str, Any],
    judge_ids: list[str] | None,
    store: JudgingStore,
    *,
    speaks: bool,
) -> list[Task]:
    """Return what is to be assigned: one task for each session that has a panel, one for the rest.

    In a stage with panels that is one for each of them.
    """
    judges = _judges(edition_id, judge_ids, store)
    candidates = store.candidates(edition_id, stage["stage_id"])
    hard = hard_conflicts(judges, candidates)
    forbid(hard, store.recused(edition_id, stage["stage_id"]))
    if speaks:
        forbid(hard, foreign_pairs(judges, candidates))
    soft = soft_conflicts(judges)

    names = names_of(stage)

    def tasks_of(judges: Sequence[Judge], candidates: Sequence[Candidate], *, where: str = "") -> list[Task]:
        panels = seated(judges, stage)
        _refuse_empty(panels, names, candidates, where=where or stage["name"])
        return [
            Task(there, candidates, stage["judges_per_entry"], hard, soft, panel=names.get(id, ""))
            for id, there in panels.items()
        ]

    sessions = [each for each in store.sessions_in(edition_id, stage["stage_id"]) if each.plan.panel]
    tasks: list[Task] = []
    left = list(candidates)
    for session in sessions:
        panel = [judge for judge in judges if judge.id in session.plan.panel]
        there = [each for each in left if session.slot(each.id)]
        tasks += tasks_of(panel, there, where=session.plan.name)
        left = [each for each in left if not session.slot(each.id)]
    return [*tasks, *tasks_of(judges, left)] if left or not tasks else tasks


def _refuse_empty(
    panels: Mapping[str, Sequence[Judge]],
    names: Mapping[str, str],
    candidates: Sequence[Candidate],
    *,
    where: str,
) -> None:
    """Raise PanelEmpty for panels without a judge whose scorecards count, where there is something to judge."""
    empty = [id for id, judges in panels.items() if id != NO_PANELS and all(judge.shadow for judge in judges)]
    if empty and candidates:
        named = ", ".join(names[id] for id in empty)
        raise PanelEmpty(
            f"nobody can be assigned in {named}; seat judges there on their pages ({where})",
            errors={"panels": empty, "where": where, "named": named},
        )


def forbid(hard: dict[str, set[str]], pairs: Iterable[tuple[str, str]]) -> None:
    """Add pairs (entry id, judge id) that must not come about to the hard conflicts."""
    for entry_id, judge_id in pairs:
        hard.setdefault(judge_id, set()).add(entry_id)


def _judges(edition_id: str, judge_ids: list[str] | None, store: JudgingStore) -> Sequence[Judge]:
    judges = {judge.id: judge for judge in store.judges.select({"state.edition_id": edition_id})}
    terms = store.terms_of(edition_id)
    unknown = [id for id in judge_ids or [] if id not in judges]
    if unknown:
        raise NotFound(f"the edition has no judge {', '.join(unknown)}", errors={"judge_ids": unknown})
    chosen = judges.values() if judge_ids is None else [judges[id] for id in set(judge_ids)]
    return sorted((judge for judge in chosen if terms.gives_work(judge)), key=lambda judge: judge.id)
