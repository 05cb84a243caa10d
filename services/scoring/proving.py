"""Whether what is counted is what the log says, which a freeze waits for."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from services.scoring.counting import (
    NOT_COMPETING,
    Counted,
    count_entries,
    left,
    mark_version,
    revision_of,
)
from services.scoring.domain.leaves import AUDIENCE, DISQUALIFIED, SCORECARD, VOID, Leaf, alias_of
from services.scoring.domain.refusals import LogBehind
from services.scoring.domain.rule import Stage
from services.scoring.log import Head
from services.scoring.repository import ScoringStore

LOG = structlog.get_logger(__name__)

TRIES = 20
PAUSE_SECONDS = 0.1
VERSION_MASK = 0xFFFF_FFFF

Key = tuple[str, str]
"""An entry, and a judge by alias."""

Card = dict[str, Any]


@dataclass(frozen=True)
class Settled:
    """What is counted, the head of the log that says the same, and what the log has besides.

    `entry_ids` are those with scorecards in the log; `unassigned` the scorecards of entries in the
    stage that nobody owes any more.
    """

    counted: Counted
    head: Head
    entry_ids: frozenset[str]
    unassigned: list[Key]


@dataclass
class Logged:
    """What the leaves of a stage come to: the newest version of each scorecard, and which are void."""

    versions: dict[Key, int] = field(default_factory=dict)
    void: set[Key] = field(default_factory=set)

    def take(self, leaf: Leaf) -> None:
        """Take in one more leaf."""
        key = (leaf["entry_id"], leaf["judge"])
        if leaf["kind"] == VOID:
            self.void.add(key)
            return
        if leaf["kind"] in (DISQUALIFIED, AUDIENCE):
            return  # no scorecard; who is disqualified stands in nothing, whatever scorecards it has
        version = mark_version(leaf["revision"], leaf["version"])
        self.versions[key] = max(version, self.versions.get(key, 0))

    def standing(self, entry_ids: Iterable[str]) -> dict[Key, int]:
        """Return the versions that count for these entries."""
        wanted = set(entry_ids)
        return {key: v for key, v in self.versions.items() if key not in self.void and key[0] in wanted}


@dataclass(frozen=True)
class Look:
    """One look at log and count: what they say, the scorecards owed, and in how many the two differ."""

    settled: Settled
    logged: Logged
    owed: Mapping[Key, Card]
    differing: int


def settle(store: ScoringStore, stage: Stage, *, insist: bool) -> Settled:
    """Return what is counted with the head of the log that says the same.

    A batch is in the log a moment before its marks are written, so it is looked again for a while.
    LogBehind when they still differ; without `insist` that is logged, and the proof will show it.
    """
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE_SECONDS)
        look = _look(store, stage)
        if not look.differing:
            return look.settled
        _log_unlogged(store, stage, look)
    LOG.error("the log and what is counted differ", stage=stage.stage_id, differing=look.differing)
    if insist:
        raise LogBehind(
            f"{look.differing} scorecards differ between the proof log and the count; try again in a moment",
            errors={"differing": look.differing},
        )
    return look.settled


def _look(store: ScoringStore, stage: Stage) -> Look:
    # What is counted is read before the log: all of it is there then.
    counted = count_entries(store, stage)
    head = store.log.head(stage.edition_id)
    logged, owed = read(store, stage, head.size), _owed(store, stage, counted)
    standing = logged.standing(counted.standing_lines)
    said = {key: version for key, version in standing.items() if key in owed}
    marked = {key: card["marked"]["version"] for key, card in owed.items() if "marked" in card}
    entry_ids = frozenset(entry_id for entry_id, _ in logged.versions)
    settled = Settled(counted, head, entry_ids, sorted(standing.keys() - owed.keys()))
    return Look(settled, logged, owed, differing=len(said.items() ^ marked.items()))


def read(store: ScoringStore, stage: Stage, size: int) -> Logged:
    """Return what the first `size` leaves of the log say of the stage."""
    logged = Logged()
    for data in store.log.leaves(stage.edition_id, 0, size):
        leaf = json.loads(data)
        if leaf["stage_id"] == stage.stage_id:
            logged.take(leaf)
    return logged


def left_out(store: ScoringStore, settled: Settled, *, voted: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return what the log has of the stage that the result has not, and why.

    Entries that do not stand in it, and scorecards that nobody owes any more, by `judge`. `voted` are entries
    that the log has votes for.
    """
    gone = sorted((settled.entry_ids | set(voted)) - settled.counted.standing_lines.keys())
    known = store.entries.load(gone)
    entries = [_left_out(id, known.get(id, {})) for id in gone]
    lines = settled.counted.standing_lines
    cards = [
        {"entry_id": id, "company": lines[id].company, "judge": judge, "reason": "unassigned"}
        for id, judge in settled.unassigned
    ]
    return entries + cards


def _left_out(entry_id: str, entry: Mapping[str, Any]) -> dict[str, str]:
    reason = "elsewhere"
    if entry.get("screened", {}).get("decision") in NOT_COMPETING:
        reason = "ineligible"
    if left(entry):
        reason = "withdrawn"
    if "disqualified" in entry:
        reason = "disqualified"
    company = entry.get("submitted", {}).get("company", entry_id)
    return {"entry_id": entry_id, "company": company, "judge": "", "reason": reason}


def _owed(store: ScoringStore, stage: Stage, counted: Counted) -> dict[Key, Card]:
    """Return the scorecards owed for entries in the stage, as the log names them."""
    secret = store.log.secret(stage.edition_id)
    return {
        (id, alias_of(secret, stage_id=stage.stage_id, judge_id=card["assigned"]["judge_id"])): card
        for id in counted.standing_lines
        for card in counted.cards.get(id, ())
    }


def _log_unlogged(store: ScoringStore, stage: Stage, look: Look) -> None:
    """Append what was counted before there was a log: without its receipts, which nobody kept."""
    missing = {
        f"{card['_id']}.{card['marked']['version']}": _unlogged(stage, card)
        for key, card in look.owed.items()
        if "marked" in card and key not in look.logged.versions and key not in look.logged.void
    }
    if missing:
        store.log.append(stage.edition_id, missing)


def _unlogged(stage: Stage, card: Card) -> Leaf:
    marked, assigned = card["marked"], card["assigned"]
    return {
        "kind": SCORECARD,
        "stage_id": stage.stage_id,
        "entry_id": assigned["entry_id"],
        "judge_id": assigned["judge_id"],
        "version": marked["version"] & VERSION_MASK,
        "revision": revision_of(marked["version"]),
        "marks": marked["marks"],
        "made_at": None,
        "receipts": [],
    }
