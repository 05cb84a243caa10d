"""The scorecards that wait for the organiser, and those that were decided about."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection as MongoCollection

from schemas.events import EVENTS
from services.chassis.storage import Repository
from services.judging.documents import submission_from, submission_to
from services.judging.domain.late import LateScorecard

Document = dict[str, Any]


class LateScorecards(Repository[LateScorecard]):
    """Late scorecards by receipt; their state tells who made them, and what was decided."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        super().__init__(collection, events=EVENTS, to_state=late_to_state, from_state=late_from_state)
        self._late = collection

    def ensure_indexes(self) -> None:
        """Make the indexes by which they are found by command and by stage."""
        super().ensure_indexes()
        self._late.create_index([("state.submission.command_id", ASCENDING)])
        self._late.create_index(
            [("state.edition_id", ASCENDING), ("state.stage_id", ASCENDING), ("state.decision", ASCENDING)]
        )

    def receipts_of(self, command_ids: Collection[str]) -> list[tuple[str, str]]:
        """Return (command id, receipt) of what came late under these command ids."""
        name = "state.submission.command_id"
        found = self._late.find({name: {"$in": list(command_ids)}}, {name: 1})
        return [(each["state"]["submission"]["command_id"], each["_id"]) for each in found]

    def of_stage(self, edition_id: str, stage_id: str) -> Iterable[LateScorecard]:
        """Return those of a stage in the order they were received."""
        found = self.select({"state.edition_id": edition_id, "state.stage_id": stage_id})
        return sorted(found, key=lambda late: (late.submission.received_at, late.id))

    def undecided(self, edition_id: str, stage_id: str) -> int:
        """Return how many of a stage wait for a decision."""
        stage = {"state.edition_id": edition_id, "state.stage_id": stage_id}
        return self._late.count_documents({**stage, "state.decision": None})


def late_to_state(late: LateScorecard) -> Document:
    """Return a late scorecard as it is stored."""
    return {
        "edition_id": late.edition_id,
        "stage_id": late.stage_id,
        "entry_id": late.entry_id,
        "judge_id": late.judge_id,
        "submission": submission_to(late.submission),
        "closed_at": late.closed_at.isoformat(),
        "grace_seconds": late.grace_seconds,
        "decision": late.decision,
        "reason": late.reason,
    }


def late_from_state(id: str, version: int, state: Document) -> LateScorecard:
    """Return the late scorecard that was stored."""
    told = {"submission": submission_from(state["submission"])}
    closed_at = datetime.fromisoformat(state["closed_at"])
    return LateScorecard(id=id, version=version, **{**state, **told, "closed_at": closed_at})
