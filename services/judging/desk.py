"""What whoever runs a stage looks at: who has sent, whose hand is up, where judges are apart."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.judging.domain.hand import CONFLICT, Hand
from services.judging.domain.scorecard import DRAFT, SUBMITTED
from services.judging.domain.spread import Spread, rounded, spread_of, total_of
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


def get_spread(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetSpread: the widest first, then by name; entries that left are not in it.

    Judges are named for the entries of a session whose plan says so, and nowhere else.
    """
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    stage = store.stage(edition_id, stage_id)
    digits = stage["rule"].get("digits", 2)
    weights = {c["criterion_id"]: Decimal(c["weight"]) for c in stage["criteria"]}
    totals: dict[str, list[tuple[Fraction, str]]] = {}
    for entry_id, judge_id, marks in store.given(edition_id, stage_id):
        given = {name: None if mark is None else Decimal(mark) for name, mark in marks.items()}
        if (total := total_of(given, weights)) is not None:
            totals.setdefault(entry_id, []).append((total, judge_id))
    owed, companies = store.tally(edition_id, stage_id, "entry_id"), store.companies(edition_id)
    found = {id: spread_of([total for total, _ in totals.get(id, [])], digits=digits) for id in owed}
    named = _named(store, edition_id, stage_id, totals)
    lines = [_spread(id, companies.get(id, id), owed[id], found[id], named.get(id, [])) for id in owed]
    ends = {
        end: rounded(
            total_of({c["criterion_id"]: Decimal(c[end]) for c in stage["criteria"]}, weights) or Fraction(0),
            digits=digits,
        )
        for end in ("lowest", "highest")
    }
    return {**{end: str(number) for end, number in ends.items()}, "entries": sorted(lines, key=_widest_first)}


def _named(
    store: JudgingStore, edition_id: str, stage_id: str, totals: Mapping[str, list[tuple[Fraction, str]]]
) -> dict[str, list[str]]:
    """Return the judges' names in the order of the totals, for the entries whose judges may be named."""
    sessions = store.sessions_in(edition_id, stage_id)
    open_ones = {s.entry_id for each in sessions if each.plan.judges_named for s in each.slots}
    if not open_ones:
        return {}
    judges = store.judges.select({"state.edition_id": edition_id})
    names = {judge.id: judge.name for judge in judges}
    return {
        entry_id: [names.get(judge_id, judge_id) for _, judge_id in sorted(given)]
        for entry_id, given in totals.items()
        if entry_id in open_ones
    }


def _spread(
    entry_id: str, company: str, owed: tuple[int, int], spread: Spread | None, judges: Sequence[str]
) -> Answer:
    totals = [] if spread is None else [str(total) for total in spread.totals]
    deviation = None if spread is None or spread.deviation is None else str(spread.deviation)
    return {
        "entry_id": entry_id,
        "company": company,
        "assigned": owed[0],
        "submitted": owed[1],
        "totals": totals,
        "judges": list(judges),
        "mean": None if spread is None else str(spread.mean),
        "deviation": deviation,
    }


def _widest_first(line: Answer) -> tuple[Any, ...]:
    return -Decimal(line["deviation"] or -1), line["company"].casefold(), line["entry_id"]


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
