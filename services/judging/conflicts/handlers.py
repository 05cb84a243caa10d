"""Taking back a conflict that was declared."""

from typing import Any

from services.chassis.messaging import Asked
from services.judging.handlers.judges import judge_of
from services.judging.repository import JudgingStore


def drop_conflict(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Take back a declared conflict; harmless where there is none. Who invested stays in conflict."""
    data = command.data
    judge = judge_of(data["edition_id"], data["judge_id"], store)
    if judge.conflicts.pop(data["entry_id"], None) is not None:
        store.judges.save(judge)
    return {"judge_id": judge.id, "entry_id": data["entry_id"]}
