"""Entrypoints of organisers; part of the service registration."""

from typing import Any

from schemas.commands import RemoveOrganiser
from schemas.queries import ListOrganisers
from services.chassis.messaging import Asked, ask
from services.registration.organisers import handlers
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Organisers:
    store: RegistrationStore

    @ask(RemoveOrganiser)
    def remove_organiser(self, command: Asked) -> Answer:
        return handlers.remove_organiser(command, self.store)

    @ask(ListOrganisers)
    def list_organisers(self, query: Asked) -> Answer:
        return handlers.list_organisers(query, self.store)
