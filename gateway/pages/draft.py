"""The founder's form: saved as one types, submitted in versions."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from gateway.access.guard import mine
from gateway.asked import answer_of, changed, label_of, problem_of
from gateway.pages.acting import form_number
from gateway.pages.compared import compared
from gateway.resources.doors import command, query
from schemas.commands import SaveDraft, SubmitApplication
from schemas.queries import GetApplication, GetEdition, ListSubmissions
from schemas.refusal import Refusal

pages = Blueprint("draft", __name__)


@pages.get("/founder/application")
def draft() -> str:
    """Show the form with what is kept."""
    return show_draft(request.args.get("edition_id"))


def show_draft(edition_id: str | None, *, refusal: Refusal | None = None) -> str:
    """Return the form; after a refusal with what was typed, and what is wrong beside each field."""
    own = _own(edition_id)
    application = query(GetApplication, **own)
    fields = application["call"]["form"]
    answers, problems = dict(application["answers"]), {}
    theirs: dict[str, Any] = {}
    if refusal is not None:
        answers |= changed(request.form, fields)
        problems = refusal.errors if refusal.code == "answers_wrong" else {}
        theirs = _theirs(refusal)
    return render_template(
        "founder/application.html",
        edition=query(GetEdition, edition_id=own["edition_id"]),
        application=application,
        answers=answers,
        kept=application["answers"],
        problems={id: problem_of(told) for id, told in problems.items()},
        theirs=theirs,
        label_of=label_of,
        refusal=refusal,
        saved="saved" in request.args,
    )


@pages.post("/founder/application")
def keep() -> Any:
    """Save what was changed, and submit it where that is wanted."""
    own = _own(request.form.get("edition_id") or None)
    edition_id, seen = own["edition_id"], form_number("seen") or 0
    call = query(GetApplication, **own)["call"]
    answers = changed(request.form, [*call["form"], *call["removed"]])
    submits = request.form.get("act") == "submit"
    try:
        if answers:
            command(SaveDraft, part="save", **own, seen=seen, answers=answers)
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
    return render_template(
        "founder/versions.html",
        edition=query(GetEdition, edition_id=own["edition_id"]),
        application=application,
        answer_of=answer_of,
        **compared(query(ListSubmissions, **own)["submissions"], application["call"]),
    )


def _own(edition_id: str | None) -> dict[str, str]:
    grant = mine("founder", edition_id)
    return {"edition_id": str(grant.edition_id), "entry_id": str(grant.subject_id)}


def _theirs(refusal: Refusal) -> dict[str, Any]:
    if refusal.code != "draft_changed":
        return {}
    return {id: told["theirs"] for id, told in refusal.errors.items() if "theirs" in told}
