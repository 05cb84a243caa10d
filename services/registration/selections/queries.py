"""Read models of decisions."""

from collections.abc import Mapping
from typing import Any

from services.registration.domain.edition import CLOSED
from services.registration.domain.stage import DECISION
from services.registration.repository import RegistrationStore, entry_of
from services.registration.selections.domain.selection import DECISIONS
from services.registration.selections.handlers import decided_run, selection_of

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def get_selection(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetSelection."""
    edition = store.editions.get(query["edition_id"])
    decided_run(edition, query["stage_id"])
    made = selection_of(edition.id, query["stage_id"], store).decisions
    taken = [decision.decision for decision in made.values()]
    told = [{"entry_id": id, "decision": d.decision, "reason": d.reason} for id, d in made.items()]
    return {"counts": {name: taken.count(name) for name in DECISIONS}, "decisions": told}


def get_decisions(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetDecisions: of stages that are closed, and of no other."""
    entry, edition = entry_of(store, query), store.editions.get(query["edition_id"])
    found = []
    for run in edition.runs:
        if run.stage.kind == DECISION and run.state == CLOSED:
            made = selection_of(edition.id, run.stage.stage_id, store).decisions.get(entry.id)
            if made is not None:
                stage = {"stage_id": run.stage.stage_id, "name": run.stage.name}
                found.append({**stage, "decision": made.decision, "reason": made.reason})
    return {"decisions": found}
