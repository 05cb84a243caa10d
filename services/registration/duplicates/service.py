"""Entrypoints of duplicates; part of the service registration."""

from datetime import UTC, datetime
from typing import Any

from eventlet import tpool
from nameko.timer import timer

from schemas.commands import DecidePair, LookForDuplicates
from schemas.queries import ListDuplicates
from services.chassis.messaging import Asked, ask
from services.registration.duplicates import handlers, queries
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

COMPARING_SECONDS = 1


class Duplicates:
    store: RegistrationStore

    # What is compared comes in by webhooks/service.py.

    @timer(interval=COMPARING_SECONDS)
    def compare_waiting_entries(self) -> None:
        # On a thread of the system, so that the service goes on answering.
        handlers.compare_waiting(self.store, now=datetime.now(UTC), execute=tpool.execute)

    @ask(LookForDuplicates)
    def look_for_duplicates(self, command: Asked) -> Answer:
        return handlers.look_for_duplicates(command, self.store)

    @ask(DecidePair)
    def decide_pair(self, command: Asked) -> Answer:
        return handlers.decide_pair(command, self.store)

    @ask(ListDuplicates)
    def list_duplicates(self, query: Asked) -> Answer:
        return queries.list_duplicates(self.store, query.data)
