"""Entries of an edition."""

from typing import Any

from gateway.access.guard import identity
from gateway.access.roles import NotAllowed
from gateway.resources.doors import MANY_SECONDS, command, query
from gateway.resources.room import Room
from schemas.api.registration import (
    DecisionsAnswer,
    DisqualifyEntryBody,
    EntriesAnswer,
    EntriesParameters,
    EntryAnswer,
    EntryHistoryAnswer,
    ImportAnswer,
    ImportEntriesBody,
    MovedAnswer,
    PutInTrackBody,
    ScreenEntriesBody,
    ScreeningAnswer,
    SubmitEntryBody,
    UndoAnswer,
    WithdrawalAnswer,
    WithdrawEntriesBody,
    WithdrawEntryBody,
)
from schemas.commands import (
    DisqualifyEntry,
    ImportEntries,
    PutInTrack,
    ScreenEntries,
    SubmitEntry,
    UndoDecision,
    WithdrawEntries,
    WithdrawEntry,
)
from schemas.queries import GetEntry, GetEntryHistory, ListDecisions, ListEntries

blp = Room("entries", __name__, description="Entries")

# A decision on all that match may take 20,000 entries.

ENTRIES = "/editions/<id:edition_id>/entries"


@blp.route(f"{ENTRIES}/import", methods=["POST"])
@blp.arguments(ImportEntriesBody)
@blp.response(200, ImportAnswer)
def import_entries(body: dict[str, Any], edition_id: str) -> Any:
    """Enter every startup of a CSV: all of them, or the good lines only."""
    return command(ImportEntries, edition_id=edition_id, **body)


@blp.route(ENTRIES, methods=["POST"])
@blp.arguments(SubmitEntryBody)
@blp.response(200, EntryAnswer)
def submit_entry(body: dict[str, Any], edition_id: str) -> Any:
    """Enter one startup by hand."""
    return command(SubmitEntry, edition_id=edition_id, **body)


@blp.route(ENTRIES)
@blp.arguments(EntriesParameters, location="query")
@blp.response(200, EntriesAnswer)
def list_entries(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return entries by company; `after` is the `next` of the page before."""
    return query(ListEntries, edition_id=edition_id, **parameters)


@blp.route(f"{ENTRIES}/<id:entry_id>")
@blp.response(200, EntryAnswer)
def get_entry(edition_id: str, entry_id: str) -> Any:
    """Return an entry: any to an organiser, the own one to a founder."""
    person = identity()
    own = any(g.subject_id == entry_id and g.covers(edition_id) for g in person.granted("founder"))
    if not own and not person.organises(edition_id):
        raise NotAllowed("founders see their own entry")
    return query(GetEntry, edition_id=edition_id, entry_id=entry_id)


@blp.route(f"{ENTRIES}/screen", methods=["POST"])
@blp.arguments(ScreenEntriesBody)
@blp.response(200, ScreeningAnswer)
def screen_entries(body: dict[str, Any], edition_id: str) -> Any:
    """Decide which entries are eligible: those named, those that match, or all that are undecided."""
    return command(ScreenEntries, timeout=MANY_SECONDS, edition_id=edition_id, **body)


@blp.route(f"{ENTRIES}/withdraw", methods=["POST"])
@blp.arguments(WithdrawEntriesBody)
@blp.response(200, WithdrawalAnswer)
def withdraw_entries(body: dict[str, Any], edition_id: str) -> Any:
    """Take entries out of the edition: those named, those that match, or all that are undecided."""
    return command(WithdrawEntries, timeout=MANY_SECONDS, edition_id=edition_id, **body)


@blp.route("/editions/<id:edition_id>/decisions")
@blp.response(200, DecisionsAnswer)
def list_decisions(edition_id: str) -> Any:
    """Return the decisions on entries that can be undone, newest first."""
    return query(ListDecisions, edition_id=edition_id)


@blp.route("/editions/<id:edition_id>/decisions/<id:decision_id>/undo", methods=["POST"])
@blp.response(200, UndoAnswer)
def undo_decision(edition_id: str, decision_id: str) -> Any:
    """Bring the entries of a decision back to what they were, unless they went on since."""
    told = {"edition_id": edition_id, "decision_id": decision_id}
    return command(UndoDecision, timeout=MANY_SECONDS, **told)


@blp.route(f"{ENTRIES}/<id:entry_id>/history")
@blp.response(200, EntryHistoryAnswer)
def get_entry_history(edition_id: str, entry_id: str) -> Any:
    """Return what was done with an entry, newest first."""
    return query(GetEntryHistory, edition_id=edition_id, entry_id=entry_id)


@blp.route(f"{ENTRIES}/track", methods=["POST"])
@blp.arguments(PutInTrackBody)
@blp.response(200, MovedAnswer)
def put_in_track(body: dict[str, Any], edition_id: str) -> Any:
    """Let entries compete in a track of the edition, or in none."""
    return command(PutInTrack, edition_id=edition_id, **body)


@blp.route(f"{ENTRIES}/<id:entry_id>/withdraw", methods=["POST"])
@blp.arguments(WithdrawEntryBody)
@blp.response(200, EntryAnswer)
def withdraw_entry(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Take an entry out of the edition."""
    return command(WithdrawEntry, edition_id=edition_id, entry_id=entry_id, **body)


@blp.route(f"{ENTRIES}/<id:entry_id>/disqualify", methods=["POST"])
@blp.arguments(DisqualifyEntryBody)
@blp.response(200, EntryAnswer)
def disqualify_entry(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Take an entry out of the edition for a reason, and out of results that stand."""
    return command(DisqualifyEntry, edition_id=edition_id, entry_id=entry_id, **body)
