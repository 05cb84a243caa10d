"""Entrypoints and wiring of scoring."""

from typing import Any

from schemas.commands import CertifyResults, FreezeStage, PublishResults, RevealPlace, ThawStage
from schemas.events import (
    AssignmentsPublished,
    EditionStarted,
    EntryDisqualified,
    EntryPromoted,
    EntryRestored,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    JudgeRecused,
    ScorecardAmended,
    ScorecardSubmitted,
    ScorecardVoided,
    StageClosed,
)
from schemas.queries import (
    FindProof,
    GetBoard,
    GetCertificate,
    GetCounted,
    GetProof,
    GetProofLeaves,
    GetResults,
    GetRevealKey,
    GetScoringRecords,
    GetSealedResults,
    GetStandings,
    ListCertificates,
    ListScoringActs,
)
from services.chassis.messaging import Asked, Envelope, acts_of, ask, consume, consume_batch
from services.chassis.storage import Whose
from services.chassis.store import MongoStore
from services.scoring import certificates, proofs, queries
from services.scoring.feedback.service import Feedback
from services.scoring.handlers import corrections, facts, refreshing, results
from services.scoring.repository import ScoringStore
from services.scoring.ticking import every
from services.scoring.votes.handlers import strike_disqualified
from services.scoring.votes.service import AudienceVotes

Answer = dict[str, Any]

REFRESH_SECONDS = 0.25


class Scoring(AudienceVotes, Feedback):
    name = "scoring"
    store = MongoStore("scoring", ScoringStore)

    @consume(EditionStarted)
    def on_edition_started(self, event: Envelope) -> None:
        facts.keep_edition(event, self.store)

    @consume(StageClosed)
    def on_stage_closed(self, event: Envelope) -> None:
        facts.keep_closing(event, self.store)

    @consume(AssignmentsPublished)
    def on_assignments_published(self, event: Envelope) -> None:
        facts.keep_assignments(event, self.store)

    @consume(JudgeRecused)
    def on_judge_recused(self, event: Envelope) -> None:
        facts.keep_recusal(event, self.store)

    @consume(ScorecardAmended)
    def on_scorecard_amended(self, event: Envelope) -> None:
        corrections.amend(event, self.store)

    @consume(ScorecardVoided)
    def on_scorecard_voided(self, event: Envelope) -> None:
        corrections.void(event, self.store)

    @consume_batch(
        *(EntrySubmitted, EntryScreened, EntryPromoted, EntryWithdrawn, EntryRestored, EntryDisqualified)
    )
    def on_entries(self, events: list[Envelope]) -> None:
        facts.keep_entries(events, self.store)
        strike_disqualified(events, self.store)

    @consume_batch(ScorecardSubmitted, size=500, wait_ms=80)
    def on_scorecards(self, events: list[Envelope]) -> None:
        facts.keep_scorecards(events, self.store)

    @every(seconds=REFRESH_SECONDS)
    def refresh_standings(self) -> None:
        refreshing.refresh_standings(self.store)

    @ask(FreezeStage)
    def freeze_stage(self, command: Asked) -> Answer:
        return results.freeze_stage(command, self.store)

    @ask(ThawStage)
    def thaw_stage(self, command: Asked) -> Answer:
        return results.thaw_stage(command, self.store)

    @ask(CertifyResults)
    def certify_results(self, command: Asked) -> Answer:
        return results.certify_results(command, self.store)

    @ask(RevealPlace)
    def reveal_place(self, command: Asked) -> Answer:
        return results.reveal_place(command, self.store)

    @ask(PublishResults)
    def publish_results(self, command: Asked) -> Answer:
        return results.publish_results(command, self.store)

    @ask(GetStandings)
    def get_standings(self, query: Asked) -> Answer:
        return queries.get_standings(self.store, query.data)

    @ask(GetRevealKey)
    def get_reveal_key(self, query: Asked) -> Answer:
        return queries.get_reveal_key(self.store, query.data)

    @ask(GetSealedResults)
    def get_sealed_results(self, query: Asked) -> Answer:
        return queries.get_sealed_results(self.store, query.data)

    @ask(GetBoard)
    def get_board(self, query: Asked) -> Answer:
        return queries.get_board(self.store, query.data)

    @ask(GetResults)
    def get_results(self, query: Asked) -> Answer:
        return queries.get_results(self.store, query.data)

    @ask(ListCertificates)
    def list_certificates(self, query: Asked) -> Answer:
        return certificates.list_certificates(self.store, query.data)

    @ask(GetCertificate)
    def get_certificate(self, query: Asked) -> Answer:
        return certificates.get_certificate(self.store, query.data)

    @ask(FindProof)
    def find_proof(self, query: Asked) -> Answer:
        return proofs.find_proof(self.store, query.data)

    @ask(GetProof)
    def get_proof(self, query: Asked) -> Answer:
        return proofs.get_proof(self.store, query.data)

    @ask(GetProofLeaves)
    def get_proof_leaves(self, query: Asked) -> Answer:
        return proofs.get_proof_leaves(self.store, query.data)

    @ask(GetCounted)
    def get_counted(self, query: Asked) -> Answer:
        return queries.get_counted(self.store, query.data)

    @ask(GetScoringRecords)
    def get_scoring_records(self, query: Asked) -> Answer:
        return {"records": self.store.personal.records(Whose.of(query.data))}

    @ask(ListScoringActs)
    def list_scoring_acts(self, query: Asked) -> Answer:
        return acts_of(self.store, query)


SERVICE = Scoring
