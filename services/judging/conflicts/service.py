"""Entrypoints of conflicts; part of the service judging."""

from typing import Any

from schemas.commands import DropConflict
from schemas.queries import ListConflicts
from services.chassis.messaging import Asked, ask
from services.judging.conflicts import handlers, queries
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


class Conflicts:
    store: JudgingStore

    @ask(DropConflict)
    def drop_conflict(self, command: Asked) -> Answer:
        return handlers.drop_conflict(command, self.store)

    @ask(ListConflicts)
    def list_conflicts(self, query: Asked) -> Answer:
        return queries.list_conflicts(self.store, query.data)
