"""Scorecards counted and compared where they are: a stage has up to 100,000 of them."""

from collections.abc import Collection, Mapping, Sequence
from time import monotonic
from typing import Any

from pymongo.collection import Collection as MongoCollection

from services.judging.domain.scorecard import DRAFT, SENT, VOID
from services.judging.progress.domain.severity import Severity, severity_of

Document = dict[str, Any]
Stage = tuple[str, str]
Weights = Mapping[str, tuple[float, float]]
"""By criterion its weight, and what its marks are multiplied by, which brings panels to one scale."""

KEPT_SECONDS = 20.0  # a revised scorecard shows in severities after that, a new one at once


class Tallies:
    """What the scorecards of a stage come to. Totals are weighted means of the marks that were given."""

    def __init__(self, cards: MongoCollection[Document]) -> None:
        self._cards = cards
        self._kept: dict[Stage, tuple[object, float, dict[str, Severity | None]]] = {}

    def taken_off(self, stage: Stage) -> dict[bool, int]:
        """Return how many judges abstained (True) and were recused (False)."""
        group = {"_id": {"$ifNull": ["$state.abstained", False]}, "count": {"$sum": 1}}
        found = self._cards.aggregate([{"$match": _of(stage, VOID)}, {"$group": group}])
        return {each["_id"]: each["count"] for each in found}

    def void_by_judge(self, stage: Stage) -> dict[str, int]:
        """Return how many entries each judge was taken off."""
        group = {"_id": "$state.judge_id", "count": {"$sum": 1}}
        found = self._cards.aggregate([{"$match": _of(stage, VOID)}, {"$group": group}])
        return {each["_id"]: each["count"] for each in found}

    def severities(
        self, stage: Stage, panels: Sequence[Weights], *, without: Collection[str]
    ) -> dict[str, Severity | None]:
        """Return how severe judges are, by judge; None for who shares too few entries with others.

        They are compared with those who mark the same criteria: each of `panels` has its own.
        It is worked out anew when a scorecard was added or 20 seconds have passed.
        """
        seen = (self._cards.count_documents(_of(stage, {"$in": [*SENT]})), len(without))
        before = self._kept.get(stage)
        if before is not None and before[0] == seen and monotonic() - before[1] < KEPT_SECONDS:
            return before[2]
        found: dict[str, Severity | None] = {}
        for weights in panels:
            found |= self._severities(stage, weights, without=without)
        self._kept[stage] = (seen, monotonic(), found)
        return found

    def _severities(
        self, stage: Stage, weights: Weights, *, without: Collection[str]
    ) -> dict[str, Severity | None]:
        others = {"$divide": [{"$subtract": ["$sum", "$cards.total"]}, {"$subtract": ["$n", 1]}]}
        steps: list[Document] = [
            *_totals(_of(stage, {"$in": [*SENT]}) | _present(without), weights),
            {
                "$group": {
                    "_id": "$entry",
                    "n": {"$sum": 1},
                    "sum": {"$sum": "$total"},
                    "cards": {"$push": {"judge": "$judge", "total": "$total"}},
                }
            },
            {"$match": {"n": {"$gte": 2}}},
            {"$unwind": "$cards"},
            {"$project": {"judge": "$cards.judge", "apart": {"$subtract": ["$cards.total", others]}}},
            {
                "$group": {
                    "_id": "$judge",
                    "entries": {"$sum": 1},
                    "mean": {"$avg": "$apart"},
                    "deviation": {"$stdDevSamp": "$apart"},
                }
            },
        ]
        return {each.pop("_id"): severity_of(**each) for each in self._cards.aggregate(steps)}

    def widest(self, stage: Stage, weights: Weights, *, without: Collection[str]) -> list[str]:
        """Return the entries that have scorecards, those first about which judges are furthest apart."""
        group = {"_id": "$entry", "deviation": {"$stdDevPop": "$total"}}
        steps: list[Document] = [
            *_totals(_of(stage, {"$in": [*SENT]}) | _present(without), weights),
            {"$group": group},
            {"$sort": {"deviation": -1, "_id": 1}},
        ]
        return [each["_id"] for each in self._cards.aggregate(steps)]

    def cards_of(self, stage: Stage, entry_ids: Sequence[str]) -> list[Document]:
        """Return the scorecards of some entries: ids, state, why it is void, and marks where submitted."""
        wanted = _of(stage, {"$in": [DRAFT, *SENT, VOID]}) | {"state.entry_id": {"$in": list(entry_ids)}}
        names = ("entry_id", "judge_id", "state", "reason", "abstained", "latest.marks")
        found = self._cards.find(wanted, {f"state.{name}": 1 for name in names})
        return [{"scorecard_id": each["_id"], **each["state"]} for each in found]


def _of(stage: Stage, state: Any) -> Document:
    return {"state.edition_id": stage[0], "state.stage_id": stage[1], "state.state": state}


def _present(without: Collection[str]) -> Document:
    return {"state.entry_id": {"$nin": sorted(without)}} if without else {}


def _totals(match: Document, weights: Weights) -> list[Document]:
    """Return the steps that leave entry, judge and total of each scorecard with a mark."""
    marks = {
        f"m{n}": {
            "$convert": {
                "input": {"$getField": {"field": {"$literal": name}, "input": "$state.latest.marks"}},
                "to": "double",
                "onNull": None,
                "onError": None,
            }
        }
        for n, name in enumerate(weights)
    }
    shares = [weight for weight, _ in weights.values()]
    products = [weight * factor for weight, factor in weights.values()]
    summed = {"$sum": [{"$multiply": [product, f"$m{n}"]} for n, product in enumerate(products)]}
    given = {"$sum": [{"$cond": [{"$eq": [f"$m{n}", None]}, 0.0, share]} for n, share in enumerate(shares)]}
    return [
        {"$match": match},
        {"$project": {"entry": "$state.entry_id", "judge": "$state.judge_id", **marks}},
        {"$project": {"entry": 1, "judge": 1, "summed": summed, "given": given}},
        {"$match": {"given": {"$gt": 0}}},
        {"$project": {"entry": 1, "judge": 1, "total": {"$divide": ["$summed", "$given"]}}},
    ]
