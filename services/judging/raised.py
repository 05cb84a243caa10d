"""The hands that are raised. Nobody else is told of them, so they are plain documents."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection as MongoCollection

from services.judging.domain.hand import Hand

Document = dict[str, Any]


class RaisedHands:
    """Raised hands by judge and stage; one that was lowered is gone."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        self._collection = collection

    def find(self, id: str) -> Hand | None:
        """Return a hand that is up, None else."""
        document = self._collection.find_one({"_id": id})
        return None if document is None else _hand(document)

    def keep(self, hand: Hand) -> None:
        """Keep a hand in place of the one before."""
        kept = {name: getattr(hand, name) for name in ("edition_id", "stage_id", "judge_id")}
        said = {"kind": hand.kind, "entry_id": hand.entry_id, "note": hand.note}
        document = {**kept, **said, "raised_at": hand.raised_at.isoformat()}
        self._collection.replace_one({"_id": hand.id}, document, upsert=True)

    def drop(self, id: str) -> None:
        """Forget a hand; harmless where none is up."""
        self._collection.delete_one({"_id": id})

    def of_stage(self, edition_id: str, stage_id: str) -> list[Hand]:
        """Return the hands of a stage, the longest raised first."""
        found = self._collection.find({"edition_id": edition_id, "stage_id": stage_id})
        return sorted(map(_hand, found), key=lambda hand: (hand.raised_at, hand.judge_id))

    def of_judge(self, edition_id: str, judge_id: str) -> dict[str, Hand]:
        """Return a judge's hands by stage."""
        found = self._collection.find({"edition_id": edition_id, "judge_id": judge_id})
        return {each["stage_id"]: _hand(each) for each in found}

    def ensure_indexes(self) -> None:
        """Make the indexes by which a stage's and a judge's hands are found."""
        for name in ("stage_id", "judge_id"):
            self._collection.create_index([("edition_id", ASCENDING), (name, ASCENDING)])


def _hand(document: Document) -> Hand:
    kept = {name: value for name, value in document.items() if name not in ("_id", "raised_at")}
    return Hand(**kept, raised_at=datetime.fromisoformat(document["raised_at"]))
