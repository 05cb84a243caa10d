"""Tables to take away that are made beside the request."""

from collections.abc import Iterator
from itertools import chain
from typing import IO, Any
from uuid import uuid4

from flask import copy_current_request_context, g, url_for

from gateway.access.guard import identity
from gateway.exports import FORMATS, TABLES
from gateway.exports.making import DONE, Job, Makings, Tell, counting
from gateway.resources.doors import doors, idempotency_key
from gateway.resources.room import Room
from schemas.api.exports import BeginExportBody, ExportJobAnswer
from schemas.refusal import Invalid, NotFound

blp = Room("made", __name__, description="Tables to take away")

EXPORTS = "/editions/<id:edition_id>/exports"


@blp.route(EXPORTS, methods=["POST"])
@blp.arguments(BeginExportBody)
@blp.response(202, ExportJobAnswer)
def begin_export(body: dict[str, Any], edition_id: str) -> Any:
    """Begin to make a table, its columns called by codes; Location is where its progress is told.

    It is kept for a day.
    """
    job = begun(edition_id, codes=True, **body)
    where = url_for("made.get_export", edition_id=edition_id, job_id=job.job_id)
    return told(job), 202, {"Location": where}


@blp.route(f"{EXPORTS}/<id:job_id>")
@blp.response(200, ExportJobAnswer)
def get_export(edition_id: str, job_id: str) -> Any:
    """Return how far a table is, and where it is once it is done."""
    return told(found(edition_id, job_id))


def told(job: Job) -> dict[str, Any]:
    """Return a job with where its file is, once that is whole."""
    names = {"edition_id": job.edition_id, "job_id": job.job_id, "form": job.form}
    return {**job.as_dict(), "file": url_for("exports.made", **names) if job.state == DONE else None}


def found(edition_id: str, job_id: str) -> Job:
    """Return an edition's job; NotFound when there is none, or not any more."""
    job = makings().find(edition_id, job_id)
    if job is None:
        raise NotFound("there is no such export; one is kept for a day")
    return job


def begun(edition_id: str, *, table: str, form: str, stage_id: str, codes: bool) -> Job:
    """Begin a job on a thread that asks in the name of whoever is signed in now."""
    check(table, form, stage_id)
    expected = TABLES[table].expected(edition_id, stage_id)
    key = idempotency_key() or str(uuid4())
    names = {"table": table, "form": form, "stage_id": stage_id}
    job = makings().job(key, edition_id=edition_id, expected=expected, **names)
    person = identity()

    @copy_current_request_context
    def make(tell: Tell, file: IO[bytes]) -> None:
        g.identity = person
        file.writelines(pieces(edition_id, table, form, stage_id, codes=codes, tell=tell))

    return makings().begin(job, make)


def check(table: str, form: str, stage_id: str) -> None:
    """Return when there is such an export; NotFound or Invalid say what there is."""
    if table not in TABLES or form not in FORMATS:
        allowed = {"table": sorted(TABLES), "format": sorted(FORMATS)}
        raise NotFound(f"there is no export {table}.{form}", errors=allowed)
    if TABLES[table].by_stage and not stage_id:
        raise Invalid("say of which stage", errors={"stage_id": {"came": None, "allowed": "a stage's id"}})


def pieces(
    edition_id: str,
    table: str,
    form: str,
    stage_id: str,
    *,
    codes: bool,
    tell: Tell = lambda rows: None,
) -> Iterator[bytes]:
    """Return the pieces of the file, its columns called by codes or as the reader calls them.

    What goes wrong before the first row is raised at once.
    """
    write, _ = FORMATS[form]
    rows = _first_asked(TABLES[table].rows(edition_id, stage_id))
    heading = str if codes else TABLES[table].heading(edition_id, stage_id)
    return write(counting(rows, tell), heading)


def makings() -> Makings:
    """Return the jobs of this machine."""
    return Makings(doors().settings.state_dir / "exports")


def _first_asked(rows: Iterator[Any]) -> Iterator[Any]:
    """Return the same rows, the first of them already asked for."""
    first = next(rows, None)
    return iter(()) if first is None else chain([first], rows)
