"""Read models: what pages are told about standings, boards and results."""

from collections.abc import Mapping
from typing import Any

from services.scoring.counting import (
    assigned_cards,
    belongs,
    card_number,
    competing,
    publication_of,
    revision_of,
    seal_of,
)
from services.scoring.domain.refusals import NotPublished
from services.scoring.domain.rule import Rule
from services.scoring.domain.standing import BUILDING, PUBLISHED, Seal, Standing, standing_id
from services.scoring.domain.tracks import within
from services.scoring.domain.words import rule_in_words
from services.scoring.repository import ScoringStore
from services.scoring.stages import scored_stages

Answer = dict[str, Any]
Wanted = Mapping[str, Any]

SEALED = "darkhorse-sealed/1"


def get_standings(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetStandings. Entries without scorecards have no place and come last."""
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    stage, standing = store.stage(edition_id, stage_id), _standing(store, query)
    rows, of = _page(standing, stage.rule, query, store)
    return {
        "edition_id": edition_id,
        "stage_id": stage_id,
        "state": standing.state,
        "counted": standing.counted,
        "expected": standing.expected,
        "late": sum(standing.late.values()),
        "certificate": standing.certificate,
        "corrected": standing.corrected,
        "rule": rule_in_words(stage.rule),
        "rows": rows,
        "of": of,
        "steps": standing.steps,
        "revealed": standing.revealed,
        "proof": standing.proof,
    }


def get_reveal_key(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetRevealKey; NotCertified before there is one."""
    standing = _standing(store, query)
    return {"key": standing.spoken_key(), "certificate": standing.certificate}


def get_sealed_results(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetSealedResults; NotCertified before there are any."""
    standing = _standing(store, query)
    steps = standing.sealed_steps()
    return {"format": SEALED, "salt": standing.salt, "certificate": standing.certificate, "steps": steps}


def get_board(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetBoard from what was broadcast, and from nothing else."""
    edition = store.edition(query["edition_id"])
    boards = store.glances.boards(edition["edition_id"])
    stages = [
        {**_empty_board(edition, stage), **boards.get(stage["stage_id"], {}), "name": stage["name"]}
        for stage in scored_stages(edition)
    ]
    return {"edition_id": edition["edition_id"], "name": edition["name"], "stages": stages}


def get_results(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetResults from what was broadcast; NotPublished before the results are public."""
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    store.stage(edition_id, stage_id)
    board = store.glances.boards(edition_id).get(stage_id, {})
    if board.get("state") != PUBLISHED:
        raise NotPublished(f"the results of {stage_id} are not public yet")
    certificate = store.glances.certificates(edition_id)[stage_id]
    proof = board.get("proof")
    told = {"certificate": certificate, "corrected": board.get("corrected", False)}
    return {"stage_id": stage_id, **told, "rows": board["rows"], "proof": proof}


def get_counted(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetCounted. What came after the freeze is not counted."""
    revisions = {ref["scorecard_id"]: ref["revision"] for ref in query["scorecards"]}
    cards = store.scorecards.load(revisions)
    owed = {id: card["assigned"] for id, card in cards.items() if "assigned" in card}
    held = {
        standing: _held(store, standing, {a["entry_id"] for a in owed.values() if a["standing"] == standing})
        for standing in {assigned["standing"] for assigned in owed.values()}
    }
    counted = {id: held[a["standing"]].get(a["entry_id"], {}) for id, a in owed.items()}
    return {"counted": [id for id, seal in counted.items() if _holds(seal, id, revisions[id])]}


def _page(standing: Standing, rule: Rule, query: Wanted, store: ScoringStore) -> tuple[list[Answer], int]:
    """Return the rows that are wanted, and of how many; nobody is placed where none is."""
    track, after, limit = query.get("track", ""), query.get("after", 0), query.get("limit")
    if limit == 0 and not track:
        return [], len(standing.lines if standing.building else standing.rows)
    rows = store.looked_at.rows(standing, rule)
    if (meant := query.get("entry_ids")) is not None:
        wanted_ids = frozenset(meant)
        rows = [row for row in rows if row.entry_id in wanted_ids]
    if track:
        told = _of_track([{**row.as_dict(rule), "award": row.award} for row in rows], track, store)
        return told[after : None if limit is None else after + limit], len(told)
    wanted = rows[after : None if limit is None else after + limit]
    return [{**row.as_dict(rule), "award": row.award} for row in wanted], len(rows)


def _of_track(rows: list[Answer], track: str, store: ScoringStore) -> list[Answer]:
    entries = store.entries.load(row["entry_id"] for row in rows)
    there = {id for id, entry in entries.items() if entry.get("submitted", {}).get("track") == track}
    return within(row for row in rows if row["entry_id"] in there)


def _standing(store: ScoringStore, query: Wanted) -> Standing:
    edition_id, stage_id = query["edition_id"], query["stage_id"]
    store.stage(edition_id, stage_id)
    return store.looked_at.find(standing_id(edition_id, stage_id)) or Standing(edition_id, stage_id)


def _held(store: ScoringStore, standing: str, entry_ids: set[str]) -> Mapping[str, Seal]:
    """Return which scorecards count by entry, for these entries at least."""
    sealed = store.glances.sealed(standing, entry_ids)
    return _moving(store, standing, entry_ids) if sealed is None else sealed


def _moving(store: ScoringStore, standing: str, entry_ids: set[str]) -> Mapping[str, Seal]:
    cards = assigned_cards(store, standing, entry_ids, publication_of(store, standing))
    entries = competing(store, standing, entry_ids)
    return {
        id: seal_of(owed)
        for id, owed in cards.items()
        if belongs(entries.get(id, {}), standing, assigned=True)
    }


def _holds(seal: Seal, scorecard_id: str, revision: int) -> bool:
    return revision_of(seal.get(card_number(scorecard_id), 0)) >= revision


def _empty_board(edition: Answer, stage: Answer) -> Answer:
    """Return the board of a stage that has not been counted yet."""
    ids = {"edition_id": edition["edition_id"], "stage_id": stage["stage_id"]}
    return {
        **ids,
        "number": 0,
        "state": BUILDING,
        "certificate": 0,
        "corrected": False,
        "counted": 0,
        "expected": 0,
        "rows": [],
        "proof": None,
    }
