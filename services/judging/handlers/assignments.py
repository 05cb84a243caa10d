"""Publishing assignments, and taking a judge off an entry."""

from collections.abc import Sequence
from random import Random
from typing import Any

import structlog

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.judging.domain.assignment import Task, assign
from services.judging.domain.conflict import Candidate, hard_conflicts, soft_conflicts
from services.judging.domain.judge import Judge
from services.judging.domain.publication import Publication, publication_id
from services.judging.domain.refusals import NotAssigned, NothingToAssign, ScoringBegan, StageOver
from services.judging.domain.scorecard import DRAFT, VOID, Scorecard, scorecard_id
from services.judging.repository import JudgingStore

LOG = structlog.get_logger(__name__)

CHUNK = 1_000


def publish_assignments(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Assign judges to the entries of a stage and tell everyone; a repeat completes what is missing.

    A new publication replaces the one before it, until a scorecard was submitted.
    """
    edition_id, stage_id = command.data["edition_id"], command.data["stage_id"]
    stage = store.stage(edition_id, stage_id)
    candidates = store.candidates(edition_id, stage_id)
    _refuse_too_late(edition_id, stage_id, store)
    if not candidates:
        raise NothingToAssign(f"no entry competes in {stage['name']} yet")
    judges = _judges(edition_id, command.data["judge_ids"], store)
    pairs = assign(stage["assignment"], _task(stage, judges, candidates), rng=Random(command.data["seed"]))
    cards = [_draft(edition_id, stage_id, *pair) for pair in pairs]
    store.drop_drafts(edition_id, stage_id, but=(card.id for card in cards))
    for start in range(0, len(cards), CHUNK):
        store.scorecards.save_all(cards[start : start + CHUNK])  # those in conflict are there already
    return _publish(edition_id, stage_id, cards, store)


def recuse_judge(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Take a judge off an entry; what was scored does not count."""
    data = command.data
    ids = (data["edition_id"], data["stage_id"], data["entry_id"], data["judge_id"])
    card = store.scorecards.find(scorecard_id(*ids))
    if card is None:
        raise NotAssigned(f"judge {data['judge_id']} is not assigned to entry {data['entry_id']}")
    if card.state != VOID:
        card.recuse(reason=data["reason"])
        store.scorecards.save(card)
    return {"scorecard_id": card.id, "state": card.state}


def _refuse_too_late(edition_id: str, stage_id: str, store: JudgingStore) -> None:
    if store.windows([(edition_id, stage_id)])[edition_id, stage_id].state == "closed":
        raise StageOver(f"{stage_id} is closed")
    stage = {"state.edition_id": edition_id, "state.stage_id": stage_id}
    submitted = store.count({**stage, "state.state": {"$ne": DRAFT}})
    if submitted:
        raise ScoringBegan(
            f"{submitted} scorecards were submitted or voided already; take single judges off instead",
            errors={"submitted": submitted},
        )


def _judges(edition_id: str, judge_ids: list[str] | None, store: JudgingStore) -> list[Judge]:
    judges = {judge.id: judge for judge in store.judges.select({"state.edition_id": edition_id})}
    unknown = [id for id in judge_ids or [] if id not in judges]
    if unknown:
        raise NotFound(f"the edition has no judge {', '.join(unknown)}", errors={"judge_ids": unknown})
    chosen = judges.values() if judge_ids is None else [judges[id] for id in set(judge_ids)]
    return sorted(chosen, key=lambda judge: judge.id)


def _task(stage: dict[str, Any], judges: Sequence[Judge], candidates: Sequence[Candidate]) -> Task:
    return Task(
        judges=judges,
        candidates=candidates,
        per_entry=stage["judges_per_entry"],
        hard=hard_conflicts(judges, candidates),
        soft=soft_conflicts(judges),
    )


def _draft(edition_id: str, stage_id: str, entry_id: str, judge_id: str) -> Scorecard:
    id = scorecard_id(edition_id, stage_id, entry_id, judge_id)
    return Scorecard(id=id, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id, judge_id=judge_id)


def _publish(
    edition_id: str, stage_id: str, cards: Sequence[Scorecard], store: JudgingStore
) -> dict[str, Any]:
    id = publication_id(edition_id, stage_id)
    publication = store.publications.find(id) or Publication(id, edition_id, stage_id)
    publication.publish(
        [{"scorecard_id": card.id, "entry_id": card.entry_id, "judge_id": card.judge_id} for card in cards]
    )
    store.publications.save(publication)
    LOG.info(
        "assignments published", stage=id, **{k: v for k, v in publication.summary.items() if k != "loads"}
    )
    return publication.summary
