"""What a handover would come to, before it is done."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from services.judging.domain.judge import Judge
from services.judging.handlers.judges import judge_of
from services.judging.handover.planning import Handover, handover
from services.judging.repository import JudgingStore

Answer = dict[str, Any]
NAMED = 50


def get_handover(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetHandover."""
    edition_id, judge_id = query["edition_id"], query["judge_id"]
    stage = store.stage(edition_id, query["stage_id"])
    leaving = None if judge_id is None else judge_of(edition_id, judge_id, store)
    owed = store.counted(edition_id, stage["stage_id"]).entries if leaving is None else None
    return told(handover(store, edition_id, stage, leaving=judge_id, owed=owed), store, leaving=leaving)


def told(plan: Handover, store: JudgingStore, *, leaving: Judge | None) -> Answer:
    """Return a handover JSON-ready: who takes how many, and which entries still lack judges."""
    takes = Counter(judge_id for _, judge_id in plan.given)
    names = {id: judge.name for id, judge in store.judges.load(takes).items()}
    short = sorted(plan.short)
    copies = store.entries.load(short[:NAMED])
    takers: list[Answer] = [
        {
            "judge_id": id,
            "name": names.get(id, id),
            "takes": count,
            "before": plan.load.get(id, 0),
            "after": plan.load.get(id, 0) + count,
        }
        for id, count in takes.items()
    ]
    return {
        "basis": plan.basis,
        "judge_id": leaving.id if leaving else None,
        "name": leaving.name if leaving else None,
        "taken": len(plan.taken),
        "kept": plan.kept,
        "given": len(plan.given),
        "takers": sorted(takers, key=lambda line: (-line["takes"], line["name"].casefold())),
        "lacking": sum(plan.short.values()),
        "short": [
            {"entry_id": id, "company": _company(copies.get(id), id), "lacks": plan.short[id]}
            for id in short[:NAMED]
        ],
    }


def _company(copy: Mapping[str, Any] | None, id: str) -> str:
    name: str = (copy or {}).get("submitted", {}).get("startup", {}).get("company", id)
    return name
