"""Counting again what was touched, and no more than that."""

from collections.abc import Collection

import structlog

from schemas.refusal import NotFound
from services.chassis.storage import VersionConflict
from services.scoring.counting import Counted, count_entries
from services.scoring.dirty import EVERY_STAGE, Key
from services.scoring.domain.refusals import RuleRefused
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import PUBLISHED, Standing, standing_id
from services.scoring.repository import ScoringStore
from services.scoring.stages import scored_stages

LOG = structlog.get_logger(__name__)

TRIES = 5

# A board replaces the one before: while facts wait for the relay, no more boards are put on top
# of them. Else a large open board would fill its document, which holds 16 MB, within a minute.
MOST_WAITING = 2


def refresh_standings(store: ScoringStore) -> None:
    """Bring every touched standing up to what the database has.

    What cannot be counted now is kept for the next time. A stage whose edition has not been
    heard of is let go: the edition brings all of it when it comes.
    """
    if store.dirty.everything:
        _touch_everything(store)
    _spread(store)
    for key in store.dirty.touched():
        entry_ids = store.dirty.take(key)
        try:
            _refresh(key, entry_ids, store)
        except BaseException:
            store.dirty.put_back(key, entry_ids)
            raise


def _touch_everything(store: ScoringStore) -> None:
    for copy in store.editions.select({}):
        for stage in scored_stages(copy["started"]):
            store.dirty.touch_all(copy["_id"], stage["stage_id"])
    store.dirty.everything = False


def _spread(store: ScoringStore) -> None:
    """Turn what was noted for all stages of an edition into notes for each."""
    editions = [edition_id for edition_id, stage_id in store.dirty.touched() if stage_id == EVERY_STAGE]
    for copy in store.editions.load(editions).values():
        entry_ids = store.dirty.take((copy["_id"], EVERY_STAGE)) or set()
        for stage in scored_stages(copy["started"]):
            store.dirty.touch(copy["_id"], stage["stage_id"], entry_ids)


def _refresh(key: Key, entry_ids: Collection[str] | None, store: ScoringStore) -> None:
    try:
        stage = store.stage(*key)
    except (NotFound, RuleRefused) as refusal:
        LOG.warning("stage not counted", stage=key, code=refusal.code, detail=refusal.detail)
        return
    for _ in range(TRIES - 1):
        try:
            return refresh_stage(stage, entry_ids, store)
        except VersionConflict as conflict:
            LOG.info("counted again", conflict=str(conflict))
    refresh_stage(stage, entry_ids, store)


def refresh_stage(stage: Stage, entry_ids: Collection[str] | None, store: ScoringStore) -> None:
    """Count entries of a stage again, None for all, and save the standing where it moved.

    The standing is read before the marks: whoever saved in between makes the save a conflict,
    so nothing older than what it replaces is ever written.
    """
    standing = store.standings.find(standing_id(stage.edition_id, stage.stage_id))
    standing = standing or Standing(stage.edition_id, stage.stage_id)
    if standing.state == PUBLISHED and entry_ids is None:
        return
    show = store.glances.waiting(standing.id) < MOST_WAITING
    counted = count_entries(store, stage, entry_ids)
    if _move(standing, counted, stage, everything=entry_ids is None, show=show):
        store.standings.save(standing)
    if standing.building and not show:
        store.dirty.touch(stage.edition_id, stage.stage_id, ())


def _move(standing: Standing, counted: Counted, stage: Stage, *, everything: bool, show: bool) -> bool:
    if not standing.building:
        news = [standing.hear_late(entry_id, seal) for entry_id, seal in counted.seals().items()]
        return any(news)
    if everything:
        return standing.recount(counted.standing_lines, stage=stage, show=show)
    return standing.count(counted.lines, stage=stage, show=show)
