"""The floor of a stage, and where its entries are."""

from typing import Any

from services.judging.repository import JudgingStore
from services.judging.tables.domain.floor import TABLE, Floor, floor_id, walk
from services.judging.tables.domain.refusals import NoTables


def floor_of(store: JudgingStore, edition_id: str, stage_id: str) -> Floor:
    """Return the floor of a stage, without a number where nobody gave one; NoTables for another kind."""
    stage = store.stage(edition_id, stage_id)
    if stage["kind"] != TABLE:
        raise NoTables(f"{stage['name']} is not judged from table to table")
    id = floor_id(edition_id, stage_id)
    return store.floors.find(id) or Floor(id)


def walked(
    store: JudgingStore, edition_id: str, stage_id: str, judge_id: str, lines: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return a judge's lines, each with its `table`, in the order in which this judge walks."""
    floor = floor_of(store, edition_id, stage_id)
    here = store.competing(edition_id, stage_id)
    tables = {id: number for id, number in floor.tables.items() if id in here}
    judges = sorted(store.tally(edition_id, stage_id, "judge_id"))
    turn = judges.index(judge_id) if judge_id in judges else 0
    by_entry = {line["entry_id"]: {**line, "table": tables.get(line["entry_id"])} for line in lines}
    return [by_entry[id] for id in walk(by_entry, tables, turn=turn, judges=len(judges))]
