"""Entries of an edition."""

from typing import Any

from gateway.access.guard import identity
from gateway.access.roles import NotAllowed
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.registration import (
    EntriesAnswer,
    EntriesParameters,
    EntryAnswer,
    ImportAnswer,
    ImportEntriesBody,
    MovedAnswer,
    PutInTrackBody,
    ScreenEntriesBody,
    ScreeningAnswer,
    SubmitEntryBody,
    WithdrawEntryBody,
)
from schemas.commands import ImportEntries, PutInTrack, ScreenEntries, SubmitEntry, WithdrawEntry
from schemas.queries import GetEntry, ListEntries

blp = Room("entries", __name__, description="Entries")

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
    """Decide which entries are eligible; on all that are undecided when none is named."""
    return command(ScreenEntries, edition_id=edition_id, **body)


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
