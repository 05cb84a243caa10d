"""How far a stage is, by entry and by judge."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schemas.queries.progress import APART, PAGE
from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Judge
from services.judging.domain.scorecard import SENT
from services.judging.domain.spread import rounded, spread_of, total_of
from services.judging.domain.tongues import foreign
from services.judging.progress.counted import Counted
from services.judging.progress.domain.coverage import Coverage, behind
from services.judging.progress.domain.severity import Severity
from services.judging.repository import JudgingStore

Answer = dict[str, Any]
DIGITS = 2
PANEL = "panel"


def get_progress(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetProgress. Entries that left are not in it."""
    stage = (query["edition_id"], query["stage_id"])
    told, counted = store.stage(*stage), store.counted(*stage)
    coverage = coverage_of(store, stage, counted)
    tallies, void = counted.judges, store.tallies.void_by_judge(stage)
    gone = store.withdrawn(stage[0])
    severities = store.tallies.severities(stage, _weights(told), without=gone)
    taken_off = store.tallies.taken_off(stage)
    lowest, highest = _ends(told)
    return {
        "stage_id": stage[1],
        "state": store.window(*stage).state,
        "needed": coverage.needed,
        "entries": len(coverage.entries),
        "covered": coverage.covered,
        "assigned": sum(owed for owed, _ in coverage.entries.values()),
        "submitted": sum(submitted for _, submitted in coverage.entries.values()),
        "missing": coverage.missing,
        "gaps": coverage.gaps,
        "recused": taken_off.get(False, 0),
        "abstained": taken_off.get(True, 0),
        "counts": [{"submitted": number, "entries": entries} for number, entries in coverage.counts()],
        "reach": str(highest - lowest),
        "judges": _judges(store, tallies, void, severities),
        "shadows": _shadows(store, stage),
        "foreign": counted.once("foreign", lambda: len(_foreign(store, stage))),
    }


def _foreign(store: JudgingStore, stage: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the pairs (entry id, judge id) owed or sent in which the judge does not list the language."""
    entries = {entry.id: entry for entry in store.entrants(stage[0]) if entry.language}
    if not entries:
        return []
    gone = store.withdrawn(stage[0])
    pairs = [pair for found in store.progress(*stage).values() for pair in found if pair[0] in entries]
    judges = store.judges.load({judge_id for _, judge_id in pairs})
    return [
        (entry_id, judge_id)
        for entry_id, judge_id in pairs
        if entry_id not in gone and judge_id in judges and foreign(judges[judge_id], entries[entry_id])
    ]


def _shadows(store: JudgingStore, stage: tuple[str, str]) -> list[Answer]:
    """Return how far shadow judges are; what they do counts nowhere else."""
    owed, sent = Counter[str](), Counter[str]()
    for by_judge in store.practice(*stage).values():
        for judge_id, (done, _) in by_judge.items():
            owed[judge_id] += 1
            sent[judge_id] += done
    judges = store.judges.load(owed)
    lines: list[Answer] = [
        {"judge_id": id, "name": judges[id].name, "assigned": owed[id], "submitted": sent[id]}
        for id in owed
        if id in judges
    ]
    return sorted(lines, key=lambda line: (line["name"].casefold(), line["judge_id"]))


def list_progress(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer ListProgress. Entries that left are not in it."""
    stage = (query["edition_id"], query["stage_id"])
    told, counted = store.stage(*stage), store.counted(*stage)
    coverage = coverage_of(store, stage, counted)
    skip = (query["page"] - 1) * PAGE
    if query["order"] == APART:
        order = widest_of(store, stage, counted)
    else:
        order = counted.once(("lacking", coverage), coverage.lacking_first)
    if search := query.get("search", "").strip():
        meant = store.called(stage[0], search)
        order = [id for id in order if id in meant]
    page = order[skip : skip + PAGE]
    lowest, highest = _ends(told)
    return {
        "needed": coverage.needed,
        "lowest": str(lowest),
        "highest": str(highest),
        "total": len(order),
        "entries": _entries(store, stage, told, page, coverage),
    }


def widest_of(store: JudgingStore, stage: tuple[str, str], counted: Counted) -> list[str]:
    """Return the entries that have scorecards, those first about which judges are furthest apart.

    One whose scorecard was revised may come in its old place for 20 seconds.
    """
    weights = _weights(store.stage(*stage))

    def work() -> list[str]:
        return store.tallies.widest(stage, weights, without=store.withdrawn(stage[0]))

    return counted.once(("widest", *weights.items()), work)


def coverage_of(store: JudgingStore, stage: tuple[str, str], counted: Counted) -> Coverage:
    """Return the coverage of all that compete in the stage or are owed scorecards in it.

    Where every judge scores every entry, no more are needed than the largest panel has.
    """
    told, here = store.stage(*stage), frozenset(store.competing(*stage))
    needed: int = told["judges_per_entry"]

    def work() -> Coverage:
        entries = {**dict.fromkeys(here, (0, 0)), **counted.entries}
        if told["assignment"] != PANEL:
            return Coverage(entries, needed=needed)
        largest = max((owed for owed, _ in entries.values()), default=0) or needed
        return Coverage(entries, needed=min(needed, largest))

    return counted.once(("coverage", needed, told["assignment"], here), work)


def _judges(
    store: JudgingStore,
    tallies: Mapping[str, tuple[int, int]],
    void: Mapping[str, int],
    severities: Mapping[str, Severity | None],
) -> list[Answer]:
    late = behind(tallies)
    judges = store.judges.load(tallies.keys() | void.keys())
    lines: list[Answer] = [
        {
            "judge_id": judge.id,
            **{name: getattr(judge, name) for name in ("name", "firm", "email")},
            "assigned": tallies.get(judge.id, (0, 0))[0],
            "submitted": tallies.get(judge.id, (0, 0))[1],
            "recused": void.get(judge.id, 0),
            "behind": judge.id in late and not judge.left,
            "left": judge.left,
            "severity": _severity(severities.get(judge.id)),
        }
        for judge in judges.values()
    ]
    return sorted(lines, key=lambda line: (line["submitted"] - line["assigned"], line["name"].casefold()))


def _severity(severity: Severity | None) -> Answer | None:
    if severity is None:
        return None
    return {
        **{name: f"{getattr(severity, name):.{DIGITS}f}" for name in ("difference", "error")},
        "entries": severity.entries,
        "clear": severity.clear,
    }


def _entries(
    store: JudgingStore,
    stage: tuple[str, str],
    told: Mapping[str, Any],
    page: Sequence[str],
    coverage: Coverage,
) -> list[Answer]:
    cards: dict[str, list[Answer]] = {id: [] for id in page}
    for card in store.tallies.cards_of(stage, page):
        cards[card["entry_id"]].append(card)
    practice = {id: found for id, found in store.practice(*stage).items() if id in cards}
    ids = {card["judge_id"] for found in cards.values() for card in found}
    names = store.judges.load(ids | {id for by_judge in practice.values() for id in by_judge})
    copies = store.entries.load(page)
    entrants = {entry.id: entry for entry in store.entrants(stage[0], page)}
    weights = {c["criterion_id"]: Decimal(c["weight"]) for c in told["criteria"]}
    return [
        {
            "entry_id": id,
            "company": copies.get(id, {}).get("submitted", {}).get("startup", {}).get("company", id),
            "assigned": coverage.entries.get(id, (0, 0))[0],
            "submitted": coverage.entries.get(id, (0, 0))[1],
            **_spread(cards[id], weights, digits=told["rule"].get("digits", DIGITS)),
            "language": entrants[id].language if id in entrants else "",
            "cards": _cards(cards[id], names, entrants.get(id)),
            "shadows": _practised(
                practice.get(id, {}), names, weights, digits=told["rule"].get("digits", DIGITS)
            ),
        }
        for id in page
    ]


def _practised(
    by_judge: Mapping[str, tuple[bool, Answer]],
    judges: Mapping[str, Judge],
    weights: Mapping[str, Decimal],
    *,
    digits: int,
) -> list[Answer]:
    """Return what shadows gave an entry, by name; no total before they sent one."""
    lines: list[Answer] = []
    for id, (_, given) in by_judge.items():
        marks = {name: None if mark is None else Decimal(mark) for name, mark in given.items()}
        total = total_of(marks, weights)
        name = judges[id].name if id in judges else id
        told = None if total is None else str(rounded(total, digits=digits))
        lines.append({"judge_id": id, "name": name, "total": told})
    return sorted(lines, key=lambda line: (line["name"].casefold(), line["judge_id"]))


def _spread(cards: Sequence[Answer], weights: Mapping[str, Decimal], *, digits: int) -> Answer:
    given = [card["latest"]["marks"] for card in cards if card["state"] in SENT]
    totals = [
        total_of({name: None if mark is None else Decimal(mark) for name, mark in marks.items()}, weights)
        for marks in given
    ]
    spread = spread_of([total for total in totals if total is not None], digits=digits)
    if spread is None:
        return {"totals": [], "mean": None, "deviation": None}
    deviation = None if spread.deviation is None else str(spread.deviation)
    return {
        "totals": [str(total) for total in spread.totals],
        "mean": str(spread.mean),
        "deviation": deviation,
    }


def _cards(cards: Sequence[Answer], judges: Mapping[str, Judge], entry: Candidate | None) -> list[Answer]:
    lines: list[Answer] = [
        {
            "judge_id": card["judge_id"],
            "name": judges[card["judge_id"]].name if card["judge_id"] in judges else card["judge_id"],
            "foreign": entry is not None
            and card["judge_id"] in judges
            and foreign(judges[card["judge_id"]], entry),
            "state": card["state"],
            "reason": card.get("reason", ""),
            "abstained": card.get("abstained", False),
        }
        for card in cards
    ]
    return sorted(lines, key=lambda line: (line["name"].casefold(), line["judge_id"]))


def _weights(stage: Mapping[str, Any]) -> dict[str, float]:
    return {c["criterion_id"]: float(c["weight"]) for c in stage["criteria"]}


def _ends(stage: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest total that there can be."""
    weights = {c["criterion_id"]: Decimal(c["weight"]) for c in stage["criteria"]}
    ends = (
        total_of({c["criterion_id"]: Decimal(c[end]) for c in stage["criteria"]}, weights) or Fraction(0)
        for end in ("lowest", "highest")
    )
    lowest, highest = (rounded(end, digits=stage["rule"].get("digits", DIGITS)) for end in ends)
    return lowest, highest
