"""Entrypoints of letters; part of the service registration."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from nameko.extensions import DependencyProvider
from nameko.timer import timer

from schemas.commands import EditLetter, MoveLetter, SendLetters, SetLetterRules, SetWording
from schemas.events import (
    AssignmentsPublished,
    EntryPromoted,
    EntryScreened,
    FeedbackReleased,
    IntroMade,
    JudgesNudged,
    MeetingsScheduled,
    ResultsPublished,
)
from schemas.queries import GetLetter, GetNudgeLetter, GetWording, ListLetters, PreviewWording
from services.chassis.messaging import Asked, Envelope, ask, consume, consume_batch
from services.registration.accounts.tokens import new_token
from services.registration.appeals.results import keep_published
from services.registration.letters import handlers, queries, reminding, wording
from services.registration.letters.of_meetings import write_of_meetings
from services.registration.letters.post import Post
from services.registration.letters.settings import MailSettings
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings
from services.registration.webhooks.handlers import write_deliveries

Answer = dict[str, Any]

SENDING_SECONDS = 1
REMINDING_SECONDS = 60


class Mail(DependencyProvider):  # type: ignore[misc]
    """Gives the post; a setting that is wrong ends the process here, with what is wrong."""

    def setup(self) -> None:
        self.post = Post(MailSettings.from_environment())

    def get_dependency(self, worker_ctx: Any) -> Post:
        return self.post


class Letters:
    store: RegistrationStore
    settings: SignInSettings
    post = Mail()

    @consume_batch(EntryScreened, EntryPromoted)
    def on_entries(self, events: list[Envelope]) -> None:
        handlers.write_of_entries(events, self.store, now=datetime.now(UTC))
        write_deliveries(events, self.store, now=datetime.now(UTC))

    @consume(ResultsPublished)
    def on_results_published(self, event: Envelope) -> None:
        keep_published(event, self.store)
        handlers.write_of_results(event, self.store, now=datetime.now(UTC))
        write_deliveries([event], self.store, now=datetime.now(UTC))

    @consume(AssignmentsPublished)
    def on_assignments_published(self, event: Envelope) -> None:
        handlers.write_of_assignments(event, self.store, now=datetime.now(UTC))

    @consume(FeedbackReleased)
    def on_feedback_released(self, event: Envelope) -> None:
        handlers.write_of_feedback(event, self.store, now=datetime.now(UTC))

    @consume(JudgesNudged)
    def on_judges_nudged(self, event: Envelope) -> None:
        handlers.write_of_nudges(event, self.store, now=datetime.now(UTC))

    @consume(IntroMade)
    def on_intro_made(self, event: Envelope) -> None:
        handlers.write_of_intros(event, self.store, now=datetime.now(UTC))
        write_deliveries([event], self.store, now=datetime.now(UTC))

    @consume(MeetingsScheduled)
    def on_meetings_scheduled(self, event: Envelope) -> None:
        write_of_meetings(event, self.store, now=datetime.now(UTC))
        write_deliveries([event], self.store, now=datetime.now(UTC))

    @timer(interval=REMINDING_SECONDS)
    def remind_of_deadlines(self) -> None:
        reminding.remind_of_deadlines(self.store, now=datetime.now(UTC))

    @timer(interval=SENDING_SECONDS)
    def send_due_letters(self) -> None:
        now = partial(datetime.now, UTC)
        handlers.send_due(self.store, post=self.post, settings=self.settings, new_token=new_token, now=now)

    @ask(SetLetterRules)
    def set_letter_rules(self, command: Asked) -> Answer:
        return handlers.set_letter_rules(command, self.store)

    @ask(SendLetters)
    def send_letters(self, command: Asked) -> Answer:
        return handlers.send_letters(command, self.store)

    @ask(MoveLetter)
    def move_letter(self, command: Asked) -> Answer:
        return handlers.move_letter(command, self.store)

    @ask(EditLetter)
    def edit_letter(self, command: Asked) -> Answer:
        return handlers.edit_letter(command, self.store)

    @ask(SetWording)
    def set_wording(self, command: Asked) -> Answer:
        return wording.set_wording(command, self.store)

    @ask(GetWording)
    def get_wording(self, query: Asked) -> Answer:
        return wording.get_wording(query, self.store)

    @ask(PreviewWording)
    def preview_wording(self, query: Asked) -> Answer:
        return wording.preview_wording(query, self.store)

    @ask(ListLetters)
    def list_letters(self, query: Asked) -> Answer:
        return queries.list_letters(self.store, query.data, post=self.post)

    @ask(GetNudgeLetter)
    def get_nudge_letter(self, query: Asked) -> Answer:
        return queries.get_nudge_letter(self.store, query.data)

    @ask(GetLetter)
    def get_letter(self, query: Asked) -> Answer:
        return queries.get_letter(self.store, query.data, post=self.post)
