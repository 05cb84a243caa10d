"""Entrypoints and wiring of judging."""

from typing import Any

from schemas.commands import (
    Abstain,
    AddJudges,
    AllotSessions,
    AmendScorecard,
    DecideLate,
    DeclareConflict,
    LowerHand,
    MarkSlot,
    MoveSlot,
    PrepareSession,
    PublishAssignments,
    RaiseHand,
    RecuseJudge,
    RunClock,
    StartSlot,
    SubmitScorecard,
    VoidScorecard,
)
from schemas.events import (
    EditionStarted,
    EntryDisqualified,
    EntryPromoted,
    EntryRestored,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    FeedbackReleased,
    FeedbackTakenBack,
    PersonalDataErased,
    ResultsCertified,
    StageClosed,
    StageOpened,
)
from schemas.queries import (
    GetAllotment,
    GetComments,
    GetCoverage,
    GetDesk,
    GetJudgeList,
    GetJudgingRecords,
    GetReceipts,
    GetSession,
    GetSpread,
    ListEntryCards,
    ListJudges,
    ListJudgingActs,
    ListLate,
    ListOwing,
    ListScorecards,
    ListSessions,
)
from services.chassis.messaging import Asked, Envelope, acts_of, ask, consume, consume_batch
from services.chassis.storage import Whose
from services.chassis.store import MongoStore
from services.judging import comments, desk, queries
from services.judging.conflicts.service import Conflicts
from services.judging.handlers import (
    allotments,
    assignments,
    corrections,
    facts,
    hands,
    judges,
    late,
    scorecards,
    sessions,
)
from services.judging.handover.service import Handovers
from services.judging.invitations.service import Invitations
from services.judging.nudges.service import Reminders
from services.judging.progress.service import Progress
from services.judging.repository import JudgingStore
from services.judging.tables.service import Tables

Answer = dict[str, Any]


class Judging(Progress, Handovers, Invitations, Conflicts, Reminders, Tables):
    name = "judging"
    store = MongoStore("judging", JudgingStore)

    @consume(EditionStarted)
    def on_edition_started(self, event: Envelope) -> None:
        facts.keep_edition(event, self.store)

    @consume(StageOpened)
    def on_stage_opened(self, event: Envelope) -> None:
        facts.keep_opening(event, self.store)

    @consume(StageClosed)
    def on_stage_closed(self, event: Envelope) -> None:
        facts.keep_closing(event, self.store)

    @consume(FeedbackReleased)
    def on_feedback_released(self, event: Envelope) -> None:
        comments.keep_release(event, self.store)

    @consume(FeedbackTakenBack)
    def on_feedback_taken_back(self, event: Envelope) -> None:
        comments.keep_release(event, self.store)

    @consume(PersonalDataErased)
    def on_personal_data_erased(self, event: Envelope) -> None:
        self.store.personal.erase(Whose.of(event.data))

    @consume(ResultsCertified)
    def on_results_certified(self, event: Envelope) -> None:
        facts.keep_certifying(event, self.store)

    @consume_batch(
        *(EntrySubmitted, EntryScreened, EntryPromoted, EntryWithdrawn, EntryRestored, EntryDisqualified)
    )
    def on_entries(self, events: list[Envelope]) -> None:
        facts.keep_entries(events, self.store)

    @consume_batch(SubmitScorecard, size=200, wait_ms=60, behind=StageOpened)
    def submit_scorecards(self, envelopes: list[Envelope]) -> None:
        scorecards.submit_scorecards(envelopes, self.store)

    @ask(AddJudges)
    def add_judges(self, command: Asked) -> Answer:
        return judges.add_judges(command, self.store)

    @ask(DeclareConflict)
    def declare_conflict(self, command: Asked) -> Answer:
        return judges.declare_conflict(command, self.store)

    @ask(PublishAssignments)
    def publish_assignments(self, command: Asked) -> Answer:
        return assignments.publish_assignments(command, self.store)

    @ask(RecuseJudge)
    def recuse_judge(self, command: Asked) -> Answer:
        return assignments.recuse_judge(command, self.store)

    @ask(Abstain)
    def abstain(self, command: Asked) -> Answer:
        return assignments.abstain(command, self.store)

    @ask(DecideLate)
    def decide_late(self, command: Asked) -> Answer:
        return late.decide_late(command, self.store)

    @ask(AmendScorecard)
    def amend_scorecard(self, command: Asked) -> Answer:
        return corrections.amend_scorecard(command, self.store)

    @ask(VoidScorecard)
    def void_scorecard(self, command: Asked) -> Answer:
        return corrections.void_scorecard(command, self.store)

    @ask(PrepareSession)
    def prepare_session(self, command: Asked) -> Answer:
        return sessions.prepare_session(command, self.store)

    @ask(AllotSessions)
    def allot_sessions(self, command: Asked) -> Answer:
        return allotments.allot_sessions(command, self.store)

    @ask(StartSlot)
    def start_slot(self, command: Asked) -> Answer:
        return sessions.start_slot(command, self.store)

    @ask(RunClock)
    def run_clock(self, command: Asked) -> Answer:
        return sessions.run_clock(command, self.store)

    @ask(MarkSlot)
    def mark_slot(self, command: Asked) -> Answer:
        return sessions.mark_slot(command, self.store)

    @ask(MoveSlot)
    def move_slot(self, command: Asked) -> Answer:
        return sessions.move_slot(command, self.store)

    @ask(RaiseHand)
    def raise_hand(self, command: Asked) -> Answer:
        return hands.raise_hand(command, self.store)

    @ask(LowerHand)
    def lower_hand(self, command: Asked) -> Answer:
        return hands.lower_hand(command, self.store)

    @ask(GetSession)
    def get_session(self, query: Asked) -> Answer:
        return sessions.get_session(query, self.store)

    @ask(ListSessions)
    def list_sessions(self, query: Asked) -> Answer:
        return sessions.list_sessions(query, self.store)

    @ask(GetAllotment)
    def get_allotment(self, query: Asked) -> Answer:
        return allotments.get_allotment(query, self.store)

    @ask(GetDesk)
    def get_desk(self, query: Asked) -> Answer:
        return desk.get_desk(self.store, query.data)

    @ask(ListOwing)
    def list_owing(self, query: Asked) -> Answer:
        return desk.list_owing(self.store, query.data)

    @ask(GetSpread)
    def get_spread(self, query: Asked) -> Answer:
        return desk.get_spread(self.store, query.data)

    @ask(ListJudges)
    def list_judges(self, query: Asked) -> Answer:
        return queries.list_judges(self.store, query.data)

    @ask(GetJudgeList)
    def get_judge_list(self, query: Asked) -> Answer:
        return queries.get_judge_list(self.store, query.data)

    @ask(GetCoverage)
    def get_coverage(self, query: Asked) -> Answer:
        return queries.get_coverage(self.store, query.data)

    @ask(ListEntryCards)
    def list_entry_cards(self, query: Asked) -> Answer:
        return queries.list_entry_cards(self.store, query.data)

    @ask(ListScorecards)
    def list_scorecards(self, query: Asked) -> Answer:
        return queries.list_scorecards(self.store, query.data)

    @ask(ListLate)
    def list_late(self, query: Asked) -> Answer:
        return queries.list_late(self.store, query.data)

    @ask(GetReceipts)
    def get_receipts(self, query: Asked) -> Answer:
        return queries.get_receipts(self.store, query.data)

    @ask(GetComments)
    def get_comments(self, query: Asked) -> Answer:
        return comments.get_comments(self.store, query.data)

    @ask(GetJudgingRecords)
    def get_judging_records(self, query: Asked) -> Answer:
        return {"records": self.store.personal.records(Whose.of(query.data))}

    @ask(ListJudgingActs)
    def list_judging_acts(self, query: Asked) -> Answer:
        return acts_of(self.store, query)


SERVICE = Judging
