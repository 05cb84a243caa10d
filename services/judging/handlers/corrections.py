"""Amending and voiding scorecards after the results were certified."""

from collections.abc import Callable
from typing import Any

from services.chassis.messaging import Asked
from services.judging.domain.refusals import NotAssigned, ResultsNotCertified
from services.judging.domain.rubric import Rubric
from services.judging.domain.scorecard import Scorecard, scorecard_id
from services.judging.handlers.judges import judge_of
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


def amend_scorecard(command: Asked, store: JudgingStore) -> Answer:
    """Put other marks in the place of a judge's, within the rubric."""
    data = command.data

    def amend(card: Scorecard) -> None:
        _rubric(card, store).check(data["marks"])
        card.amend(
            data["marks"],
            revision=data["revision"],
            reason=data["reason"].strip(),
            command_id=command.id,
            now=command.now,
        )

    return _corrected(command, store, amend)


def _rubric(card: Scorecard, store: JudgingStore) -> Rubric:
    if not store.has_panels(card.edition_id, card.stage_id):
        return store.rubric(card.edition_id, card.stage_id)
    judge = judge_of(card.edition_id, card.judge_id, store)
    return store.rubric(card.edition_id, card.stage_id, judge.panels.get(card.stage_id, ""))


def void_scorecard(command: Asked, store: JudgingStore) -> Answer:
    """Let a scorecard count no more."""
    data = command.data

    def void(card: Scorecard) -> None:
        card.void(revision=data["revision"], reason=data["reason"].strip(), now=command.now)

    return _corrected(command, store, void)


def _corrected(command: Asked, store: JudgingStore, correct: Callable[[Scorecard], None]) -> Answer:
    data = command.data
    edition_id, stage_id = data["edition_id"], data["stage_id"]
    store.stage(edition_id, stage_id)
    card = store.scorecards.find(scorecard_id(edition_id, stage_id, data["entry_id"], data["judge_id"]))
    if card is None or card.shadow:
        raise NotAssigned(f"judge {data['judge_id']} is not assigned to entry {data['entry_id']}")
    if not store.window(edition_id, stage_id).certified:
        raise ResultsNotCertified(
            f"the results of {stage_id} are not certified; thaw them, or recuse the judge"
        )
    correct(card)
    if card.facts:
        store.scorecards.save(card)
    return {"scorecard_id": card.id, "state": card.state, "revision": card.revision}
