"""Results worked out again from the proof log, which a correction asks for.

What is counted is what the log had at the freeze, and the corrections since; what came in beside them is
not. So the new result follows from the log as the first one did.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from services.scoring.domain.aggregation import Marks, tally
from services.scoring.domain.correction import DISQUALIFIED
from services.scoring.domain.leaves import AUDIENCE, VOID, Leaf, salt_of
from services.scoring.domain.refusals import LogBehind, NoLog
from services.scoring.domain.rows import Line, Row, rows_of
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import Standing
from services.scoring.log import Head
from services.scoring.repository import ScoringStore

Key = tuple[str, str]


@dataclass
class Cards:
    """What the leaves that count come to: the marks of each scorecard at its newest, by entry and alias.

    `votes` are the audience's as they were told last, None where none weigh.
    """

    newest: dict[Key, tuple[tuple[int, int], Marks]] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    entries_gone: set[str] = field(default_factory=set)
    votes: dict[str, int] | None = None

    def take(self, leaf: Leaf) -> None:
        """Take in one more leaf."""
        key = (leaf["entry_id"], leaf.get("judge", ""))
        if leaf["kind"] == DISQUALIFIED:
            self.entries_gone.add(leaf["entry_id"])
        elif leaf["kind"] == VOID:
            self.gone.add(key)
        elif leaf["kind"] == AUDIENCE:
            self.votes = leaf["votes"]
        else:
            age = (leaf["revision"], leaf["version"])
            if key not in self.newest or age > self.newest[key][0]:
                self.newest[key] = age, {name: Decimal(mark) for name, mark in leaf["marks"].items()}

    def by_entry(self) -> dict[str, list[Marks]]:
        """Return the marks of each scorecard that counts, by entry."""
        found: dict[str, list[Marks]] = {}
        for key, (_, marks) in self.newest.items():
            if key not in self.gone:
                found.setdefault(key[0], []).append(marks)
        return found


@dataclass(frozen=True)
class Recount:
    """The rows as they are with a correction, where its leaf is, the leaf, and the log's head with it."""

    rows: list[Row]
    index: int
    leaf: Leaf
    head: Head


def recount(store: ScoringStore, stage: Stage, standing: Standing, *, fact_id: str) -> Recount:
    """Return the rows of a standing that stopped, with the correction that the log has by this fact.

    NoLog for a standing that was frozen before there was a log.
    """
    if not standing.heads:
        raise NoLog(f"the results of {stage.stage_id} were frozen before there was a proof log")
    secret = store.log.secret(stage.edition_id)
    salt = salt_of(secret, fact_id=fact_id)
    head = store.log.head(stage.edition_id)
    counted = {correction.index for correction in standing.corrections}
    cards, found = Cards(), None
    for index, data in enumerate(store.log.leaves(stage.edition_id, 0, head.size)):
        leaf = json.loads(data)
        if leaf["stage_id"] != stage.stage_id:
            continue
        if leaf["salt"] == salt:
            found = index, leaf
        if index < standing.heads[-1]["size"] or index in counted or leaf["salt"] == salt:
            cards.take(leaf)
    if found is None:
        raise LogBehind("the correction is not in the proof log yet; try again in a moment")
    cards.gone |= {(each["entry_id"], each["judge"]) for each in standing.left_out if each["judge"]}
    return Recount(_rows(standing.rows, cards, stage), *found, head)


def _rows(rows: Iterable[Row], cards: Cards, stage: Stage) -> list[Row]:
    marks = cards.by_entry()
    kept = [row for row in rows if row.entry_id not in cards.entries_gone]
    lines: Mapping[str, Line] = {
        row.entry_id: Line(
            row.entry_id,
            row.company,
            tally(marks.get(row.entry_id, ()), rule=stage.rule, owed=row.owed),
        )
        for row in kept
    }
    return rows_of(lines, rule=stage.rule, votes=cards.votes)
