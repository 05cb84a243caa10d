"""The public page of an edition that takes entries."""

from typing import Any

from flask import Blueprint, render_template, request

from gateway.access.guard import visitor
from gateway.asked import kind_of, label_of
from gateway.resources.applications import begun
from gateway.resources.doors import query
from schemas.queries import GetCall, GetEdition
from schemas.refusal import Refusal

pages = Blueprint("apply", __name__)

ROOT = "/editions/<id:edition_id>/apply"


@pages.get(ROOT)
def apply(edition_id: str) -> str:
    """Show until when entries are taken and what is asked, and a form to begin."""
    return show_apply(edition_id)


def show_apply(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page, with what was typed where it was refused."""
    person = visitor()
    grants = person.granted("founder") if person else ()
    return render_template(
        "apply/apply.html",
        edition=query(GetEdition, edition_id=edition_id),
        call=query(GetCall, edition_id=edition_id),
        founder=any(grant.edition_id == edition_id for grant in grants),
        typed=request.form,
        label_of=label_of,
        kind_of=kind_of,
        refusal=refusal,
    )


@pages.post(ROOT)
def begin(edition_id: str) -> Any:
    """Begin an application, and show where its link is."""
    given = {name: request.form.get(name, "").strip() for name in ("name", "email", "code")}
    try:
        answer = begun(edition_id=edition_id, **given)
    except Refusal as refusal:
        return show_apply(edition_id, refusal=refusal), refusal.status
    link = answer["link"]
    token = link["url"].partition("token=")[2] if link else ""
    edition = query(GetEdition, edition_id=edition_id)
    return render_template("apply/begun.html", edition=edition, email=answer["email"], token=token)
