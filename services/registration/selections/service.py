"""Entrypoints of decisions; part of the service registration."""

from typing import Any

from schemas.commands import DecideEntries
from schemas.queries import GetDecisions, GetSelection
from services.chassis.messaging import Asked, ask
from services.registration.repository import RegistrationStore
from services.registration.selections import handlers, queries

Answer = dict[str, Any]


class Selections:
    store: RegistrationStore

    @ask(DecideEntries)
    def decide_entries(self, command: Asked) -> Answer:
        return handlers.decide_entries(command, self.store)

    @ask(GetSelection)
    def get_selection(self, query: Asked) -> Answer:
        return queries.get_selection(self.store, query.data)

    @ask(GetDecisions)
    def get_decisions(self, query: Asked) -> Answer:
        return queries.get_decisions(self.store, query.data)
