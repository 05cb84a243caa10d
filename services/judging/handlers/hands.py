"""A judge's raised hand, with or without a session."""

from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.judging.domain.hand import Hand
from services.judging.handlers.judges import judge_of
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


def raise_hand(command: Asked, store: JudgingStore) -> Answer:
    """Raise a judge's hand in place of the one before; the same again changes nothing."""
    hand = _asked_hand(command, store)
    before = store.hands.find(hand.id)
    if before is not None and hand.says(before):
        return _answer(hand.judge_id, before)
    store.hands.keep(hand)
    return _answer(hand.judge_id, hand)


def lower_hand(command: Asked, store: JudgingStore) -> Answer:
    """Lower a judge's hand; harmless where it is down."""
    data = command.data
    store.hands.drop(f"{data['edition_id']}.{data['stage_id']}.{data['judge_id']}")
    return _answer(data["judge_id"], None)


def told_hand(hand: Hand) -> Answer:
    """Return a raised hand JSON-ready."""
    raised = {"raised_at": hand.raised_at.isoformat()}
    return {"kind": hand.kind, "entry_id": hand.entry_id, "note": hand.note, **raised}


def _asked_hand(command: Asked, store: JudgingStore) -> Hand:
    data = command.data
    edition_id, entry_id = data["edition_id"], data["entry_id"]
    store.stage(edition_id, data["stage_id"])
    judge = judge_of(edition_id, data["judge_id"], store)
    if entry_id is not None and not _entered(store, edition_id, entry_id):
        raise NotFound(f"the edition has no entry {entry_id!r}", errors={"entry_id": {"came": entry_id}})
    return Hand(
        edition_id=edition_id,
        stage_id=data["stage_id"],
        judge_id=judge.id,
        kind=data["kind"],
        entry_id=entry_id,
        note=data["note"].strip(),
        raised_at=command.now,
    )


def _entered(store: JudgingStore, edition_id: str, entry_id: str) -> bool:
    copy = store.entries.find(entry_id) or {}
    return bool(copy.get("submitted", {}).get("edition_id") == edition_id)


def _answer(judge_id: str, hand: Hand | None) -> Answer:
    return {"judge_id": judge_id, "hand": None if hand is None else told_hand(hand)}
