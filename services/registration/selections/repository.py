"""Selections in the database."""

from typing import Any

from services.registration.selections.domain.selection import Decision, Selection

State = dict[str, Any]


def selection_to_state(selection: Selection) -> State:
    decisions = [[id, made.decision, made.reason] for id, made in selection.decisions.items()]
    return {"edition_id": selection.edition_id, "stage_id": selection.stage_id, "decisions": decisions}


def selection_from_state(id: str, version: int, state: State) -> Selection:
    decisions = {entry_id: Decision(decision, reason) for entry_id, decision, reason in state["decisions"]}
    return Selection(
        id=id,
        edition_id=state["edition_id"],
        stage_id=state["stage_id"],
        decisions=decisions,
        version=version,
    )
