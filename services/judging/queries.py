"""What judging tells: judges, their lists, coverage, scorecards, receipts."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any

from schemas.fields import GRACE_SECONDS
from services.chassis.storage import holding
from services.judging.documents import correction_to, submission_to
from services.judging.domain.conflict import entries_by_investor, invested
from services.judging.domain.judge import HARD, Judge
from services.judging.domain.late import REFUSED, LateScorecard
from services.judging.domain.lateness import NO_BASIS
from services.judging.domain.panels import criteria_of, names_of, panel_of, seated
from services.judging.domain.scorecard import AS_THEIR_OWN, SHADOWS, Scorecard
from services.judging.handlers.hands import told_hand
from services.judging.handlers.judges import judge_of
from services.judging.invitations.queries import told_judge
from services.judging.progress.by_panel import by_panel
from services.judging.progress.counted import Counted
from services.judging.repository import JudgingStore
from services.judging.tables.domain.floor import TABLE
from services.judging.tables.finding import walked

Answer = dict[str, Any]
ORDER = {"open": 0, "planned": 1, "closed": 2}


def list_judges(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer ListJudges: with their conflicts, declared or invested."""
    edition_id, after, limit = query["edition_id"], query.get("after", 0), query.get("limit")
    found = store.judges.select(judges_called(edition_id, query.get("search", ""), query.get("judge_id")))
    judges = sorted(found, key=lambda judge: (judge.name, judge.id))
    page = judges[after : None if limit is None else after + limit]
    names = {name for judge in page for name in (judge.name, judge.firm)}
    by_investor = entries_by_investor(store.invested(edition_id, names))
    terms = store.terms_of(edition_id)
    return {
        "judges": [
            {**told_judge(judge, terms), "conflicts": _conflicts(judge, by_investor)} for judge in page
        ],
        "total": len(judges),
    }


def judges_called(edition_id: str, search: str, judge_id: str | None = None) -> Answer:
    """Return the filter for an edition's judges who are meant by a search in name, address and firm."""
    named = {} if judge_id is None else {"_id": judge_id}
    return {
        "state.edition_id": edition_id,
        **named,
        **holding(search, "state.name", "state.email", "state.firm"),
    }


def get_judge_list(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Return what a judge has to score, open stages first. Entries that left are not in it."""
    edition_id = query["edition_id"]
    judge = judge_of(edition_id, query["judge_id"], store)
    edition = store.edition(edition_id)
    wanted = {"state.judge_id": judge.id, "state.edition_id": edition_id}
    left = store.withdrawn(edition_id)
    cards = [card for card in store.scorecards.select(wanted) if card.entry_id not in left]
    by_stage: dict[str, list[Scorecard]] = {}
    for card in cards:
        by_stage.setdefault(card.stage_id, []).append(card)
    startups = _startups(store, cards)
    hands = store.hands.of_judge(edition_id, judge.id)
    stages = [
        {
            **_walked(
                store,
                edition_id,
                judge.id,
                _stage_list(store, judge, stage, by_stage[stage["stage_id"]], startups),
            ),
            "hand": told_hand(hands[stage["stage_id"]]) if stage["stage_id"] in hands else None,
        }
        for stage in edition["stages"]
        if stage["stage_id"] in by_stage
    ]
    terms = store.terms_of(edition_id)
    asked = {"asked": terms.asks(judge)}
    return {
        "judge": told_judge(judge, terms),
        **asked,
        "stages": sorted(stages, key=lambda stage: ORDER[stage["state"]]),
    }


def get_coverage(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Return how many scorecards of a stage are owed and how many are in.

    Those of entries that left are not owed.
    """
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    stage = store.stage(edition_id, stage_id)
    counted = store.counted(edition_id, stage_id)
    entries, judges = counted.entries, counted.judges
    names = {id: judge.name for id, judge in store.judges.load(judges).items()}
    lacking = {id: pair for id, pair in entries.items() if pair[1] < pair[0]}
    owed, submitted = (sum(pair[n] for pair in entries.values()) for n in (0, 1))
    share = Decimal(submitted) / owed if owed else Decimal(0)
    return {
        "stage_id": stage_id,
        "state": store.window(edition_id, stage_id).state,
        "entries": len(entries),
        "assigned": owed,
        "submitted": submitted,
        "coverage": str(share.quantize(Decimal("0.001"), ROUND_DOWN)),
        "by_entry": _by_entry(store, edition_id, entries, lacking, query.get("lacking")),
        "lacking": len(lacking),
        "by_judge": _progress(judges, "judge_id", "name", names),
        "panels": _by_panel(store, edition_id, stage, counted),
    }


def _by_panel(store: JudgingStore, edition_id: str, stage: Answer, counted: Counted) -> list[Answer]:
    """Return how far each panel is; nothing in a stage without panels."""
    tallies = by_panel(store, (edition_id, stage["stage_id"]), counted)
    judges = seated(store.judges.select({"state.edition_id": edition_id}), stage) if tallies else {}
    return [
        {
            "panel_id": panel,
            "name": names_of(stage)[panel],
            "judges": sum(not judge.shadow for judge in judges[panel]),
            "entries": len(tally),
            "assigned": sum(owed for owed, _ in tally.values()),
            "submitted": sum(sent for _, sent in tally.values()),
            "lacking": sum(sent < owed for owed, sent in tally.values()),
        }
        for panel, tally in tallies.items()
    ]


def list_scorecards(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Return a page of a stage's scorecards, by id; those of shadow judges are not among them."""
    stage = {"state.edition_id": query["edition_id"], "state.stage_id": query["stage_id"]}
    if query.get("entry_id") is not None:
        stage["state.entry_id"] = query["entry_id"]
    stage["state.state"] = {"$nin": [*SHADOWS]}
    page = {**stage, "_id": {"$gt": query["after"]}}
    cards = list(store.scorecards.select(page, sort=[("_id", 1)], limit=query["limit"]))
    more = len(cards) == query["limit"]
    certified = store.window(query["edition_id"], query["stage_id"]).certified
    told = [_scorecard(card, certified=certified) for card in cards]
    return {"scorecards": told, "next": cards[-1].id if more else None}


def list_entry_cards(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Return who judges an entry and who must not, by name."""
    edition_id, entry_id = query["edition_id"], query["entry_id"]
    judges = {judge.id: judge for judge in store.judges.select({"state.edition_id": edition_id})}
    names = {id: judge.name for id, judge in judges.items()}
    cards = store.scorecards.select({"state.edition_id": edition_id, "state.entry_id": entry_id})
    by_investor = entries_by_investor(store.entrants(edition_id, [entry_id]))
    conflicts = [
        {"judge_id": judge.id, "judge": judge.name, "kind": each["kind"], "reason": each["reason"]}
        for judge in judges.values()
        for each in _conflicts(judge, by_investor)
        if each["entry_id"] == entry_id
    ]
    return {
        "scorecards": sorted((_entry_card(card, names) for card in cards), key=lambda card: card["judge"]),
        "conflicts": sorted(conflicts, key=lambda conflict: conflict["judge"]),
    }


def _entry_card(card: Scorecard, names: Mapping[str, str]) -> Answer:
    return {
        "scorecard_id": card.id,
        "stage_id": card.stage_id,
        "judge_id": card.judge_id,
        "judge": names.get(card.judge_id, card.judge_id),
        "state": card.state,
        "revision": card.latest.revision if card.latest else 0,
        "reason": card.reason,
        "received_at": card.latest.received_at.isoformat() if card.latest else None,
    }


def get_receipts(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Return what became of told commands, in the order asked."""
    asked = query["receipts"]
    refused = store.refused.load(asked)
    late = store.late.load(asked)
    cards = store.concerned([], [receipt.rpartition(".")[0] for receipt in asked])
    recorded = {heard.receipt: (card, heard.revision) for card in cards for heard in card.commands}
    return {
        "receipts": [
            _late_outcome(late[receipt])
            if receipt in late
            else _outcome(receipt, refused.get(receipt), recorded.get(receipt))
            for receipt in asked
        ]
    }


def list_late(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Return the scorecards of a stage that came too late, with all that is known of when."""
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    store.stage(edition_id, stage_id)
    found = list(store.late.of_stage(edition_id, stage_id))
    judges = store.judges.load({late.judge_id for late in found})
    entries = store.entries.load({late.entry_id for late in found})
    names = {id: judge.name for id, judge in judges.items()}
    companies = {id: e["submitted"]["startup"]["company"] for id, e in entries.items() if "submitted" in e}
    return {"late": [_late(late, names, companies) for late in found]}


def _late(late: LateScorecard, names: Mapping[str, str], companies: Mapping[str, str]) -> Answer:
    told = submission_to(late.submission)
    clock = told["clock"] or {"phone_at": None, "contact_at": None, "basis": NO_BASIS}
    return {
        "receipt": late.id,
        "entry_id": late.entry_id,
        "company": companies.get(late.entry_id, late.entry_id),
        "judge_id": late.judge_id,
        "judge": names.get(late.judge_id, late.judge_id),
        "revision": late.submission.revision,
        "made_at": told["made_at"],
        **clock,
        "received_at": told["received_at"],
        "closed_at": late.closed_at.isoformat(),
        "grace_seconds": late.grace_seconds,
        "decision": late.decision,
        "reason": late.reason,
    }


def _late_outcome(late: LateScorecard) -> Answer:
    return {
        "receipt": late.id,
        "state": {None: "held", REFUSED: "refused"}.get(late.decision, "recorded"),
        "scorecard_id": late.scorecard_id if late.accepted else None,
        "revision": late.submission.revision if late.accepted else None,
        "judge_id": late.judge_id,
        "refusal": late.refusal.as_dict() if late.refusal else None,
    }


def _outcome(receipt: str, refused: Any, recorded: tuple[Scorecard, int] | None) -> Answer:
    empty: Answer = {"scorecard_id": None, "revision": None, "judge_id": None, "refusal": None}
    if recorded is not None:
        card, revision = recorded
        known = {"scorecard_id": card.id, "revision": revision, "judge_id": card.judge_id}
        state = "practised" if card.shadow else "recorded"
        return {**empty, "receipt": receipt, "state": state, **known}
    if refused is not None:
        known = {"judge_id": refused["judge_id"], "refusal": refused["refusal"]}
        return {**empty, "receipt": receipt, "state": "refused", **known}
    return {**empty, "receipt": receipt, "state": "waiting"}


def _conflicts(judge: Judge, by_investor: Mapping[str, set[str]]) -> list[Answer]:
    found = {
        entry_id: {"entry_id": entry_id, "kind": HARD, "reason": "an investor in the startup"}
        for entry_id in sorted(invested(judge, by_investor))
    }
    for entry_id, conflict in judge.conflicts.items():
        found.setdefault(entry_id, {"entry_id": entry_id, "kind": conflict.kind, "reason": conflict.reason})
    return list(found.values())


def _startups(store: JudgingStore, cards: list[Scorecard]) -> dict[str, Answer]:
    entries = store.entries.load({card.entry_id for card in cards})
    return {id: entry.get("submitted", {}).get("startup", {}) for id, entry in entries.items()}


def _stage_list(
    store: JudgingStore, judge: Judge, stage: Answer, cards: list[Scorecard], startups: dict[str, Answer]
) -> Answer:
    window, panel = store.window(judge.edition_id, stage["stage_id"]), panel_of(judge, stage)
    lines = [_assignment(card, startups.get(card.entry_id, {}), certified=window.certified) for card in cards]
    return {
        "stage_id": stage["stage_id"],
        "name": stage["name"],
        "kind": stage["kind"],
        "board": stage["board"],
        "grace_seconds": stage.get("grace_seconds", GRACE_SECONDS),
        "state": window.state,
        "panel": names_of(stage).get(panel or ""),
        "criteria": criteria_of(stage, panel),
        "assignments": sorted(lines, key=lambda line: line["company"].casefold()),
    }


def _walked(store: JudgingStore, edition_id: str, judge_id: str, stage: Answer) -> Answer:
    """Return a stage's list in the order in which the judge walks, where there are tables."""
    if stage["kind"] != TABLE:
        return stage
    lines = walked(store, edition_id, stage["stage_id"], judge_id, stage["assignments"])
    return {**stage, "assignments": lines}


def _assignment(card: Scorecard, startup: Answer, *, certified: bool) -> Answer:
    return {
        "scorecard_id": card.id,
        "entry_id": card.entry_id,
        "company": startup.get("company", card.entry_id),
        "description": startup.get("description", ""),
        "categories": startup.get("categories", []),
        "website": startup.get("website", ""),
        "country": startup.get("country", ""),
        "city": startup.get("city", ""),
        "founded": startup.get("founded_year"),
        "state": AS_THEIR_OWN.get(card.state, card.state_in(certified=certified)),
        "reason": card.reason,
        **_latest(card),
        "note": card.latest.note if card.latest else "",
        "receipt": card.latest.receipt if card.latest else None,
    }


def _scorecard(card: Scorecard, *, certified: bool) -> Answer:
    return {
        "scorecard_id": card.id,
        "entry_id": card.entry_id,
        "judge_id": card.judge_id,
        "state": card.state_in(certified=certified),
        "reason": card.reason,
        **_latest(card),
        "command_ids": [heard.id for heard in card.commands],
        "corrections": [correction_to(correction) for correction in card.corrections],
    }


def _latest(card: Scorecard) -> Answer:
    """Return what was submitted last, but for the judge's own note; revision 0 before anything was."""
    if card.latest is None:
        return {"revision": 0, "marks": {}, "comment": "", "made_at": None, "received_at": None}
    told = submission_to(card.latest)
    return {name: told[name] for name in ("revision", "marks", "comment", "made_at", "received_at")}


def _by_entry(
    store: JudgingStore,
    edition_id: str,
    entries: Mapping[str, tuple[int, int]],
    lacking: Mapping[str, tuple[int, int]],
    most: int | None,
) -> list[Answer]:
    """Return how far each entry is, or at most so many of those that lack scorecards."""
    if most is None:
        return _progress(entries, "entry_id", "company", store.companies(edition_id))
    few = {id: lacking[id] for id in sorted(lacking)[:most]}
    companies = {each.id: each.company for each in store.entrants(edition_id, few)}
    return _progress(few, "entry_id", "company", companies)


def _progress(
    tally: Mapping[str, tuple[int, int]], id_name: str, label: str, labels: Mapping[str, str]
) -> list[Answer]:
    lines = [
        {id_name: id, label: labels.get(id, id), "assigned": owed, "submitted": submitted}
        for id, (owed, submitted) in tally.items()
    ]
    return sorted(lines, key=lambda line: str(line[label]).casefold())
