"""Deciding about a scorecard that came too late."""

from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.judging.domain.late import LateScorecard
from services.judging.repository import JudgingStore


def decide_late(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Let a late scorecard count as if it had come in time, or refuse it for good.

    The decision is kept before the scorecard changes: whoever repeats it completes it.
    """
    data = command.data
    late = _late(data["edition_id"], data["stage_id"], data["receipt"], store)
    if data["accept"] and not late.accepted:
        store.window(late.edition_id, late.stage_id).refuse_certified()
    late.decide(accept=data["accept"], reason=data["reason"])
    card = store.scorecards.get(late.scorecard_id) if late.accepted else None
    changed = card is not None and card.submit(late.submission)
    store.late.save(late)
    if card is not None and changed:
        store.scorecards.save(card)
    return {"receipt": late.id, "decision": late.decision, "reason": late.reason}


def _late(edition_id: str, stage_id: str, receipt: str, store: JudgingStore) -> LateScorecard:
    late = store.late.find(receipt)
    if late is None or (late.edition_id, late.stage_id) != (edition_id, stage_id):
        raise NotFound(f"no scorecard with the receipt {receipt!r} waits in {stage_id}")
    return late
