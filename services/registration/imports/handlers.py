"""A file is taken at once, and entered behind that, in parts, by whoever is there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from schemas.refusal import NotFound, Refusal
from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.registration.domain.entry import Entry
from services.registration.domain.importing import Flaw, Imported, read_startups, refused
from services.registration.domain.refusals import ImportInvalid
from services.registration.domain.startup import Startup
from services.registration.handlers.entries import not_entered
from services.registration.imports.domain.job import ImportJob, import_id
from services.registration.imports.domain.refusals import ImportGone
from services.registration.imports.repository import DUE, due
from services.registration.repository import RegistrationStore

LOG = structlog.get_logger(__name__)

# Small, so that between two of them the service answers others and the page sees it move.
PART = 500

Answer = dict[str, Any]
Clock = Callable[[], datetime]


def start_import(command: Asked, store: RegistrationStore) -> Answer:
    """Keep a file to be entered; the same command starts one import however often it comes."""
    id = import_id(command.id)
    job: ImportJob | None = store.imports.find(id)
    if job is None:
        edition = store.editions.get(command.data["edition_id"])
        edition.takes_entries()
        store.import_files.keep(id, command.data["csv"], now=command.now)
        job = ImportJob(
            id=id,
            edition_id=edition.id,
            name=command.data["name"],
            skip_bad_lines=command.data["skip_bad_lines"],
            by=command.by,
            at=command.now,
            due_at=command.now,
        )
        store.imports.save(job)
    return job.as_dict(now=command.now)


def go_on_with_import(command: Asked, store: RegistrationStore) -> Answer:
    """Enter the good lines of a file that was refused for its bad ones."""
    job = import_of(store, command.data)
    job.go_on(now=command.now)
    store.imports.save(job)
    return job.as_dict(now=command.now)


def enter_due(
    store: RegistrationStore,
    *,
    now: Clock,
    execute: Callable[..., Any] = lambda function, *values: function(*values),
) -> int:
    """Enter the imports that wait, or that nobody has gone on with; return how many were taken.

    A crash leaves an import to whoever looks after its lease is over. It goes on where it was: an
    entry's id is computed from the edition and the startup.
    """
    taken = 0
    for job in store.imports.select(due(now=now()), sort=DUE, limit=1):
        job.claim(now=now())
        # Others may have it: whoever saves first enters it.
        if store.imports.save_all([job]):
            continue
        taken += 1
        try:
            _enter(job, store, now=now, execute=execute)
        except Refusal as refusal:
            job.refuse(refusal.code, refusal.detail, now=now())
            store.imports.save(job)
        except VersionConflict as conflict:
            LOG.warning("import goes on by another, or later", conflict=str(conflict))
    return taken


def _enter(job: ImportJob, store: RegistrationStore, *, now: Clock, execute: Callable[..., Any]) -> None:
    text = store.import_files.text(job.id)
    if not text:
        raise ImportGone("the file of this import is not kept any more; send it again")
    cities = store.editions.get(job.edition_id).cities
    found = _read(job, execute(_startups, text, cities))
    store.imports.save(job)
    if found.flaws and not job.skip_bad_lines:
        raise refused(found.flaws)
    fresh = execute(_fresh, found.startups, job, store.entry_index.startup_ids(job.edition_id))
    # Those that came at the job's moment are of this import, entered before a crash.
    entered = store.entry_index.entered_at(job.edition_id, job.at)
    before = len(found.startups) - len(fresh)
    for start in range(0, len(fresh), PART):
        store.editions.get(job.edition_id).takes_entries()
        part = fresh[start : start + PART]
        entered += len(part) - len(store.entries.save_all(part))
        job.came_to(before + start + len(part), entered=entered, now=now())
        store.imports.save(job)
    job.came_to(len(found.startups), entered=entered, now=now())
    job.finish(now=now())
    store.imports.save(job)
    store.import_files.forget(job.id)


def _fresh(startups: Iterable[Startup], job: ImportJob, taken: Mapping[str, str]) -> list[Entry]:
    return not_entered([Entry.submit(s, edition_id=job.edition_id, now=job.at) for s in startups], taken)


def _startups(text: str, cities: Sequence[str]) -> Imported | ImportInvalid:
    """Return the refusal instead of raising it: it comes from another thread."""
    try:
        return read_startups(text, cities=cities)
    except ImportInvalid as refusal:
        return refusal


def _read(job: ImportJob, found: Imported | ImportInvalid) -> Imported:
    if isinstance(found, ImportInvalid):
        job.read(0, [Flaw(**line) for line in found.errors["lines"]])
        raise found
    job.read(len(found.startups), found.flaws)
    return found


def import_of(store: RegistrationStore, data: Any) -> ImportJob:
    """Return the import that is named, if it is of the edition that is named; NotFound otherwise."""
    job: ImportJob | None = store.imports.find(data["import_id"])
    if job is None or job.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no import {data['import_id']!r}")
    return job
