"""Taking scorecards, a batch at a time: a few reads, a decision for each, one write."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from schemas.envelope import Envelope
from schemas.receipt import receipt_for
from schemas.refusal import NotFound, Refusal
from services.chassis.storage import VersionConflict
from services.judging.domain.late import LateScorecard
from services.judging.domain.lateness import HELD, NO_BASIS, Arrival
from services.judging.domain.refusals import NotAssigned
from services.judging.domain.rubric import Rubric
from services.judging.domain.scorecard import Clock, Scorecard, Submission, reused, scorecard_id
from services.judging.domain.window import Window
from services.judging.repository import JudgingStore

TRIES = 5


class Batch:
    """Commands with their receipts, and what is known that bears on them."""

    def __init__(self, envelopes: Sequence[Envelope], store: JudgingStore) -> None:
        self.store = store
        self.envelopes = envelopes
        self.card_ids = [_scorecard_id(envelope.data) for envelope in envelopes]
        command_ids = [envelope.id for envelope in envelopes]
        self.cards = {card.id: card for card in store.concerned(self.card_ids, command_ids)}
        stages = {(e.data["edition_id"], e.data["stage_id"]) for e in envelopes}
        self.windows, self.sessions = store.windows(stages), store.sessions_of(stages)
        seated = {e.data["judge_id"] for e in envelopes if self._has_panels(e.data)}
        self.judges = store.judges.load(seated) if seated else {}
        # The receipt each command id was first used with, whatever became of it.
        self.receipts = {heard.id: heard.receipt for card in self.cards.values() for heard in card.commands}
        before = [*store.refused.receipts_of(command_ids), *store.late.receipts_of(command_ids)]
        self.settled = {receipt for _, receipt in before}
        for command_id, receipt in before:
            self.receipts.setdefault(command_id, receipt)
        self.changed: dict[str, Scorecard] = {}
        self.held: dict[str, LateScorecard] = {}
        self.refusals: dict[str, tuple[str, str, Refusal]] = {}

    def decide(self) -> None:
        """Take, hold or refuse each command, in order."""
        for envelope, card_id in zip(self.envelopes, self.card_ids, strict=True):
            receipt = receipt_for(envelope.id, envelope.raw)
            if receipt in self.settled:
                continue
            try:
                self._take(envelope, card_id, receipt)
            except Refusal as refusal:
                self.refusals[receipt] = (envelope.id, envelope.data["judge_id"], refusal)
            self.receipts.setdefault(envelope.id, receipt)

    def save(self) -> None:
        """Write what was decided; VersionConflict when a scorecard changed meanwhile."""
        conflicts = [card.id for card in self.store.scorecards.save_all(self.changed.values())]
        self.store.refused.keep(self.refusals)
        conflicts += [late.id for late in self.store.late.save_all(self.held.values())]
        if conflicts:
            raise VersionConflict("scorecards", conflicts)

    def _take(self, envelope: Envelope, card_id: str, receipt: str) -> None:
        data = envelope.data
        if self.receipts.get(envelope.id, receipt) != receipt:
            raise reused(envelope.id)
        card = self.cards.get(card_id)
        if card is not None and card.heard(envelope.id):
            return
        window = self._window(data)
        verdict = window.check(_arrival(envelope), deadline=envelope.deadline)
        if card is None:
            raise NotAssigned("you are not assigned to this entry in this stage")
        self._rubric(data).check(data["marks"])
        submission = _submission(envelope, receipt)
        if verdict == HELD:
            self._hold(card, submission, window)
        elif card.submit(submission):
            self.changed[card.id] = card

    def _rubric(self, data: Any) -> Rubric:
        """Return what the judge marks by: in a stage with panels that of their own."""
        stage = (data["edition_id"], data["stage_id"])
        if not self._has_panels(data):
            return self.store.rubric(*stage)
        judge = self.judges.get(data["judge_id"])
        return self.store.rubric(*stage, judge.panels.get(stage[1], "") if judge else "")

    def _has_panels(self, data: Any) -> bool:
        try:
            return self.store.has_panels(data["edition_id"], data["stage_id"])
        except NotFound:
            return False

    def _window(self, data: Any) -> Window:
        """Return when the entry is scored: in its slot where a session of the stage has one."""
        stage = (data["edition_id"], data["stage_id"])
        window = self.windows[stage]
        for session in self.sessions.get(stage, ()):
            if slot := session.slot(data["entry_id"]):
                return window.of_slot(slot, deliberation=session.plan.deliberation)
        return window

    def _hold(self, card: Scorecard, submission: Submission, window: Window) -> None:
        card.refuse_recused()
        names = (card.edition_id, card.stage_id, card.entry_id, card.judge_id)
        closed_at = cast(datetime, window.closed_at)  # what never closed holds nothing
        grace = int(window.grace.total_seconds())
        late = LateScorecard(submission.receipt, *names, submission, closed_at, grace)
        self.held[late.id] = late


def submit_scorecards(envelopes: Sequence[Envelope], store: JudgingStore) -> None:
    """Record or refuse every scorecard of a batch; safe to repeat.

    When another process changed some meanwhile, all are decided again: what was saved is then
    known and changes nothing.
    """
    for _ in range(TRIES - 1):
        try:
            return _submit(envelopes, store)
        except VersionConflict:
            continue
    _submit(envelopes, store)


def _submit(envelopes: Sequence[Envelope], store: JudgingStore) -> None:
    batch = Batch(envelopes, store)
    batch.decide()
    batch.save()


def _scorecard_id(data: Any) -> str:
    return scorecard_id(data["edition_id"], data["stage_id"], data["entry_id"], data["judge_id"])


def _arrival(envelope: Envelope) -> Arrival:
    data = envelope.data
    clock = data["clock"] or {"basis": NO_BASIS}
    return Arrival(received_at=envelope.time, made_at=data["made_at"], **clock)


def _submission(envelope: Envelope, receipt: str) -> Submission:
    data = envelope.data
    return Submission(
        command_id=envelope.id,
        receipt=receipt,
        revision=data["revision"],
        marks=data["marks"],
        comment=data["comment"],
        made_at=data["made_at"],
        received_at=envelope.time,
        note=data["note"],
        clock=Clock(**data["clock"]) if data["clock"] else None,
    )
