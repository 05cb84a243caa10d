"""Releases of feedback in the database."""

from typing import Any

from pymongo.database import Database

from schemas.events import EVENTS
from services.chassis.storage import Repository
from services.scoring.feedback.domain.release import FeedbackRelease

Document = dict[str, Any]

NAMES = ("edition_id", "stage_id", "released", "comments", "scores", "place")


def release_to_state(release: FeedbackRelease) -> Document:
    return {name: getattr(release, name) for name in NAMES}


def release_from_state(id: str, version: int, state: Document) -> FeedbackRelease:
    return FeedbackRelease(version=version, **state)


def releases_in(database: Database[Document]) -> Repository[FeedbackRelease]:
    """Return the releases, by the id of the standing."""
    return Repository(
        database["feedback"],
        events=EVENTS,
        to_state=release_to_state,
        from_state=release_from_state,
        shown=("released", "comments", "scores", "place"),
    )
