"""Entrypoints of registration by founders; part of the service registration."""

import secrets
from typing import Any

from schemas.commands import (
    AddExtension,
    BeginApplication,
    InviteMember,
    RemoveMember,
    SaveDraft,
    SetCall,
    SetForm,
    SubmitApplication,
    UseExtension,
)
from schemas.queries import (
    GetApplication,
    GetCall,
    ListAnswers,
    ListApplications,
    ListExtensions,
    ListOpenCalls,
    ListSubmissions,
)
from services.chassis.messaging import Asked, ask
from services.registration.accounts.tokens import new_token
from services.registration.applications import queries
from services.registration.applications.handlers import applying, calls, submitting, teams
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings

Answer = dict[str, Any]


class Applications:
    store: RegistrationStore
    settings: SignInSettings

    @ask(SetCall)
    def set_call(self, command: Asked) -> Answer:
        return calls.set_call(command, self.store)

    @ask(SetForm)
    def set_form(self, command: Asked) -> Answer:
        return calls.set_form(command, self.store)

    @ask(AddExtension)
    def add_extension(self, command: Asked) -> Answer:
        return calls.add_extension(command, self.store, new_code=calls.new_code)

    # What holds a token is never kept: neither the command nor its answer.

    @ask(BeginApplication, keep_answer=False)
    def begin_application(self, command: Asked) -> Answer:
        return applying.begin_application(
            command, self.store, settings=self.settings, new_token=new_token, new_id=new_entry_id
        )

    @ask(InviteMember, keep_answer=False)
    def invite_member(self, command: Asked) -> Answer:
        return teams.invite_member(command, self.store, settings=self.settings, new_token=new_token)

    @ask(RemoveMember, keep_answer=False)
    def remove_member(self, command: Asked) -> Answer:
        return teams.remove_member(command, self.store)

    # As one types: it repeats without harm and is not worth a receipt.
    @ask(SaveDraft, keep_answer=False)
    def save_draft(self, command: Asked) -> Answer:
        return applying.save_draft(command, self.store)

    @ask(SubmitApplication)
    def submit_application(self, command: Asked) -> Answer:
        return submitting.submit_application(command, self.store)

    @ask(UseExtension)
    def use_extension(self, command: Asked) -> Answer:
        return applying.use_extension(command, self.store)

    @ask(GetCall)
    def get_call(self, query: Asked) -> Answer:
        return queries.get_call(query, self.store)

    @ask(ListOpenCalls)
    def list_open_calls(self, query: Asked) -> Answer:
        return queries.list_open_calls(query, self.store)

    @ask(ListAnswers)
    def list_answers(self, query: Asked) -> Answer:
        return queries.list_answers(query, self.store)

    @ask(ListExtensions)
    def list_extensions(self, query: Asked) -> Answer:
        return queries.list_extensions(query, self.store)

    @ask(GetApplication)
    def get_application(self, query: Asked) -> Answer:
        return queries.get_application(query, self.store)

    @ask(ListSubmissions)
    def list_submissions(self, query: Asked) -> Answer:
        return queries.list_submissions(query, self.store)

    @ask(ListApplications)
    def list_applications(self, query: Asked) -> Answer:
        return queries.list_applications(query, self.store)


def new_entry_id() -> str:
    """Return an id for what will be an entry, which tells nothing of who began it."""
    return f"e-{secrets.token_hex(8)}"
