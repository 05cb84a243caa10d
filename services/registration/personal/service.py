"""Entrypoints of personal data; part of the service registration."""

from typing import Any

from schemas.commands import EraseEdition, ErasePersonalData, SetRetention
from schemas.events import PersonalDataErased
from schemas.queries import GetRegistrationRecords, GetRetention
from services.chassis.messaging import Asked, Envelope, ask, consume
from services.chassis.storage import Whose
from services.registration.personal import handlers
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Personal:
    store: RegistrationStore

    @consume(PersonalDataErased)
    def on_personal_data_erased(self, event: Envelope) -> None:
        handlers.erased(event.data, self.store)

    @ask(ErasePersonalData)
    def erase_personal_data(self, command: Asked) -> Answer:
        return handlers.erase_personal_data(command, self.store)

    @ask(SetRetention)
    def set_retention(self, command: Asked) -> Answer:
        return handlers.set_retention(command, self.store)

    @ask(EraseEdition)
    def erase_edition(self, command: Asked) -> Answer:
        return handlers.erase_edition(command, self.store)

    @ask(GetRetention)
    def get_retention(self, query: Asked) -> Answer:
        return handlers.get_retention(query, self.store)

    @ask(GetRegistrationRecords)
    def get_registration_records(self, query: Asked) -> Answer:
        return {"records": self.store.personal.records(Whose.of(query.data))}
