"""Handing over what a judge leaves, and filling a stage's gaps."""

from typing import Any

from services.chassis.messaging import Asked
from services.judging.domain.publication import Publication
from services.judging.domain.refusals import NotYetAssigned, PlanChanged, StageOver
from services.judging.handlers.assignments import carry_out, publication_of
from services.judging.handlers.judges import judge_of
from services.judging.handover.planning import Handover, handover
from services.judging.handover.queries import told
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


def hand_over(command: Asked, store: JudgingStore) -> Answer:
    """Note that a judge dropped out, and give what they have not sent to others, as evenly as can be.

    What they sent stays theirs and counts. Done again it finds nothing left to hand over.
    """
    edition_id, stage = command.data["edition_id"], _running(command, store)
    judge = judge_of(edition_id, command.data["judge_id"], store)
    publication = publication_of(edition_id, stage["stage_id"], store)
    plan = handover(store, edition_id, stage, leaving=judge.id)
    if plan.taken:
        _refuse_changed(plan, command)
    if judge.leave():
        store.judges.save(judge)
    if plan.taken:
        _carry_out(publication, plan, command, store)
    return told(plan, store, leaving=judge)


def fill_gaps(command: Asked, store: JudgingStore) -> Answer:
    """Give entries the judges that they lack; nobody loses anything. Done again it finds nothing to do."""
    edition_id, stage = command.data["edition_id"], _running(command, store)
    publication = publication_of(edition_id, stage["stage_id"], store)
    if not publication.pairs:
        raise NotYetAssigned(f"nobody was assigned in {stage['stage_id']} yet; assign judges first")
    plan = handover(store, edition_id, stage, leaving=None)
    if plan.given:
        _refuse_changed(plan, command)
        _carry_out(publication, plan, command, store)
    return told(plan, store, leaving=None)


def _running(command: Asked, store: JudgingStore) -> dict[str, Any]:
    edition_id, stage_id = command.data["edition_id"], command.data["stage_id"]
    stage = store.stage(edition_id, stage_id)
    if store.window(edition_id, stage_id).state == "closed":
        raise StageOver(f"{stage_id} is closed")
    return stage


def _refuse_changed(plan: Handover, command: Asked) -> None:
    shown = command.data["basis"]
    if shown and shown != plan.basis:
        raise PlanChanged("scorecards or judges changed since this was shown; look at it again")


def _carry_out(publication: Publication, plan: Handover, command: Asked, store: JudgingStore) -> None:
    # The basis is no strategy's: publishing assignments anew is then a change, not a repeat.
    news = {judge_id for _, judge_id in plan.given}
    publication.publish(plan.applied(publication.pairs), basis=f"handover {command.id}", news=news)
    carry_out(publication, store)
