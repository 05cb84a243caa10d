"""Importing a file of entries, with its progress and what is wrong with its lines."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from gateway.pages.acting import acted
from gateway.resources.doors import command, query
from gateway.resources.imports import PATIENCE_SECONDS
from schemas.commands import GoOnWithImport, StartImport
from schemas.commands.imports import LONGEST_CSV
from schemas.queries import GetEdition, GetImport, ListImports
from schemas.refusal import Invalid, Refusal

pages = Blueprint("import_desk", __name__)

ROOT = "/editions/<id:edition_id>/imports"
COLUMNS = [
    "company",
    "description",
    "categories",
    "founded_year",
    "city",
    "state",
    "country",
    "website",
    "status",
    "investors",
    "rounds_usd",
    "language",
]


@pages.get(ROOT)
def imports(edition_id: str) -> str:
    """Show the form for a file, and the last imports."""
    return show_imports(edition_id)


def show_imports(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of imports; what was chosen stays where it was refused."""
    return render_template(
        "organiser/imports.html",
        edition=query(GetEdition, edition_id=edition_id),
        jobs=query(ListImports, edition_id=edition_id)["imports"],
        columns=COLUMNS,
        skip="skip_bad_lines" in request.form,
        refusal=refusal,
    )


@pages.post(ROOT)
def start(edition_id: str) -> Any:
    """Take a file, and go to where its progress is shown."""
    file = request.files.get("file")
    try:
        name, csv = _taken(file)
        told = {"csv": csv, "name": name, "skip_bad_lines": "skip_bad_lines" in request.form}
        job = command(StartImport, timeout=PATIENCE_SECONDS, edition_id=edition_id, **told)
    except Refusal as refusal:
        return make_response(show_imports(edition_id, refusal=refusal), refusal.status)
    where = {"edition_id": edition_id, "import_id": job["import_id"]}
    return redirect(url_for("import_desk.progress", **where), 303)


@pages.get(f"{ROOT}/<id:import_id>")
def progress(edition_id: str, import_id: str) -> str:
    """Show how far an import is; the page asks again by itself, with or without scripts."""
    return show_progress(edition_id, import_id)


def show_progress(edition_id: str, import_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of one import."""
    job = query(GetImport, edition_id=edition_id, import_id=import_id)
    return render_template(
        "organiser/import.html",
        edition=query(GetEdition, edition_id=edition_id),
        job=job,
        over=job["state"] in ("done", "refused"),
        refusal=refusal,
    )


@pages.post(f"{ROOT}/<id:import_id>/go-on")
def go_on(edition_id: str, import_id: str) -> Any:
    """Enter the good lines after all."""
    names = {"edition_id": edition_id, "import_id": import_id}
    return acted(
        lambda: command(GoOnWithImport, **names),
        then=url_for("import_desk.progress", **names),
        show=lambda refusal: show_progress(edition_id, import_id, refusal=refusal),
    )


def _taken(file: Any) -> tuple[str, str]:
    """Return name and text of the file; Invalid says what is wrong with it."""
    if file is None or not file.filename:
        raise _invalid(gettext("Choose a file first."))
    data = file.read()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(
            gettext("It is not in UTF-8. In Excel, save it as “CSV UTF-8” and send that file.")
        ) from error
    if not text.strip():
        raise _invalid(gettext("The file is empty."))
    if len(text) > LONGEST_CSV:
        raise _invalid(gettext("The file has more than 20 million characters; split it."))
    return file.filename[-200:], text


def _invalid(why: str) -> Invalid:
    return Invalid("", errors={gettext("CSV file"): why})
