"""Entrypoints of calendars' addresses; part of the service registration."""

from typing import Any

from schemas.commands import RenewCalendar, RevokeCalendar
from schemas.queries import GetCalendar, WhoseCalendar
from services.chassis.messaging import Asked, ask
from services.registration.accounts.tokens import new_token
from services.registration.calendars import handlers
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Calendars:
    store: RegistrationStore

    # What holds a token is never kept.
    @ask(RenewCalendar, keep_answer=False)
    def renew_calendar(self, command: Asked) -> Answer:
        return handlers.renew_calendar(command, self.store, new_token=new_token)

    @ask(RevokeCalendar)
    def revoke_calendar(self, command: Asked) -> Answer:
        return handlers.revoke_calendar(command, self.store)

    @ask(GetCalendar)
    def get_calendar(self, query: Asked) -> Answer:
        return handlers.get_calendar(query, self.store)

    @ask(WhoseCalendar)
    def whose_calendar(self, query: Asked) -> Answer:
        return handlers.whose_calendar(query, self.store)
