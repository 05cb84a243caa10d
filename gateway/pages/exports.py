"""Tables to take away: small ones at once, large ones with their progress."""

from contextlib import suppress
from typing import Any
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)

from gateway.clients import Unavailable
from gateway.exports import FORMATS, TABLES
from gateway.exports.making import DONE, RUNNING
from gateway.pages.sheets import STANDING
from gateway.pages.site import boards
from gateway.resources.doors import query
from gateway.resources.exports import begun, check, found, makings, pieces, told
from schemas.queries import GetEdition, ListCertificates
from schemas.refusal import NotFound, Refusal

pages = Blueprint("exports", __name__)

ROOT = "/editions/<id:edition_id>/exports"
# From so many rows on, it takes so long that one wants to see how far it is.
LARGE = 2_000


@pages.get(ROOT)
def exports(edition_id: str) -> str:
    """Show what can be taken away."""
    edition = query(GetEdition, edition_id=edition_id)
    known = {board["stage_id"]: board["state"] for board in boards(edition_id)}
    certified = {id: _certificate(edition_id, id) for id, state in known.items() if state in STANDING}
    return render_template(
        "organiser/exports.html",
        edition=edition,
        tables=TABLES,
        formats=FORMATS,
        certified=certified,
        large=_large,
    )


@pages.get(f"{ROOT}/<table>.<form>")
def export(edition_id: str, table: str, form: str) -> Response:
    """Return one table as a file. What goes wrong before its first row is an error page.

    Columns are called as the reader's language calls them, or by their codes with `columns=codes`.
    """
    stage_id = request.args.get("stage_id", "")
    check(table, form, stage_id)
    codes = request.args.get("columns") == "codes"
    rows = pieces(edition_id, table, form, stage_id, codes=codes)
    response = Response(stream_with_context(rows), content_type=FORMATS[form][1])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{_name(edition_id, table, stage_id)}.{form}"'
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post(ROOT)
def make(edition_id: str) -> Any:
    """Begin to make a large table, and go to where its progress is shown."""
    wanted = {name: request.form.get(name, "") for name in ("table", "form", "stage_id")}
    job = begun(edition_id, **wanted, codes=False)
    return redirect(url_for("exports.making", edition_id=edition_id, job_id=job.job_id), 303)


@pages.get(f"{ROOT}/<id:job_id>")
def making(edition_id: str, job_id: str) -> str:
    """Show how far a table is; the page asks again by itself, with or without scripts."""
    job = told(found(edition_id, job_id))
    edition = query(GetEdition, edition_id=edition_id)
    stage = next((s["name"] for s in edition["stages"] if s["stage_id"] == job["stage_id"]), "")
    return render_template(
        "organiser/export.html", edition=edition, job=job, stage=stage, over=job["state"] != RUNNING
    )


@pages.get(f"{ROOT}/made/<id:job_id>.<form>")
def made(edition_id: str, job_id: str, form: str) -> Response:
    """Return a table that was made."""
    job = found(edition_id, job_id)
    if job.state != DONE or job.form != form:
        raise NotFound("there is no such file; one is kept for a day")
    name = f"{_name(edition_id, job.table, job.stage_id)}.{form}"
    file = makings().file(job).resolve()
    response = send_file(file, mimetype=FORMATS[form][1], as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _name(edition_id: str, table: str, stage_id: str) -> str:
    return quote("-".join(part for part in (edition_id, table, stage_id) if part))


def _large(table: str, edition_id: str, stage_id: str) -> bool:
    return (TABLES[table].expected(edition_id, stage_id) or 0) > LARGE


def _certificate(edition_id: str, stage_id: str) -> int:
    """Return the number of the certificate in force, the first where that cannot be said now."""
    with suppress(Refusal, Unavailable):
        known = query(ListCertificates, edition_id=edition_id, stage_id=stage_id)
        return int(known["certificates"][0]["number"])
    return 1
