"""Organisers number the tables: by hand, by lot, by name, or those that have no number yet."""

from collections.abc import Mapping
from typing import Any

from schemas.commands.tables import HIGHEST_TABLE
from schemas.refusal import Invalid
from services.chassis.messaging import Asked
from services.judging.domain.refusals import NothingToAssign
from services.judging.handlers.sessions import seed_of
from services.judging.repository import JudgingStore
from services.judging.tables.domain.floor import Floor, by_lot, by_name, shared, with_the_rest
from services.judging.tables.finding import floor_of
from services.judging.tables.queries import told_tables

Answer = dict[str, Any]
Companies = Mapping[str, str]

HAND, LOT, NAME, REST = "hand", "lot", "name", "rest"


def number_tables(command: Asked, store: JudgingStore) -> Answer:
    """Give the entries of a stage their tables; nothing happens when they have them already."""
    data = command.data
    floor = floor_of(store, data["edition_id"], data["stage_id"])
    found = store.candidates(data["edition_id"], data["stage_id"])
    companies = {candidate.id: candidate.company for candidate in found}
    if not companies:
        raise NothingToAssign("no entry competes in this stage yet")
    seed = None
    if data["by"] == LOT:
        seed = seed_of(command.id) if data["seed"] is None else data["seed"]
    tables = _tables(floor, companies, data, seed)
    _check_highest(tables, data["first"])
    if floor.number(tables, seed=seed, seen=data["seen"]):
        store.floors.save(floor)
    return told_tables(floor, data["stage_id"], companies)


def _check_highest(tables: Mapping[str, int], first: int) -> None:
    if max(tables.values(), default=0) > HIGHEST_TABLE:
        errors = {
            "first": {"came": first, "allowed": f"a number from which all come to {HIGHEST_TABLE} at most"}
        }
        raise Invalid("the tables' numbers would be too high", errors=errors)


def _tables(floor: Floor, companies: Companies, data: Mapping[str, Any], seed: int | None) -> dict[str, int]:
    # Whoever left gives the table free.
    here = {id: number for id, number in floor.tables.items() if id in companies}
    if seed is not None:
        return by_lot(list(companies), seed=seed, first=data["first"])
    if data["by"] == NAME:
        return by_name(companies, first=data["first"])
    if data["by"] == REST:
        return with_the_rest(here, companies, first=data["first"])
    return _by_hand(here, companies, data["tables"])


def _by_hand(here: dict[str, int], companies: Companies, wanted: list[Mapping[str, Any]]) -> dict[str, int]:
    named = {each["entry_id"]: each["table"] for each in wanted}
    tables = {id: number for id, number in {**here, **named}.items() if number is not None}
    twice, errors = shared(tables), dict[str, Any]()
    for n, each in enumerate(wanted):
        if each["entry_id"] not in companies:
            allowed = "an entry that competes in the stage"
            errors[f"tables.{n}.entry_id"] = {"came": each["entry_id"], "allowed": allowed}
        elif each["entry_id"] in twice:
            errors[f"tables.{n}.table"] = {
                "came": each["table"],
                "allowed": "a number that no other entry has",
            }
    if errors:
        raise Invalid("the tables cannot be numbered like this", errors=errors)
    return tables
