"""How far a stage is, by entry and by judge."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from schemas.queries.progress import APART, PAGE
from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Judge
from services.judging.domain.panels import (
    Measure,
    criteria_of,
    measure_of,
    names_of,
    panel_ids,
    panel_of,
)
from services.judging.domain.scorecard import SENT
from services.judging.domain.spread import rounded, spread_of
from services.judging.domain.tongues import foreign
from services.judging.progress.by_panel import by_panel
from services.judging.progress.counted import Counted
from services.judging.progress.domain.coverage import Coverage, behind
from services.judging.progress.domain.severity import Severity
from services.judging.progress.repository import Weights
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
    weights = _weights(told)
    severities = store.tallies.severities(stage, list(weights.values()), without=gone)
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
        "judges": _judges(store, told, tallies, void, severities),
        "panels": _panels(told, coverage),
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
    panels = _weights(store.stage(*stage)).values()
    weights = {name: each for own in panels for name, each in own.items()}

    def work() -> list[str]:
        return store.tallies.widest(stage, weights, without=store.withdrawn(stage[0]))

    return counted.once(("widest", *weights.items()), work)


def coverage_of(store: JudgingStore, stage: tuple[str, str], counted: Counted) -> Coverage:
    """Return the coverage of all that compete in the stage or are owed scorecards in it.

    Where every judge scores every entry, no more are needed than the largest panel has. In a stage with
    panels the minimum is meant of each of them.
    """
    told, here = store.stage(*stage), frozenset(store.competing(*stage))
    nobody = dict.fromkeys(here, (0, 0))
    tallies = by_panel(store, stage, counted)

    def work() -> Coverage:
        entries = {**nobody, **counted.entries}
        if not tallies:
            return Coverage(entries, needed=_needed(told, entries))
        every = dict.fromkeys(entries, (0, 0))
        panels = {
            panel: Coverage(own := {**every, **owed}, needed=_needed(told, own))
            for panel, owed in tallies.items()
        }
        return Coverage(entries, needed=sum(own.needed for own in panels.values()), by_panel=panels)

    seats = tuple((panel, id(owed)) for panel, owed in tallies.items())
    return counted.once(("coverage", told["judges_per_entry"], told["assignment"], here, seats), work)


def _needed(told: Mapping[str, Any], entries: Mapping[str, tuple[int, int]]) -> int:
    needed: int = told["judges_per_entry"]
    if told["assignment"] == PANEL:
        needed = min(needed, max((owed for owed, _ in entries.values()), default=0) or needed)
    return needed


def _panels(told: Mapping[str, Any], coverage: Coverage) -> list[Answer]:
    """Return how far each panel is; nothing in a stage without panels."""
    names = names_of(told)
    return [
        {
            "panel_id": id,
            "name": names[id],
            "needed": own.needed,
            "covered": own.covered,
            "assigned": sum(owed for owed, _ in own.entries.values()),
            "submitted": sum(submitted for _, submitted in own.entries.values()),
            "missing": own.missing,
            "gaps": own.gaps,
        }
        for id, own in coverage.by_panel.items()
    ]


def _judges(
    store: JudgingStore,
    told: Mapping[str, Any],
    tallies: Mapping[str, tuple[int, int]],
    void: Mapping[str, int],
    severities: Mapping[str, Severity | None],
) -> list[Answer]:
    late, names = behind(tallies), names_of(told)
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
            "panel": names.get(panel_of(judge, told) or "", ""),
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
    measure, panels = measure_of(told), names_of(told)
    return [
        {
            "entry_id": id,
            "company": copies.get(id, {}).get("submitted", {}).get("startup", {}).get("company", id),
            "assigned": coverage.entries.get(id, (0, 0))[0],
            "submitted": coverage.entries.get(id, (0, 0))[1],
            **_spread(cards[id], measure, digits=told["rule"].get("digits", DIGITS)),
            "language": entrants[id].language if id in entrants else "",
            "cards": _cards(cards[id], names, entrants.get(id), told),
            "panels": [
                {"panel_id": panel, "name": panels[panel], "needed": own.needed}
                | dict(zip(("assigned", "submitted"), own.entries.get(id, (0, 0)), strict=True))
                for panel, own in coverage.by_panel.items()
            ],
            "shadows": _practised(
                practice.get(id, {}), names, measure, digits=told["rule"].get("digits", DIGITS)
            ),
        }
        for id in page
    ]


def _practised(
    by_judge: Mapping[str, tuple[bool, Answer]],
    judges: Mapping[str, Judge],
    measure: Measure,
    *,
    digits: int,
) -> list[Answer]:
    """Return what shadows gave an entry, by name; no total before they sent one."""
    lines: list[Answer] = []
    for id, (_, given) in by_judge.items():
        total = measure.total(given)
        name = judges[id].name if id in judges else id
        told = None if total is None else str(rounded(total, digits=digits))
        lines.append({"judge_id": id, "name": name, "total": told})
    return sorted(lines, key=lambda line: (line["name"].casefold(), line["judge_id"]))


def _spread(cards: Sequence[Answer], measure: Measure, *, digits: int) -> Answer:
    given = [card["latest"]["marks"] for card in cards if card["state"] in SENT]
    totals = [measure.total(marks) for marks in given]
    spread = spread_of([total for total in totals if total is not None], digits=digits)
    if spread is None:
        return {"totals": [], "mean": None, "deviation": None}
    deviation = None if spread.deviation is None else str(spread.deviation)
    return {
        "totals": [str(total) for total in spread.totals],
        "mean": str(spread.mean),
        "deviation": deviation,
    }


def _cards(
    cards: Sequence[Answer], judges: Mapping[str, Judge], entry: Candidate | None, told: Mapping[str, Any]
) -> list[Answer]:
    panels = names_of(told)
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
            "panel": panels.get(panel_of(judges[card["judge_id"]], told) or "", "")
            if card["judge_id"] in judges
            else "",
        }
        for card in cards
    ]
    return sorted(lines, key=lambda line: (line["name"].casefold(), line["judge_id"]))


def _weights(stage: Mapping[str, Any]) -> dict[str, Weights]:
    """Return by panel the weights of its criteria, and what their marks are multiplied by."""
    measure = measure_of(stage)
    return {
        panel: {
            c["criterion_id"]: (float(c["weight"]), float(measure.factors[c["criterion_id"]]))
            for c in criteria_of(stage, panel)
        }
        for panel in panel_ids(stage)
    }


def _ends(stage: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest total that there can be."""
    measure, digits = measure_of(stage), stage["rule"].get("digits", DIGITS)
    return rounded(measure.lowest, digits=digits), rounded(measure.highest, digits=digits)
