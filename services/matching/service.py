"""Entrypoints and wiring of matching."""

from typing import Any

from schemas.commands import AddInvestors, AnswerInvestor, AnswerStartup, PublishShortlists, StateThesis
from schemas.events import (
    EditionStarted,
    EntryDisqualified,
    EntryPromoted,
    EntryRestored,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    PersonalDataErased,
    ResultsPublished,
)
from schemas.queries import (
    GetInterests,
    GetMatchingRecords,
    GetShortlist,
    ListIntros,
    ListInvestors,
    ListMatchingActs,
)
from services.chassis.messaging import Asked, Envelope, acts_of, ask, consume, consume_batch
from services.chassis.storage import Whose
from services.chassis.store import MongoStore
from services.matching import queries
from services.matching.handlers import facts, interests, investors
from services.matching.meetings.queries import records
from services.matching.meetings.service import Meetings
from services.matching.repository import MatchingStore

Answer = dict[str, Any]


class Matching(Meetings):
    name = "matching"
    store = MongoStore("matching", MatchingStore)

    @consume(EditionStarted)
    def on_edition_started(self, event: Envelope) -> None:
        facts.keep_edition(event, self.store)

    @consume(ResultsPublished)
    def on_results_published(self, event: Envelope) -> None:
        facts.keep_results(event, self.store)

    @consume(PersonalDataErased)
    def on_personal_data_erased(self, event: Envelope) -> None:
        self.store.personal.erase(Whose.of(event.data))

    @consume_batch(
        *(EntrySubmitted, EntryScreened, EntryPromoted, EntryWithdrawn, EntryRestored, EntryDisqualified)
    )
    def on_entries(self, events: list[Envelope]) -> None:
        facts.keep_entries(events, self.store)

    @ask(AddInvestors)
    def add_investors(self, command: Asked) -> Answer:
        return investors.add_investors(command, self.store)

    @ask(StateThesis)
    def state_thesis(self, command: Asked) -> Answer:
        return investors.state_thesis(command, self.store)

    @ask(PublishShortlists)
    def publish_shortlists(self, command: Asked) -> Answer:
        return investors.publish_shortlists(command, self.store)

    @ask(AnswerStartup)
    def answer_startup(self, command: Asked) -> Answer:
        return interests.answer_startup(command, self.store)

    @ask(AnswerInvestor)
    def answer_investor(self, command: Asked) -> Answer:
        return interests.answer_investor(command, self.store)

    @ask(ListInvestors)
    def list_investors(self, query: Asked) -> Answer:
        return queries.list_investors(self.store, query.data)

    @ask(GetShortlist)
    def get_shortlist(self, query: Asked) -> Answer:
        return queries.get_shortlist(self.store, query.data)

    @ask(GetInterests)
    def get_interests(self, query: Asked) -> Answer:
        return queries.get_interests(self.store, query.data)

    @ask(ListIntros)
    def list_intros(self, query: Asked) -> Answer:
        return queries.list_intros(self.store, query.data)

    @ask(GetMatchingRecords)
    def get_matching_records(self, query: Asked) -> Answer:
        whose = Whose.of(query.data)
        return {"records": [*self.store.personal.records(whose), *records(self.store, whose)]}

    @ask(ListMatchingActs)
    def list_matching_acts(self, query: Asked) -> Answer:
        return acts_of(self.store, query)


SERVICE = Matching
