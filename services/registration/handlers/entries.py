"""Entries: imported, submitted, screened, withdrawn."""

from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.registration.domain.entry import SUBMITTED, Entry, startup_id
from services.registration.domain.importing import read_startups
from services.registration.domain.refusals import BadImport
from services.registration.queries import described_entry
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

LISTED = 200
CHUNK = 2_000


def import_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Enter every startup of a CSV as one, or nothing; bad lines may be skipped when told to.

    Startups that are entered already are counted and left as they are.
    """
    edition = store.editions.get(command.data["edition_id"])
    reading = read_startups(command.data["csv"])
    bad = [line.as_dict() for line in reading.bad]
    if bad and not (command.data["skip_bad_lines"] and reading.startups):
        lines = len({line["line"] for line in bad})
        raise BadImport(
            f"{lines} bad lines, nothing was imported; mend them or skip them",
            errors={"lines": bad[:LISTED], "bad_lines": lines},
        )
    entries = {e.id: e for e in (Entry.submit(edition.id, s, now=command.now) for s in reading.startups)}
    known = store.entries.load(entries)
    store.entries.save_all([entry for id, entry in entries.items() if id not in known], atomic=True)
    return {"imported": len(entries) - len(known), "already": len(known), "skipped": bad}


def submit_entry(command: Asked, store: RegistrationStore) -> Answer:
    """Enter one startup; one that is entered already is left as it is."""
    edition = store.editions.get(command.data["edition_id"])
    entry = Entry.submit(edition.id, _startup(command.data["startup"]), now=command.now)
    found = store.entries.find(entry.id)
    if found is None:
        store.entries.save(entry)
    return described_entry(found or entry)


def screen_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Decide on entries; those that are decided so already are left as they are."""
    data = command.data
    edition = store.editions.get(data["edition_id"])
    entries = _to_screen(edition.id, data["entry_ids"], store)
    changed = [
        entry
        for entry in entries
        if entry.screen(data["decision"], stage_id=edition.first_stage_id, reason=data["reason"])
    ]
    for start in range(0, len(changed), CHUNK):
        conflicts = store.entries.save_all(changed[start : start + CHUNK])
        if conflicts:
            raise VersionConflict("entries", [entry.id for entry in conflicts])
    return {"screened": len(changed), "unchanged": len(entries) - len(changed)}


def withdraw_entry(command: Asked, store: RegistrationStore) -> Answer:
    """Let an entry leave the edition."""
    entry = store.entry(command.data["edition_id"], command.data["entry_id"])
    entry.withdraw(reason=command.data["reason"])
    if entry.facts:
        store.entries.save(entry)
    return described_entry(entry)


def _to_screen(edition_id: str, entry_ids: list[str] | None, store: RegistrationStore) -> list[Entry]:
    if entry_ids is None:
        wanted = {"state.edition_id": edition_id, "state.state": SUBMITTED}
        return list(store.entries.select(wanted))
    found = store.entries.load(entry_ids)
    missing = [id for id in entry_ids if id not in found or found[id].edition_id != edition_id]
    if missing:
        raise NotFound(f"the edition has no entry {', '.join(missing[:5])}", errors={"entry_ids": missing})
    return list(found.values())


def _startup(given: Mapping[str, Any]) -> dict[str, Any]:
    rounds = [None if amount is None else str(amount) for amount in given["rounds_usd"]]
    id = given.get("startup_id") or startup_id(given["company"], given["website"])
    return {**given, "startup_id": id, "rounds_usd": rounds}
