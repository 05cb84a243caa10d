"""Entrypoints of tables; part of the service judging."""

from typing import Any

from schemas.commands import NumberTables
from schemas.queries import GetTables, GetTablesOfEntry
from services.chassis.messaging import Asked, ask
from services.judging.repository import JudgingStore
from services.judging.tables import handlers, queries

Answer = dict[str, Any]


class Tables:
    store: JudgingStore

    @ask(NumberTables)
    def number_tables(self, command: Asked) -> Answer:
        return handlers.number_tables(command, self.store)

    @ask(GetTables)
    def get_tables(self, query: Asked) -> Answer:
        return queries.get_tables(self.store, query.data)

    @ask(GetTablesOfEntry)
    def get_tables_of_entry(self, query: Asked) -> Answer:
        return queries.get_tables_of_entry(self.store, query.data)
