"""Freeze, certify, reveal, publish: four separate acts of the organiser."""

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any

from services.chassis.messaging import Asked
from services.scoring.counting import Counted, count_entries
from services.scoring.domain.freezing import check_freeze
from services.scoring.domain.refusals import EntriesDisqualified, SetUpBehind
from services.scoring.domain.rows import Earlier
from services.scoring.domain.rule import Stage
from services.scoring.domain.sealing import new_key
from services.scoring.domain.standing import FROZEN, PUBLISHED, Standing, standing_id
from services.scoring.proving import left_out, settle
from services.scoring.repository import ScoringStore
from services.scoring.votes.weighing import check_revealed, reveal_counted, weigh_in

Answer = dict[str, Any]


def freeze_stage(command: Asked, store: ScoringStore) -> Answer:
    """Stop the standings at what the database has now, whatever was counted before.

    They stop together with the log: what is in it up to its head, and nothing else, is counted.
    """
    stage, standing = _load(command, store)
    if not standing.building:
        return summary(standing)
    counted = count_entries(store, stage)
    _check(counted, command, stage, store)
    audience = weigh_in(command, stage, store, entries=counted.standing_lines)
    voted = audience["votes"] if audience and stage.rule.by_votes else ()
    settled = settle(store, stage, insist=not command.data["accept_missing"])
    _check(settled.counted, command, stage, store)
    standing.freeze(
        settled.counted.standing_lines,
        seals=settled.counted.seals(),
        head={**settled.head.as_dict(), "at": command.now.isoformat(timespec="seconds")},
        left_out=left_out(store, settled, voted=voted),
        stage=stage,
        audience=audience,
    )
    return _save(standing, store)


def _check(counted: Counted, command: Asked, stage: Stage, store: ScoringStore) -> None:
    """Return when these may be frozen; asked before the log is read, which is long, and after."""
    closing = store.stages.find(standing_id(stage.edition_id, stage.stage_id))
    if closing is not None:
        _check_set_up(closing, stage, store)
    check_freeze(
        counted.standing_lines.values(),
        stage_id=stage.stage_id,
        closed=closing is not None,
        grace_until=_grace_until(closing, stage, now=command.now),
        complete=counted.complete,
        accept_missing=command.data["accept_missing"] or stage.rule.by_votes,
    )


def _check_set_up(closing: Mapping[str, Any], stage: Stage, store: ScoringStore) -> None:
    if closing["closed"].get("set_up_version", 1) > store.edition(stage.edition_id)["version"]:
        raise SetUpBehind(f"the set-up that {stage.name} was closed under has not arrived yet")


def thaw_stage(command: Asked, store: ScoringStore) -> Answer:
    """Let frozen standings move again, from what the database has now."""
    stage, standing = _load(command, store)
    standing.thaw(count_entries(store, stage).standing_lines, stage=stage)
    store.dirty.touch_all(stage.edition_id, stage.stage_id)
    return _save(standing, store)


def certify_results(command: Asked, store: ScoringStore) -> Answer:
    """Make the frozen standings the certified results."""
    stage, standing = _load(command, store)
    _refuse_disqualified(standing, store)
    standing.certify(stage, reveal_key=new_key(), earlier=_earlier(stage, store))
    return _save(standing, store)


def _refuse_disqualified(standing: Standing, store: ScoringStore) -> None:
    """Raise EntriesDisqualified for who was disqualified while these were being frozen."""
    if standing.state != FROZEN:
        return
    entries = store.entries.load(row.entry_id for row in standing.rows)
    gone = [row.company for row in standing.rows if "disqualified" in entries.get(row.entry_id, {})]
    if gone:
        raise EntriesDisqualified(
            f"{', '.join(gone)} left while the standings were being frozen; thaw them and freeze them again",
            errors={"companies": gone},
        )


def reveal_place(command: Asked, store: ScoringStore) -> Answer:
    """Show one more place to everyone."""
    stage, standing = _load(command, store)
    standing.reveal(command.data["step"], stage)
    return _save(standing, store)


def publish_results(command: Asked, store: ScoringStore) -> Answer:
    """Make the certified results public."""
    stage, standing = _load(command, store)
    if not stage.rule.by_votes:
        check_revealed(standing.audience, stage.edition_id, store)
    standing.publish(stage)
    if stage.rule.by_votes:
        # Before the results are, so that a crash in between has it done again.
        reveal_counted(standing.audience, stage.edition_id, store)
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
        "corrected": standing.corrected,
        "steps": standing.steps,
        "revealed": standing.revealed,
        "proof": standing.proof,
    }


def _earlier(stage: Stage, store: ScoringStore) -> Earlier | None:
    """Return the last stage before this one whose results are public, None where there is none."""
    stages = store.edition(stage.edition_id)["stages"]
    before = takewhile(lambda each: each["stage_id"] != stage.stage_id, stages)
    boards = store.glances.boards(stage.edition_id)
    for each in reversed(list(before)):
        board = boards.get(each["stage_id"], {})
        if board.get("state") == PUBLISHED:
            places = {row["entry_id"]: (row["place"], row["shared"]) for row in board["rows"]}
            return Earlier(each["stage_id"], each["name"], places)
    return None


def _grace_until(closing: Mapping[str, Any] | None, stage: Stage, *, now: datetime) -> datetime | None:
    """Return until when scorecards made before the closing are taken; None when that is over."""
    if closing is None:
        return None
    until: datetime = closing["closed"]["closed_at"] + stage.grace
    return until if now < until else None


def _load(command: Asked, store: ScoringStore) -> tuple[Stage, Standing]:
    edition_id, stage_id = command.data["edition_id"], command.data["stage_id"]
    stage = store.stage(edition_id, stage_id)
    standing = store.standings.find(standing_id(edition_id, stage_id))
    return stage, standing or Standing(edition_id, stage_id)


def _save(standing: Standing, store: ScoringStore) -> Answer:
    if standing.facts:
        store.standings.save(standing)
    return summary(standing)
