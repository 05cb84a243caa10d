"""The organiser's list of who began and who submitted, and the versions of each."""

from typing import Any

from flask import Blueprint, make_response, render_template, request

from gateway.asked import answer_of
from gateway.pages.compared import compared
from gateway.pages.paging import page_number
from gateway.pages.qr import qr_of
from gateway.resources.doors import command, query
from schemas.commands import InviteMember
from schemas.queries import GetApplication, GetEdition, ListApplications, ListSubmissions
from schemas.queries.applications import PAGE
from schemas.refusal import Refusal

pages = Blueprint("application_list", __name__)

ROOT = "/editions/<id:edition_id>/applications"


@pages.get(ROOT)
def applications(edition_id: str) -> str:
    """Show the applications, saved last first."""
    number = page_number()
    found = query(ListApplications, edition_id=edition_id, page=number)
    return render_template(
        "organiser/applications.html",
        edition=query(GetEdition, edition_id=edition_id),
        found=found,
        page=number,
        more=number * PAGE < found["total"],
    )


@pages.get(f"{ROOT}/<id:entry_id>")
def application(edition_id: str, entry_id: str) -> str:
    """Show what was submitted, what changed between two versions, and the team."""
    return show_application(edition_id, entry_id)


def show_application(
    edition_id: str, entry_id: str, *, link: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> str:
    """Return the page, with a new sign-in link where one was made. The draft is the founders' alone."""
    names = {"edition_id": edition_id, "entry_id": entry_id}
    found, told = query(GetApplication, **names), query(ListSubmissions, **names)
    return render_template(
        "organiser/application.html",
        edition=query(GetEdition, edition_id=edition_id),
        application=found,
        link=link and {**link, "qr": qr_of(link["url"])},
        answer_of=answer_of,
        refusal=refusal,
        files=told["files"],
        **compared(told["submissions"], found["call"]),
    )


@pages.post(f"{ROOT}/<id:entry_id>/links")
def invite(edition_id: str, entry_id: str) -> Any:
    """Make a sign-in link for somebody of the team."""
    who = {name: request.form.get(name, "").strip() for name in ("name", "email")}
    try:
        link = command(InviteMember, edition_id=edition_id, entry_id=entry_id, **who)
    except Refusal as refusal:
        return make_response(show_application(edition_id, entry_id, refusal=refusal), refusal.status)
    return show_application(edition_id, entry_id, link=link)
