"""Entrypoints of rehearsals; part of the service registration."""

from typing import Any

from schemas.commands import StartRehearsal, ThrowRehearsalAway
from schemas.queries import ListRehearsals
from services.chassis.messaging import Asked, ask
from services.registration.rehearsals import handlers, queries
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Rehearsals:
    store: RegistrationStore

    @ask(StartRehearsal)
    def start_rehearsal(self, command: Asked) -> Answer:
        return handlers.start_rehearsal(command, self.store)

    @ask(ThrowRehearsalAway)
    def throw_rehearsal_away(self, command: Asked) -> Answer:
        return handlers.throw_rehearsal_away(command, self.store)

    @ask(ListRehearsals)
    def list_rehearsals(self, query: Asked) -> Answer:
        return queries.list_rehearsals(self.store, query.data)
