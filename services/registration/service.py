"""Entrypoints and wiring of registration."""

from typing import Any

from nameko.extensions import DependencyProvider

from schemas.commands import (
    CloseStage,
    CreateHost,
    CreateProgramme,
    DisqualifyEntry,
    ImportEntries,
    InvitePeople,
    OpenStage,
    PromoteEntries,
    PutInTrack,
    ScreenEntries,
    SignIn,
    SignOut,
    StartEdition,
    SubmitEntry,
    UndoDecision,
    WithdrawEntries,
    WithdrawEntry,
)
from schemas.events import ResultsCertified, SessionPrepared
from schemas.queries import (
    GetEdition,
    GetEntry,
    GetEntryHistory,
    GetPromotion,
    ListDecisions,
    ListEditions,
    ListEntries,
    ListRegistrationActs,
    NamePeople,
    WhoIs,
)
from services.chassis.messaging import Asked, Envelope, acts_of, ask, consume
from services.chassis.store import MongoStore
from services.registration import promotions, queries
from services.registration.accounts.service import Accounts
from services.registration.accounts.tokens import new_token
from services.registration.appeals.service import Appeals
from services.registration.applications.service import Applications
from services.registration.attachments.service import Attachments
from services.registration.calendars.service import Calendars
from services.registration.decks.service import PitchDecks
from services.registration.duplicates.service import Duplicates
from services.registration.handlers import editions, entries, people, promotion, screening
from services.registration.imports.service import Imports
from services.registration.letters.handlers import write_links
from services.registration.letters.service import Letters
from services.registration.organisers.service import Organisers
from services.registration.personal.service import Personal
from services.registration.rehearsals.service import Rehearsals
from services.registration.repository import RegistrationStore
from services.registration.selections.service import Selections
from services.registration.settings import SignInSettings
from services.registration.setups.service import SetUps
from services.registration.shelf import blueprints
from services.registration.site.service import Sites
from services.registration.webhooks.service import Webhooks

Answer = dict[str, Any]


class Told(DependencyProvider):  # type: ignore[misc]
    """Gives the settings; a blueprint that is wrong ends the process here, with what is wrong."""

    def setup(self) -> None:
        self.settings = SignInSettings.from_environment()
        blueprints()

    def get_dependency(self, worker_ctx: Any) -> SignInSettings:
        return self.settings


class Registration(
    PitchDecks,
    Accounts,
    Letters,
    Applications,
    Attachments,
    Sites,
    Calendars,
    Webhooks,
    Duplicates,
    Imports,
    SetUps,
    Rehearsals,
    Selections,
    Appeals,
    Personal,
    Organisers,
):
    name = "registration"
    store = MongoStore("registration", RegistrationStore)
    settings = Told()

    @consume(ResultsCertified)
    def on_results_certified(self, event: Envelope) -> None:
        promotion.keep_results(event, self.store)

    @consume(SessionPrepared)
    def on_session_prepared(self, event: Envelope) -> None:
        promotion.keep_session(event, self.store)

    # What holds a token is never kept: neither the command nor its answer.

    @ask(SignIn, keep_answer=False)
    def sign_in(self, command: Asked) -> Answer:
        return people.sign_in(command, self.store, settings=self.settings)

    @ask(InvitePeople, keep_answer=False)
    def invite_people(self, command: Asked) -> Answer:
        answer = people.invite_people(command, self.store, settings=self.settings, new_token=new_token)
        write_links(command, answer, self.store)
        return answer

    @ask(SignOut)
    def sign_out(self, command: Asked) -> Answer:
        return people.sign_out(command, self.store)

    @ask(CreateHost)
    def create_host(self, command: Asked) -> Answer:
        return editions.create_host(command, self.store)

    @ask(CreateProgramme)
    def create_programme(self, command: Asked) -> Answer:
        return editions.create_programme(command, self.store)

    @ask(StartEdition)
    def start_edition(self, command: Asked) -> Answer:
        return editions.start_edition(command, self.store)

    @ask(OpenStage)
    def open_stage(self, command: Asked) -> Answer:
        return editions.open_stage(command, self.store)

    @ask(CloseStage)
    def close_stage(self, command: Asked) -> Answer:
        return editions.close_stage(command, self.store)

    @ask(PromoteEntries)
    def promote_entries(self, command: Asked) -> Answer:
        return promotion.promote_entries(command, self.store)

    @ask(ImportEntries)
    def import_entries(self, command: Asked) -> Answer:
        return entries.import_entries(command, self.store)

    @ask(SubmitEntry)
    def submit_entry(self, command: Asked) -> Answer:
        return entries.submit_entry(command, self.store)

    @ask(ScreenEntries)
    def screen_entries(self, command: Asked) -> Answer:
        return screening.screen_entries(command, self.store)

    @ask(PutInTrack)
    def put_in_track(self, command: Asked) -> Answer:
        return entries.put_in_track(command, self.store)

    @ask(WithdrawEntry)
    def withdraw_entry(self, command: Asked) -> Answer:
        return screening.withdraw_entry(command, self.store)

    @ask(WithdrawEntries)
    def withdraw_entries(self, command: Asked) -> Answer:
        return screening.withdraw_entries(command, self.store)

    @ask(UndoDecision)
    def undo_decision(self, command: Asked) -> Answer:
        return screening.undo_decision(command, self.store)

    @ask(DisqualifyEntry)
    def disqualify_entry(self, command: Asked) -> Answer:
        return entries.disqualify_entry(command, self.store)

    @ask(ListEditions)
    def list_editions(self, query: Asked) -> Answer:
        return queries.list_editions(self.store)

    @ask(GetEdition)
    def get_edition(self, query: Asked) -> Answer:
        return queries.get_edition(self.store, query.data)

    @ask(GetPromotion)
    def get_promotion(self, query: Asked) -> Answer:
        return promotions.get_promotion(self.store, query.data)

    @ask(ListEntries)
    def list_entries(self, query: Asked) -> Answer:
        return queries.list_entries(self.store, query.data)

    @ask(GetEntry)
    def get_entry(self, query: Asked) -> Answer:
        return queries.get_entry(self.store, query.data)

    @ask(GetEntryHistory)
    def get_entry_history(self, query: Asked) -> Answer:
        return queries.get_entry_history(self.store, query.data, now=query.now)

    @ask(ListDecisions)
    def list_decisions(self, query: Asked) -> Answer:
        return queries.list_decisions(self.store, query.data, now=query.now)

    @ask(WhoIs)
    def who_is(self, query: Asked) -> Answer:
        return queries.who_is(self.store, query.data, now=query.now)

    @ask(NamePeople)
    def name_people(self, query: Asked) -> Answer:
        return queries.name_people(self.store, query.data)

    @ask(ListRegistrationActs)
    def list_registration_acts(self, query: Asked) -> Answer:
        return acts_of(self.store, query)


SERVICE = Registration
