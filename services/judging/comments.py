"""What judges wrote for founders, once it is released to them.

A scorecard has a comment, which is feedback, and a note, which is the judge's alone and never read here.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from services.chassis.messaging import Envelope
from services.judging.domain.scorecard import SENT, Scorecard
from services.judging.repository import JudgingStore

Answer = dict[str, Any]

NO_COMMENTS, NAMED = "none", "named"


def keep_release(event: Envelope, store: JudgingStore) -> None:
    """Keep whether founders see the comments of a stage, and with which names."""
    comments = event.data.get("comments", NO_COMMENTS)
    values = {"comments": comments}
    store.stages.put(_stage(event.data), "feedback", version=event.aggregate_version, values=values)


def get_comments(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetComments: of stages that were not released, nothing."""
    edition_id = query["edition_id"]
    stages = [
        {"stage_id": each["stage_id"], "comments": _comments(store, query, each["stage_id"])}
        for each in store.edition(edition_id)["stages"]
    ]
    return {"stages": [stage for stage in stages if stage["comments"]]}


def _comments(store: JudgingStore, query: Mapping[str, Any], stage_id: str) -> list[Answer]:
    edition_id = query["edition_id"]
    rule = (store.stages.find(f"{edition_id}.{stage_id}") or {}).get("feedback", {})
    comments = rule.get("comments", NO_COMMENTS)
    if comments == NO_COMMENTS:
        return []
    wanted = {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.state": {"$in": [*SENT]}}
    of_entry = {**wanted, "state.entry_id": query["entry_id"]}
    cards = [
        card for card in store.scorecards.select(of_entry) if card.latest and card.latest.comment.strip()
    ]
    names = store.judges.load(card.judge_id for card in cards) if comments == NAMED else {}
    told = [
        {"judge": names[card.judge_id].name if card.judge_id in names else None, "text": _text(card)}
        for card in sorted(cards, key=_shuffled)
    ]
    return told


def _text(card: Scorecard) -> str:
    return card.latest.comment.strip() if card.latest else ""


def _shuffled(card: Scorecard) -> str:
    """An order that is always the same, and tells nothing of who wrote first or is listed first."""
    return sha256(card.id.encode()).hexdigest()


def _stage(data: Mapping[str, Any]) -> str:
    return f"{data['edition_id']}.{data['stage_id']}"
