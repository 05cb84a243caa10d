"""What whoever runs a stage looks at: who has sent, whose hand is up, where judges are apart."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schemas.queries.sessions import OWING
from services.judging.domain.hand import CONFLICT, Hand
from services.judging.domain.panels import measure_of
from services.judging.domain.scorecard import DRAFT, SUBMITTED
from services.judging.domain.spread import Spread, rounded, spread_of
from services.judging.handlers.hands import told_hand
from services.judging.progress.counted import Counted
from services.judging.progress.queries import widest_of
from services.judging.repository import JudgingStore

Answer = dict[str, Any]
NAMED = 12


def get_desk(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetDesk. Nothing is owed for an entry that left."""
    stage = (query["edition_id"], query["stage_id"])
    store.stage(*stage)
    gone, hands = store.withdrawn(stage[0]), store.hands.of_stage(*stage)
    lists = _lists(store, stage, gone, entry_ids=query.get("entry_ids"))
    listed = _lists(store, stage, gone, judge_ids={hand.judge_id for hand in hands}) if hands else {}
    judges = store.judges.load({*lists, *listed, *(hand.judge_id for hand in hands)})
    names = {id: judge.name for id, judge in judges.items()}
    lines: list[Answer] = [
        {"judge_id": id, "name": names.get(id, id), "owed": owed, "sent": sent}
        for id, (owed, sent) in sorted(lists.items(), key=lambda line: (names.get(line[0], line[0]), line[0]))
    ]
    theirs = {id: {*owed, *sent} for id, (owed, sent) in listed.items()}
    return {
        "judges": lines,
        "hands": _hands(store, hands, names, theirs),
        "held": store.late.undecided(*stage),
    }


def _lists(
    store: JudgingStore,
    stage: tuple[str, str],
    gone: set[str],
    *,
    entry_ids: Collection[str] | None = None,
    judge_ids: Collection[str] | None = None,
) -> dict[str, tuple[list[str], list[str]]]:
    """Return which entries are owed and which were sent, by judge; of entries or judges that are named, or all."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    progress = store.progress(*stage, entry_ids=entry_ids, judge_ids=judge_ids)
    for turn, state in enumerate((DRAFT, SUBMITTED)):
        for entry_id, judge_id in progress[state]:
            if entry_id not in gone:
                found.setdefault(judge_id, ([], []))[turn].append(entry_id)
    return found


def list_owing(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer ListOwing."""
    stage = (query["edition_id"], query["stage_id"])
    store.stage(*stage)
    counted = store.counted(*stage)
    owing = {id: (owed, sent) for id, (owed, sent) in counted.judges.items() if sent < owed}
    named = store.judges.load(owing)
    names: dict[str, str] = {id: named[id].name if id in named else id for id in owing}
    on_stage = store.on_stage(*stage)
    now = (
        {judge_id for _, judge_id in store.progress(*stage, entry_ids=on_stage)[DRAFT]} if on_stage else set()
    )
    order = sorted(owing, key=lambda id: (id not in now, owing[id][1] - owing[id][0], names[id], id))
    skip = (query["page"] - 1) * OWING
    page = order[skip : skip + OWING]
    entries = store.owing(*stage, page, most=NAMED)
    companies = store.named(stage[0], {id for found in entries.values() for id in found})
    return {
        "total": len(order),
        "assigned": sum(owed for owed, _ in counted.judges.values()),
        "judges": [
            {
                "judge_id": id,
                "name": names[id],
                "owed": owing[id][0],
                "sent": owing[id][1],
                "now": id in now,
                "companies": sorted(companies.get(each, each) for each in entries.get(id, [])),
            }
            for id in page
        ],
    }


def get_spread(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetSpread: the widest first, then by name; entries that left are not in it.

    Judges are named for the entries of a session whose plan says so, and nowhere else.
    """
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    stage = store.stage(edition_id, stage_id)
    digits = stage["rule"].get("digits", 2)
    measure = measure_of(stage)
    counted = store.counted(edition_id, stage_id)
    page = _spread_page(store, (edition_id, stage_id), counted, query)
    totals: dict[str, list[tuple[Fraction, str]]] = {}
    for entry_id, judge_id, marks in store.given(edition_id, stage_id, entry_ids=page):
        if (total := measure.total(marks)) is not None:
            totals.setdefault(entry_id, []).append((total, judge_id))
    owed = counted.entries if page is None else {id: counted.entries.get(id, (0, 0)) for id in page}
    companies = store.companies(edition_id) if page is None else store.named(edition_id, page)
    found = {id: spread_of([total for total, _ in totals.get(id, [])], digits=digits) for id in owed}
    named = _named(store, edition_id, stage_id, totals)
    lines = [_spread(id, companies.get(id, id), owed[id], found[id], named.get(id, [])) for id in owed]
    ends = {end: rounded(getattr(measure, end), digits=digits) for end in ("lowest", "highest")}
    return {
        **{end: str(number) for end, number in ends.items()},
        "entries": sorted(lines, key=_widest_first) if page is None else lines,
        "of": len(counted.entries),
    }


def _spread_page(
    store: JudgingStore, stage: tuple[str, str], counted: Counted, query: Mapping[str, Any]
) -> list[str] | None:
    """Return the entries that are wanted, in their order; None for all of them."""
    after, limit = query.get("after", 0), query.get("limit")
    if limit is None:
        return None
    widest = widest_of(store, stage, counted)
    if after + limit <= len(widest):
        return widest[after : after + limit]

    def work() -> list[str]:
        names: dict[str, str] = store.companies(stage[0])
        rest = counted.entries.keys() - set(widest)
        order = sorted((names.get(id, id).casefold(), id) for id in rest)
        return [*widest, *(id for _, id in order)]

    return counted.once("widest, then the rest", work)[after : after + limit]


def _named(
    store: JudgingStore, edition_id: str, stage_id: str, totals: Mapping[str, list[tuple[Fraction, str]]]
) -> dict[str, list[str]]:
    """Return the judges' names in the order of the totals, for the entries whose judges may be named."""
    sessions = store.sessions_that_name_judges(edition_id, stage_id)
    open_ones = {slot.entry_id for each in sessions for slot in each.slots}
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
    meant = {hand.entry_id for hand in hands if hand.entry_id}.union(
        *(listed.get(hand.judge_id, ()) for hand in hands if hand.kind == CONFLICT)
    )
    companies = store.named(hands[0].edition_id, meant) if hands else {}
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
