"""Entrypoints of imports; part of the service registration."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from eventlet import tpool
from nameko.timer import timer

from schemas.commands import GoOnWithImport, StartImport
from schemas.queries import GetImport, ListImports
from services.chassis.messaging import Asked, ask
from services.registration.imports import handlers, queries
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

LOOKING_SECONDS = 1


class Imports:
    store: RegistrationStore

    @timer(interval=LOOKING_SECONDS)
    def enter_due_imports(self) -> None:
        # Read on a thread of the system, so that the service goes on answering.
        handlers.enter_due(self.store, now=partial(datetime.now, UTC), execute=tpool.execute)

    @ask(StartImport)
    def start_import(self, command: Asked) -> Answer:
        return handlers.start_import(command, self.store)

    @ask(GoOnWithImport)
    def go_on_with_import(self, command: Asked) -> Answer:
        return handlers.go_on_with_import(command, self.store)

    @ask(GetImport)
    def get_import(self, query: Asked) -> Answer:
        return queries.get_import(self.store, query.data, now=query.now)

    @ask(ListImports)
    def list_imports(self, query: Asked) -> Answer:
        return queries.list_imports(self.store, query.data, now=query.now)
