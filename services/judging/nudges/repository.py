"""Reminders as documents, and back."""

from datetime import datetime
from typing import Any

from services.judging.nudges.domain.nudge import Nudges, Round

Document = dict[str, Any]


def nudges_to_state(nudges: Nudges) -> Document:
    return {
        "edition_id": nudges.edition_id,
        "stage_id": nudges.stage_id,
        # As pairs: an id may have dots in it.
        "last": [[id, at.isoformat()] for id, at in nudges.last.items()],
        "rounds": [
            {"at": each.at.isoformat(), "by": each.by, "judge_ids": list(each.judge_ids)}
            for each in nudges.rounds
        ],
    }


def nudges_from_state(id: str, version: int, state: Document) -> Nudges:
    rounds = [
        Round(datetime.fromisoformat(each["at"]), each["by"], tuple(each["judge_ids"]))
        for each in state["rounds"]
    ]
    last = {judge_id: datetime.fromisoformat(at) for judge_id, at in state["last"]}
    return Nudges(id, state["edition_id"], state["stage_id"], last, rounds, version)
