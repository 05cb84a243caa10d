"""Floors as documents, and back."""

from typing import Any

from services.judging.tables.domain.floor import Floor

Document = dict[str, Any]


def floor_to_state(floor: Floor) -> Document:
    # As a list: an entry's id may have dots, which names in a document had better not.
    tables = [{"entry_id": id, "table": number} for id, number in floor.tables.items()]
    return {"tables": tables, "seed": floor.seed}


def floor_from_state(id: str, version: int, state: Document) -> Floor:
    tables = {each["entry_id"]: each["table"] for each in state["tables"]}
    return Floor(id=id, tables=tables, seed=state["seed"], version=version)
