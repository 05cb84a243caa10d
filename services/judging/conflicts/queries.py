"""The conflicts of interest of an edition, declared or taken from who invested."""

from collections.abc import Mapping
from typing import Any

from schemas.queries.conflicts import PAGE
from services.judging.domain.conflict import entries_by_investor, investors_in
from services.judging.domain.judge import HARD, Judge
from services.judging.repository import JudgingStore

Answer = dict[str, Any]
INVESTOR = "investor"


def list_conflicts(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer ListConflicts."""
    edition_id = query["edition_id"]
    store.edition(edition_id)
    judges = sorted(
        store.judges.select({"state.edition_id": edition_id}), key=lambda judge: (judge.name, judge.id)
    )
    names = {name for judge in judges for name in (judge.name, judge.firm)}
    by_investor = entries_by_investor(store.invested(edition_id, names))
    found = [line for judge in judges for line in _of(judge, by_investor)]
    start = (query["page"] - 1) * PAGE
    page = found[start : start + PAGE]
    copies = store.entries.load({line["entry_id"] for line in page})
    cards = store.cards_between(edition_id, [(line["entry_id"], line["judge_id"]) for line in page])
    return {
        "conflicts": [
            {
                **line,
                "company": copies.get(line["entry_id"], {})
                .get("submitted", {})
                .get("startup", {})
                .get("company", line["entry_id"]),
                "cards": cards.get((line["entry_id"], line["judge_id"]), []),
            }
            for line in page
        ],
        "total": len(found),
        "hard": sum(line["kind"] == HARD for line in found),
    }


def _of(judge: Judge, by_investor: Mapping[str, set[str]]) -> list[Answer]:
    """Return a judge's conflicts; one that was both declared and taken from investors is in it twice."""
    names = {"judge_id": judge.id, "name": judge.name, "firm": judge.firm}
    lines: list[Answer] = [
        {**names, "entry_id": entry_id, "kind": HARD, "source": INVESTOR, "reason": investor}
        for entry_id, investor in sorted(investors_in(judge, by_investor).items())
    ]
    lines += [
        {**names, "entry_id": id, "kind": conflict.kind, "source": conflict.by, "reason": conflict.reason}
        for id, conflict in sorted(judge.conflicts.items())
    ]
    return lines
