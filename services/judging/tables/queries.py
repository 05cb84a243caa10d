"""What pages are told of tables."""

from collections.abc import Mapping
from typing import Any

from services.judging.repository import JudgingStore
from services.judging.tables.domain.floor import TABLE, Floor
from services.judging.tables.finding import floor_of

Answer = dict[str, Any]


def get_tables(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetTables."""
    floor = floor_of(store, query["edition_id"], query["stage_id"])
    found = store.candidates(query["edition_id"], query["stage_id"])
    return told_tables(floor, query["stage_id"], {each.id: each.company for each in found})


def get_tables_of_entry(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetTablesOfEntry."""
    edition_id, entry_id = query["edition_id"], query["entry_id"]
    found = []
    for stage in store.edition(edition_id)["stages"]:
        if stage["kind"] == TABLE:
            number = floor_of(store, edition_id, stage["stage_id"]).tables.get(entry_id)
            if number is not None and entry_id in store.competing(edition_id, stage["stage_id"]):
                found.append({"stage_id": stage["stage_id"], "name": stage["name"], "table": number})
    return {"tables": found}


def told_tables(floor: Floor, stage_id: str, companies: Mapping[str, str]) -> Answer:
    """Return a floor as organisers see it: by table, then those without one by name."""
    lines = [
        {"entry_id": id, "company": company, "table": floor.tables.get(id)}
        for id, company in companies.items()
    ]
    order = sorted(lines, key=lambda line: (line["table"] is None, line["table"] or 0, _sorted_by(line)))
    return {"stage_id": stage_id, "version": floor.version, "seed": floor.seed, "tables": order}


def _sorted_by(line: Mapping[str, Any]) -> tuple[str, str]:
    return line["company"].casefold(), line["entry_id"]
