"""Entrypoints of appeals; part of the service registration."""

from datetime import UTC, datetime
from typing import Any

from schemas.commands import DecideAppeal, FileAppeal, SetAppealRule, WithdrawAppeal
from schemas.events import AppealDecided, AppealFiled
from schemas.queries import GetAppealRule, GetEntryAppeals, ListAppeals
from services.chassis.messaging import Asked, Envelope, ask, consume
from services.registration.appeals import handlers, queries
from services.registration.letters.of_appeals import write_of_answer, write_of_appeal
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Appeals:
    store: RegistrationStore

    @consume(AppealFiled)
    def on_appeal_filed(self, event: Envelope) -> None:
        write_of_appeal(event, self.store, now=datetime.now(UTC))

    @consume(AppealDecided)
    def on_appeal_decided(self, event: Envelope) -> None:
        write_of_answer(event, self.store, now=datetime.now(UTC))

    @ask(SetAppealRule)
    def set_appeal_rule(self, command: Asked) -> Answer:
        return handlers.set_appeal_rule(command, self.store)

    @ask(FileAppeal)
    def file_appeal(self, command: Asked) -> Answer:
        return handlers.file_appeal(command, self.store)

    @ask(WithdrawAppeal)
    def withdraw_appeal(self, command: Asked) -> Answer:
        return handlers.withdraw_appeal(command, self.store)

    @ask(DecideAppeal)
    def decide_appeal(self, command: Asked) -> Answer:
        return handlers.decide_appeal(command, self.store)

    @ask(GetAppealRule)
    def get_appeal_rule(self, query: Asked) -> Answer:
        return queries.get_appeal_rule(query, self.store)

    @ask(ListAppeals)
    def list_appeals(self, query: Asked) -> Answer:
        return queries.list_appeals(query, self.store)

    @ask(GetEntryAppeals)
    def get_entry_appeals(self, query: Asked) -> Answer:
        return queries.get_entry_appeals(query, self.store)
