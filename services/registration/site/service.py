"""Entrypoints of public sites; part of the service registration."""

from typing import Any

from schemas.commands import ChooseShown, SetSite
from schemas.queries import GetShowing, GetShown, GetSite, ListShown
from services.chassis.messaging import Asked, ask
from services.registration.repository import RegistrationStore
from services.registration.site import handlers, queries

Answer = dict[str, Any]


class Sites:
    store: RegistrationStore

    @ask(SetSite)
    def set_site(self, command: Asked) -> Answer:
        return handlers.set_site(command, self.store)

    @ask(ChooseShown)
    def choose_shown(self, command: Asked) -> Answer:
        return handlers.choose_shown(command, self.store)

    @ask(GetSite)
    def get_site(self, query: Asked) -> Answer:
        return queries.get_site(self.store, query.data)

    @ask(GetShowing)
    def get_showing(self, query: Asked) -> Answer:
        return queries.get_showing(self.store, query.data)

    @ask(ListShown)
    def list_shown(self, query: Asked) -> Answer:
        return queries.list_shown(self.store, query.data)

    @ask(GetShown)
    def get_shown(self, query: Asked) -> Answer:
        return queries.get_shown(self.store, query.data)
