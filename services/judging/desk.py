"""What whoever runs a stage looks at: who has sent, who has not, and whose hand is up."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.judging.domain.hand import CONFLICT, Hand
from services.judging.domain.scorecard import DRAFT, SUBMITTED
from services.judging.handlers.hands import told_hand
from services.judging.repository import JudgingStore, Pair

Answer = dict[str, Any]


def get_desk(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetDesk. Nothing is owed for an entry that left."""
    stage = (query["edition_id"], query["stage_id"])
    store.stage(*stage)
    names = {judge.id: judge.name for judge in store.judges.select({"state.edition_id": stage[0]})}
    gone, progress = store.withdrawn(stage[0]), store.progress(*stage)
    lists = {state: _by_judge(pairs, gone) for state, pairs in progress.items()}
    owed, sent = lists[DRAFT], lists[SUBMITTED]
    judges: list[str] = sorted(owed.keys() | sent.keys(), key=lambda id: (names.get(id, id), id))
    lines: list[Answer] = [
        {"judge_id": id, "name": names.get(id, id), "owed": owed.get(id, []), "sent": sent.get(id, [])}
        for id in judges
    ]
    listed = {line["judge_id"]: {*line["owed"], *line["sent"]} for line in lines}
    return {
        "judges": lines,
        "hands": _hands(store, store.hands.of_stage(*stage), names, listed),
        "held": store.late.undecided(*stage),
    }


def _hands(
    store: JudgingStore, hands: Sequence[Hand], names: Mapping[str, str], listed: Mapping[str, set[str]]
) -> list[Answer]:
    companies = store.companies(hands[0].edition_id) if hands else {}
    return [
        {
            "judge_id": hand.judge_id,
            "name": names.get(hand.judge_id, hand.judge_id),
            "company": companies.get(hand.entry_id or ""),
            **told_hand(hand),
            "recusable": _recusable(hand, listed.get(hand.judge_id, set()), companies),
        }
        for hand in hands
    ]


def _recusable(hand: Hand, listed: set[str], companies: Mapping[str, str]) -> list[Answer]:
    """Return the entries that a hand for a conflict may be about: the one it names, else all of the judge's."""
    meant = listed if hand.entry_id is None else listed & {hand.entry_id}
    if hand.kind != CONFLICT:
        return []
    found = [{"entry_id": id, "company": companies.get(id, id)} for id in meant]
    return sorted(found, key=lambda entry: (entry["company"], entry["entry_id"]))


def _by_judge(pairs: Sequence[Pair], gone: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry_id, judge_id in pairs:
        if entry_id not in gone:
            found.setdefault(judge_id, []).append(entry_id)
    return found
