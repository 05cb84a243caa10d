"""Table numbers of stages in which judges walk from table to table."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.tables import NumberTablesBody, OwnTablesAnswer, TablesAnswer
from schemas.commands import NumberTables
from schemas.queries import GetTables, GetTablesOfEntry

blp = Room("tables", __name__, description="Tables")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>/tables"


@blp.route(STAGE)
@blp.response(200, TablesAnswer)
def get_tables(edition_id: str, stage_id: str) -> Any:
    """Return which entry is at which table."""
    return query(GetTables, edition_id=edition_id, stage_id=stage_id)


@blp.route(STAGE, methods=["POST"])
@blp.arguments(NumberTablesBody)
@blp.response(200, TablesAnswer)
def number_tables(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Number the tables: by hand, by lot, by name, or those that have no number yet."""
    return command(NumberTables, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route("/editions/<id:edition_id>/entries/<id:entry_id>/tables")
@blp.response(200, OwnTablesAnswer)
def get_tables_of_entry(edition_id: str, entry_id: str) -> Any:
    """Return the tables of an entry, stage by stage."""
    return query(GetTablesOfEntry, edition_id=edition_id, entry_id=entry_id)
