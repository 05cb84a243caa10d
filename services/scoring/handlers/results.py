"""Freeze, certify, reveal, publish: four separate acts of the organiser."""

from typing import Any

from services.chassis.messaging import Asked
from services.scoring.counting import count_entries
from services.scoring.domain.rule import Stage
from services.scoring.domain.sealing import new_key
from services.scoring.domain.standing import Standing, standing_id
from services.scoring.repository import ScoringStore

Answer = dict[str, Any]


def freeze_stage(command: Asked, store: ScoringStore) -> Answer:
    """Stop the standings at what the database has now, whatever was counted before."""
    stage, standing = _load(command, store)
    counted = count_entries(store, stage)
    standing.freeze(
        counted.standing_lines,
        seals=counted.seals(),
        stage=stage,
        closed=store.stages.find(standing.id) is not None,
        complete=counted.complete,
        accept_missing=command.data["accept_missing"],
    )
    return _save(standing, store)


def certify_results(command: Asked, store: ScoringStore) -> Answer:
    """Make the frozen standings the certified results."""
    stage, standing = _load(command, store)
    standing.certify(stage, reveal_key=new_key())
    return _save(standing, store)


def reveal_place(command: Asked, store: ScoringStore) -> Answer:
    """Show one more place to everyone."""
    stage, standing = _load(command, store)
    standing.reveal(command.data["step"], stage)
    return _save(standing, store)


def publish_results(command: Asked, store: ScoringStore) -> Answer:
    """Make the certified results public."""
    stage, standing = _load(command, store)
    standing.publish(stage)
    return _save(standing, store)


def summary(standing: Standing) -> Answer:
    """Return where the standing is, without a place or a score."""
    return {
        "edition_id": standing.edition_id,
        "stage_id": standing.stage_id,
        "state": standing.state,
        "counted": standing.counted,
        "expected": standing.expected,
        "late": sum(standing.late.values()),
        "certificate": standing.certificate,
        "steps": standing.steps,
        "revealed": standing.revealed,
    }


def _load(command: Asked, store: ScoringStore) -> tuple[Stage, Standing]:
    edition_id, stage_id = command.data["edition_id"], command.data["stage_id"]
    stage = store.stage(edition_id, stage_id)
    standing = store.standings.find(standing_id(edition_id, stage_id))
    return stage, standing or Standing(edition_id, stage_id)


def _save(standing: Standing, store: ScoringStore) -> Answer:
    if standing.facts:
        store.standings.save(standing)
    return summary(standing)
