"""Releasing feedback, and taking it back."""

from typing import Any

from services.chassis.messaging import Asked
from services.scoring.domain.standing import PUBLISHED, standing_id
from services.scoring.feedback.domain.refusals import FeedbackTooEarly
from services.scoring.feedback.domain.release import FeedbackRelease
from services.scoring.repository import ScoringStore

Answer = dict[str, Any]


def release_feedback(command: Asked, store: ScoringStore) -> Answer:
    """Tell founders what was chosen, once the stage's results are public; again changes nothing."""
    release = release_of(command.data["edition_id"], command.data["stage_id"], store)
    standing = store.standings.find(release.id)
    if standing is None or standing.state != PUBLISHED:
        raise FeedbackTooEarly("publish the results first; feedback would tell of them")
    chosen = {name: command.data[name] for name in ("seen", "comments", "scores", "place")}
    if release.release(**chosen, entry_ids=[row.entry_id for row in standing.rows]):
        store.feedback.save(release)
    return release.as_dict()


def take_back_feedback(command: Asked, store: ScoringStore) -> Answer:
    """Tell founders nothing any more; again changes nothing."""
    release = release_of(command.data["edition_id"], command.data["stage_id"], store)
    if release.take_back(seen=command.data["seen"]):
        store.feedback.save(release)
    return release.as_dict()


def release_of(edition_id: str, stage_id: str, store: ScoringStore) -> FeedbackRelease:
    """Return the release of a stage, as it is before anybody chose where nobody did; NotFound without a stage."""
    store.stage(edition_id, stage_id)
    release = store.feedback.find(standing_id(edition_id, stage_id))
    return release or FeedbackRelease(edition_id, stage_id)
