"""Entries are found eligible or not, leave, and are taken back: one, those named, or all that are found."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.refusal import Invalid, NotFound, Refusal
from services.chassis.messaging import Asked
from services.registration.domain.decision import Decision, decision_id
from services.registration.domain.edition import CLOSED, Edition
from services.registration.domain.entry import ELIGIBLE, SUBMITTED, WITHDRAWN, Entry
from services.registration.domain.refusals import NothingToUndo
from services.registration.domain.turn import Act
from services.registration.handlers.entries import change_all, named
from services.registration.repository import RegistrationStore, entry_of

Answer = dict[str, Any]

LISTED = 20


def screen_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Decide on entries; when one that is named cannot be decided on, on none."""
    edition = store.editions.get(command.data["edition_id"])
    outcome, reason = command.data["decision"], command.data["reason"]
    if outcome == ELIGIBLE:
        edition.takes_entries()
    stage_id = edition.first.stage.stage_id
    entries = _meant(command.data, store)
    for entry in entries if command.data["entry_ids"] is not None else ():
        entry.screenable()
    decision = _decided(command, outcome, store)

    def decide(entry: Entry) -> None:
        entry.screen(outcome, stage_id=stage_id, reason=reason, act=decision.act)

    screened = change_all(entries, decide, store)
    return {"screened": screened, "unchanged": len(entries) - screened, "decision_id": decision.id}


def withdraw_entry(command: Asked, store: RegistrationStore) -> Answer:
    """Take an entry out of its edition."""
    entry = entry_of(store, command.data)
    entry.withdraw(command.data["reason"], act=_decided(command, WITHDRAWN, store).act)
    if entry.facts:
        store.entries.save(entry)
    return entry.as_dict()


def withdraw_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Take entries out of their edition; those that left before stay as they are.

    Invalid where it is not said which.
    """
    store.editions.get(command.data["edition_id"])
    if command.data["entry_ids"] is None and command.data["matching"] is None:
        errors = {"entry_ids": {"came": None, "allowed": "ids of entries, or what is to match"}}
        raise Invalid("say which entries are withdrawn", errors=errors)
    entries, decision = _meant(command.data, store), _decided(command, WITHDRAWN, store)

    def leave(entry: Entry) -> None:
        entry.withdraw(command.data["reason"], act=decision.act)

    withdrawn = change_all(entries, leave, store)
    return {"withdrawn": withdrawn, "unchanged": len(entries) - withdrawn, "decision_id": decision.id}


def undo_decision(command: Asked, store: RegistrationStore) -> Answer:
    """Bring entries back to what they were before a decision, and say which have gone on since.

    NothingToUndo when that is all of them; it lists the first with the reason of each.
    """
    decision = _decision(command.data, store)
    edition = store.editions.get(decision.edition_id)
    act = Act(decision_id(command.id), command.by, command.now)
    left: dict[str, Answer] = {}
    undo = _undoing(decision, edition, act, left)
    change_all(store.entry_index.touched(edition.id, decision.id), undo, store)
    restored = store.entry_index.standing(edition.id, act.id)
    told = list(left.values())[:LISTED]
    if not restored and left:
        raise NothingToUndo("nothing of it can be undone any more", errors={"entries": told})
    decision.undone_at = command.now
    store.decisions.save(decision)
    return {"restored": restored, "left": told, "left_count": len(left)}


def _undoing(
    decision: Decision, edition: Edition, act: Act, left: dict[str, Answer]
) -> Callable[[Entry], None]:
    stage_id = edition.first.stage.stage_id
    closed = {run.stage.stage_id for run in edition.runs if run.state == CLOSED}

    def undo(entry: Entry) -> None:
        left.pop(entry.id, None)
        try:
            entry.undo(decision.id, stage_id=stage_id, closed=closed, act=act)
        except Refusal as refusal:
            why = {"company": entry.startup.company, "code": refusal.code, "detail": refusal.detail}
            left[entry.id] = {"entry_id": entry.id, **why}

    return undo


def _decided(command: Asked, outcome: str, store: RegistrationStore) -> Decision:
    """Return the decision of a command, kept before any entry is touched; the first one when it comes again."""
    id = decision_id(command.id)
    found: Decision | None = store.decisions.find(id)
    if found is not None:
        return found
    decision = Decision(
        id=id,
        edition_id=command.data["edition_id"],
        outcome=outcome,
        reason=command.data["reason"],
        by=command.by,
        at=command.now,
    )
    store.decisions.save(decision)
    return decision


def _decision(data: Mapping[str, Any], store: RegistrationStore) -> Decision:
    found: Decision | None = store.decisions.find(data["decision_id"])
    if found is None or found.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no decision {data['decision_id']!r}")
    return found


def _meant(data: Mapping[str, Any], store: RegistrationStore) -> list[Entry]:
    """Return the entries that are named, those that match, or, where neither is said, the undecided."""
    edition_id, entry_ids = data["edition_id"], data["entry_ids"]
    if entry_ids is None:
        wanted = data["matching"] or {"state": SUBMITTED}
        return list(store.entry_index.matching(edition_id, **wanted))
    return named(entry_ids, edition_id, store)
