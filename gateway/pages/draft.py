"""The founder's form: saved as one types, submitted in versions."""

from contextlib import nullcontext
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from gateway.access.forms import check_token
from gateway.access.guard import mine
from gateway.asked import answer_of, changed, label_of, problem_of
from gateway.pages.acting import form_number
from gateway.pages.compared import compared
from gateway.pages.words import refusal_text
from gateway.resources.doors import command, query
from gateway.resources.uploads import received, receiving, send_attachment
from schemas.commands import RemoveAttachment, SaveDraft, SubmitApplication
from schemas.commands.applications import MOST_FILES
from schemas.commands.attachments import FILE_BYTES
from schemas.fields import SHORT
from schemas.queries import GetApplication, GetEdition, ListSubmissions
from schemas.refusal import Refusal

pages = Blueprint("draft", __name__)

# All files that a form may ask for, each as large as it may be, and what is typed.
LARGEST_FORM = (MOST_FILES + 1) * FILE_BYTES


@pages.get("/founder/application")
def draft() -> str:
    """Show the form with what is kept."""
    return show_draft(request.args.get("edition_id"))


def show_draft(
    edition_id: str | None, *, refusal: Refusal | None = None, files: dict[str, Refusal] | None = None
) -> str:
    """Return the form; after a refusal with what was typed, and what is wrong beside each field.

    `files` are refusals of files that were sent, by field.
    """
    own = _own(edition_id)
    application = query(GetApplication, **own)
    fields = application["call"]["form"]
    answers, problems = dict(application["answers"]), {}
    theirs: dict[str, Any] = {}
    if refusal is not None or files:
        answers |= changed(request.form, fields)
    if refusal is not None:
        problems = refusal.errors if refusal.code == "answers_wrong" else {}
        theirs = _theirs(refusal)
    words = {id: problem_of(told) for id, told in problems.items()}
    words |= {id: refusal_text(told) for id, told in (files or {}).items()}
    return render_template(
        "founder/application.html",
        edition=query(GetEdition, edition_id=own["edition_id"]),
        application=application,
        answers=answers,
        kept=application["answers"],
        problems=words,
        theirs=theirs,
        label_of=label_of,
        refusal=refusal or next(iter((files or {}).values()), None),
        saved="saved" in request.args,
    )


@pages.post("/founder/application")
def keep() -> Any:
    """Save what was changed and the files that were chosen, and submit it where that is wanted."""
    request.max_content_length = LARGEST_FORM
    with receiving() if request.mimetype == "multipart/form-data" else nullcontext():
        check_token(request, signed_in=True)
        request.files  # noqa: B018 -- all of it is received here
    own = _own(request.form.get("edition_id") or None)
    edition_id, seen = own["edition_id"], form_number("seen") or 0
    call = query(GetApplication, **own)["call"]
    answers = changed(request.form, [*call["form"], *call["removed"]])
    submits = request.form.get("act") == "submit"
    try:
        if answers:
            command(SaveDraft, part="save", **own, seen=seen, answers=answers)
        if refused := _keep_files(own, call["form"]):
            status = next(iter(refused.values())).status
            return make_response(show_draft(edition_id, files=refused), status)
        if submits:
            command(SubmitApplication, part="submit", **own, seen=seen)
    except Refusal as refusal:
        return make_response(show_draft(edition_id, refusal=refusal), refusal.status)
    if submits:
        return redirect(url_for("founder.founder", edition_id=edition_id, submitted=1), 303)
    return redirect(url_for("draft.draft", edition_id=edition_id, saved=1), 303)


@pages.get("/founder/versions")
def versions() -> str:
    """Show what was submitted, and what changed between two versions."""
    own = _own(request.args.get("edition_id"))
    application = query(GetApplication, **own)
    told = query(ListSubmissions, **own)
    return render_template(
        "founder/versions.html",
        edition=query(GetEdition, edition_id=own["edition_id"]),
        application=application,
        answer_of=answer_of,
        files=told["files"],
        **compared(told["submissions"], application["call"]),
    )


def _keep_files(own: dict[str, str], fields: list[dict[str, Any]]) -> dict[str, Refusal]:
    """Attach the files that came and take out those that are to go; return what was refused, by field."""
    refused = {}
    for field in fields:
        if field["kind"] == "file":
            try:
                _keep_file(own, field["field_id"])
            except Refusal as refusal:
                refused[field["field_id"]] = refusal
    return refused


def _keep_file(own: dict[str, str], field_id: str) -> None:
    was, chosen = request.form.get(f"was.{field_id}", ""), request.files.get(f"file.{field_id}")
    if chosen is not None and chosen.filename:
        names = {**own, "field_id": field_id, "name": chosen.filename[-SHORT:]}
        with received(chosen.stream, limit=FILE_BYTES) as file:  # type: ignore[arg-type]
            send_attachment(file, **names, instead_of=was)
    elif was and f"remove.{field_id}" in request.form:
        command(RemoveAttachment, part=f"remove-{field_id}", **own, field_id=field_id, file=was)


def _own(edition_id: str | None) -> dict[str, str]:
    grant = mine("founder", edition_id)
    return {"edition_id": str(grant.edition_id), "entry_id": str(grant.subject_id)}


def _theirs(refusal: Refusal) -> dict[str, Any]:
    if refusal.code != "draft_changed":
        return {}
    return {id: told["theirs"] for id, told in refusal.errors.items() if "theirs" in told}
