"""Entrypoints of passwords and sessions; part of the service registration."""

from typing import Any

from schemas.commands import (
    EndSession,
    EndSessions,
    EndSessionsOf,
    RemovePassword,
    SetPassword,
    SignInByCode,
    SignInByPassword,
)
from schemas.queries import GetAccount
from services.chassis.messaging import Asked, ask
from services.registration.accounts import handlers, queries
from services.registration.accounts.hashing import Hashing
from services.registration.accounts.tokens import new_token
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Accounts:
    store: RegistrationStore
    hashing = Hashing()

    # Of what holds a password or a token nothing is kept, not even a digest of the whole.

    @ask(SignInByPassword, keep_answer=False)
    def sign_in_by_password(self, command: Asked) -> Answer:
        return handlers.sign_in_by_password(command, self.store, hashing=self.hashing, new_token=new_token)

    @ask(SignInByCode, keep_answer=False)
    def sign_in_by_code(self, command: Asked) -> Answer:
        return handlers.sign_in_by_code(command, self.store)

    @ask(SetPassword, keep_answer=False)
    def set_password(self, command: Asked) -> Answer:
        return handlers.set_password(command, self.store, hashing=self.hashing)

    @ask(RemovePassword, keep_answer=False)
    def remove_password(self, command: Asked) -> Answer:
        return handlers.remove_password(command, self.store, hashing=self.hashing)

    @ask(EndSession)
    def end_session(self, command: Asked) -> Answer:
        return handlers.end_session(command, self.store)

    @ask(EndSessions)
    def end_sessions(self, command: Asked) -> Answer:
        return handlers.end_sessions(command, self.store)

    @ask(EndSessionsOf)
    def end_sessions_of(self, command: Asked) -> Answer:
        return handlers.end_sessions_of(command, self.store)

    @ask(GetAccount)
    def get_account(self, query: Asked) -> Answer:
        return queries.get_account(query, self.store)
