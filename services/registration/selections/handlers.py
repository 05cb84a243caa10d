"""The organiser decides on entries, and those who are admitted go on."""

from typing import Any

from services.chassis.messaging import Asked
from services.registration.domain.edition import CLOSED, PLANNED, Edition, StageRun
from services.registration.domain.promotion import Placed
from services.registration.domain.refusals import NobodyPromoted, StageNotOpen
from services.registration.domain.stage import DECISION
from services.registration.repository import RegistrationStore
from services.registration.selections.domain.refusals import (
    DecisionsOpen,
    DecisionStands,
    NotForDecisions,
    NotInStage,
)
from services.registration.selections.domain.selection import Decision, Selection, selection_id

Answer = dict[str, Any]

# All who are admitted share the first place: nobody ranked them.
PLACE = 1


def decide_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Admit entries of a stage, let them wait or decline them; when one cannot be decided on, none."""
    data = command.data
    edition = store.editions.get(data["edition_id"])
    run = decided_run(edition, data["stage_id"])
    if run.state == PLANNED:
        raise StageNotOpen(f"{run.stage.name} was not opened yet")
    if run.promoted is not None:
        raise DecisionStands(f"entries went on from {run.stage.name} already")
    _check_entries(data["entry_ids"], run, edition, store)
    selection = selection_of(edition.id, run.stage.stage_id, store)
    decision = Decision(data["decision"], data["reason"].strip())
    changed = selection.decide(data["entry_ids"], decision, told=run.state == CLOSED)
    if changed:
        store.selections.save(selection)
    return {"decided": changed, "unchanged": len(set(data["entry_ids"])) - changed}


def admitted(edition: Edition, stage_id: str, store: RegistrationStore) -> list[Placed]:
    """Return who goes on from a stage of decisions: all who are admitted and have not left.

    Raises DecisionsOpen before the stage is closed, and NobodyPromoted when there is nobody.
    """
    run = decided_run(edition, stage_id)
    if run.state != CLOSED:
        raise DecisionsOpen(f"close {run.stage.name} first: it can still be decided otherwise")
    entries = store.entries.load(selection_of(edition.id, stage_id, store).admitted())
    found = [Placed(e.id, e.startup.company, PLACE) for e in entries.values() if e.competes]
    if not found:
        raise NobodyPromoted(f"nobody is admitted in {run.stage.name}")
    return sorted(found, key=lambda placed: (placed.company, placed.entry_id))


def decided_run(edition: Edition, stage_id: str) -> StageRun:
    """Return a stage of decisions; NotForDecisions when it is scored instead."""
    run = edition.run(stage_id)
    if run.stage.kind != DECISION:
        raise NotForDecisions(f"{run.stage.name} is scored; its results say who goes on")
    return run


def selection_of(edition_id: str, stage_id: str, store: RegistrationStore) -> Selection:
    """Return the selection of a stage, an empty one before anything was decided."""
    id = selection_id(edition_id, stage_id)
    return store.selections.find(id) or Selection(id, edition_id, stage_id)


def _check_entries(entry_ids: list[str], run: StageRun, edition: Edition, store: RegistrationStore) -> None:
    found, stage_id = store.entries.load(entry_ids), run.stage.stage_id
    there = {
        id for id, e in found.items() if e.competes and (e.edition_id, e.stage_id) == (edition.id, stage_id)
    }
    missing = [id for id in entry_ids if id not in there]
    if missing:
        raise NotInStage(
            f"{len(missing)} of these do not compete in {run.stage.name}", errors={"entry_ids": missing[:20]}
        )
