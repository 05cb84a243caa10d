"""Startups enter, one by one or as a file, and are put in tracks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from schemas.refusal import Invalid, NotFound
from services.chassis.messaging import Asked
from services.registration.domain.city import city_of, spelled
from services.registration.domain.decision import decision_id
from services.registration.domain.entry import Entry
from services.registration.domain.importing import read_startups, refused
from services.registration.domain.refusals import AlreadyEntered
from services.registration.domain.startup import Startup
from services.registration.domain.turn import Act
from services.registration.repository import RegistrationStore, entry_of

Answer = dict[str, Any]

PART = 1_000
# Measured: with a cache of 256 MB a transaction of 10,600 entries is too large for the database.
WHOLE = 2_000


def import_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Enter the startups of a CSV; those that are in already are left as they are.

    A bad line keeps all of them out. Each part is written as a whole; a crash between parts
    leaves the request to come again, which enters the rest.
    """
    edition = store.editions.get(command.data["edition_id"])
    edition.takes_entries()
    found = read_startups(command.data["csv"], cities=edition.cities)
    if found.flaws and not command.data["skip_bad_lines"]:
        raise refused(found.flaws)
    entries = [Entry.submit(startup, edition_id=edition.id, now=command.now) for startup in found.startups]
    fresh = not_entered(entries, store.entry_index.startup_ids(edition.id))
    for n in range(0, len(fresh), WHOLE):
        store.entries.save_all(fresh[n : n + WHOLE], atomic=True)
    return {
        "imported": len(fresh),
        "already": len(entries) - len(fresh),
        "skipped": [flaw.as_dict() for flaw in found.flaws],
    }


def not_entered(entries: Iterable[Entry], taken: Mapping[str, str]) -> list[Entry]:
    """Return those of the entries whose startups are not in the edition, by `taken`: startups by entry."""
    startups = set(taken.values())
    return [e for e in entries if e.id not in taken and e.startup.startup_id not in startups]


def submit_entry(command: Asked, store: RegistrationStore) -> Answer:
    """Enter one startup; nothing happens when it is in just so."""
    edition = store.editions.get(command.data["edition_id"])
    startup, track = _described(command.data["startup"], edition.cities), command.data["track"]
    edition.has_track(track)
    entry = Entry.submit(startup, edition_id=edition.id, now=command.now, track=track)
    found = store.entries.find(entry.id) or _entry_with(startup.startup_id, edition.id, store)
    if found is None:
        edition.takes_entries()
        store.entries.save(entry)
        return entry.as_dict()
    if found.startup != startup:
        raise AlreadyEntered(
            f"{found.startup.company} is in {edition.name} already, described in another way",
            errors={"entry_id": found.id},
        )
    return found.as_dict()


def put_in_track(command: Asked, store: RegistrationStore) -> Answer:
    """Let entries compete in a track; when one cannot, none does."""
    edition, track = store.editions.get(command.data["edition_id"]), command.data["track"]
    edition.has_track(track)
    entries = named(command.data["entry_ids"], edition.id, store)
    for entry in entries:
        entry.put_in_track(track)
    moved = [entry for entry in entries if entry.facts]
    store.entries.save_all(moved, atomic=True)
    return {"moved": len(moved), "unchanged": len(entries) - len(moved)}


def disqualify_entry(command: Asked, store: RegistrationStore) -> Answer:
    """Take an entry out of its edition for a reason, whatever it has reached."""
    entry = entry_of(store, command.data)
    act = Act(decision_id(command.id), command.by, command.now)
    entry.disqualify(command.data["reason"].strip(), act=act)
    if entry.facts:
        store.entries.save(entry)
    return entry.as_dict()


def change_all(entries: Iterable[Entry], change: Callable[[Entry], None], store: RegistrationStore) -> int:
    """Change entries and save them in parts; return how many were changed.

    One that somebody else saved meanwhile is loaded and decided on again.
    """
    changed, waiting = 0, list(entries)
    while waiting:
        part, waiting = waiting[:PART], waiting[PART:]
        for entry in part:
            change(entry)
        to_save = [entry for entry in part if entry.facts]
        conflicts = store.entries.save_all(to_save)
        changed += len(to_save) - len(conflicts)
        waiting += store.entries.load(entry.id for entry in conflicts).values()
    return changed


def named(entry_ids: list[str], edition_id: str, store: RegistrationStore) -> list[Entry]:
    """Return the entries of an edition by their ids; NotFound names those that it has not."""
    found = store.entries.load(entry_ids)
    missing = [id for id in entry_ids if id not in found or found[id].edition_id != edition_id]
    if missing:
        raise NotFound(f"the edition has no entry {', '.join(missing[:5])}", errors={"entry_ids": missing})
    return list(found.values())


def _entry_with(startup_id: str, edition_id: str, store: RegistrationStore) -> Entry | None:
    wanted = {"state.edition_id": edition_id, "state.startup.startup_id": startup_id}
    return next(store.entries.select(wanted, limit=1), None)


def _described(values: Mapping[str, Any], cities: Sequence[str]) -> Startup:
    city, errors = city_of(values["city"], spelled(cities)), dict[str, Any]()
    if not values["company"].strip():
        errors["startup.company"] = {"came": values["company"], "allowed": "1 to 200 characters"}
    if city is None:
        errors["startup.city"] = {"came": values["city"], "allowed": ", ".join(cities)}
    if errors:
        raise Invalid("the startup cannot be described like this", errors=errors)
    return Startup.described({**values, "city": city})
