"""Entrypoints of set-ups and blueprints; part of the service registration."""

from typing import Any

from schemas.commands import AddBlueprint, ChangeSetUp, CloneEdition
from schemas.queries import GetFixed, ListBlueprints, ListHosts, WriteBlueprint, WriteSetUp
from services.chassis.messaging import Asked, ask
from services.registration.repository import RegistrationStore
from services.registration.setups import handlers, queries

Answer = dict[str, Any]


class SetUps:
    store: RegistrationStore

    @ask(ChangeSetUp)
    def change_set_up(self, command: Asked) -> Answer:
        return handlers.change_set_up(command, self.store)

    @ask(CloneEdition)
    def clone_edition(self, command: Asked) -> Answer:
        return handlers.clone_edition(command, self.store)

    @ask(AddBlueprint)
    def add_blueprint(self, command: Asked) -> Answer:
        return handlers.add_blueprint(command, self.store)

    @ask(ListBlueprints)
    def list_blueprints(self, query: Asked) -> Answer:
        return queries.list_blueprints(self.store, query.data)

    @ask(ListHosts)
    def list_hosts(self, query: Asked) -> Answer:
        return queries.list_hosts(self.store)

    @ask(WriteBlueprint)
    def write_blueprint(self, query: Asked) -> Answer:
        return queries.write_blueprint_file(self.store, query.data)

    @ask(WriteSetUp)
    def write_set_up(self, query: Asked) -> Answer:
        return queries.write_set_up(self.store, query.data)

    @ask(GetFixed)
    def get_fixed(self, query: Asked) -> Answer:
        return queries.get_fixed(self.store, query.data)
