"""Who organises an edition, a host or everything: invited by link, QR, code or letter, and removed."""

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.pages.qr import qr_of
from gateway.resources.accounts import ending
from gateway.resources.doors import command, query
from schemas.commands import InvitePeople, RemoveOrganiser
from schemas.queries import GetEdition, ListOrganisers
from schemas.refusal import Refusal

pages = Blueprint("organiser_list", __name__)

EDITION = "/editions/<id:edition_id>/organisers"
SYSTEM = "/system/organisers"


@pages.get(EDITION)
def organisers(edition_id: str) -> str:
    """Show who organises the edition."""
    return show_organisers(edition_id)


@pages.get(SYSTEM)
def organisers_everywhere() -> str:
    """Show who organises a host or everything."""
    return show_organisers(None)


@pages.post(EDITION)
def invite(edition_id: str) -> Any:
    """Invite another organiser of the edition."""
    return _invite(edition_id, host_id=None)


@pages.post(SYSTEM)
def invite_everywhere() -> Any:
    """Invite another organiser of a host or of everything."""
    return _invite(None, host_id=request.form.get("host_id") or None)


@pages.post(f"{EDITION}/<id:person_id>/remove")
def remove(edition_id: str, person_id: str) -> Any:
    """Take an organiser's role in the edition away."""
    return _remove(edition_id, person_id)


@pages.post(f"{SYSTEM}/<id:person_id>/remove")
def remove_everywhere(person_id: str) -> Any:
    """Take an organiser's role in a host or in everything away."""
    return _remove(None, person_id)


def show_organisers(
    edition_id: str | None, *, refusal: Refusal | None = None, link: dict[str, Any] | None = None
) -> str:
    """Return the page, with a new link and code where some were made."""
    return render_template(
        "organiser/organisers.html",
        edition=query(GetEdition, edition_id=edition_id) if edition_id else None,
        link={**link, "qr": qr_of(link["url"])} if link else None,
        refusal=refusal,
        done=request.args.get("done", ""),
        **query(ListOrganisers, edition_id=edition_id),
    )


def _invite(edition_id: str | None, *, host_id: str | None) -> Any:
    person = {name: request.form.get(name, "").strip() for name in ("name", "email")}
    invitation = {**person, "role": "organiser", "subject_id": None}
    try:
        made = command(
            InvitePeople,
            edition_id=edition_id,
            host_id=host_id,
            invitations=[invitation],
            codes=True,
            send_letters=request.form.get("mail") == "1",
        )
    except Refusal as refusal:
        return show_organisers(edition_id, refusal=refusal), refusal.status
    response = make_response(show_organisers(edition_id, link=made["links"][0]))
    response.headers["Cache-Control"] = "no-store"
    return response


def _remove(edition_id: str | None, person_id: str) -> Any:
    there = (
        url_for("organiser_list.organisers", edition_id=edition_id, done="removed")
        if edition_id
        else url_for("organiser_list.organisers_everywhere", done="removed")
    )
    return acted(
        lambda: ending(RemoveOrganiser, edition_id=edition_id, person_id=person_id),
        then=there,
        show=lambda refusal: show_organisers(edition_id, refusal=refusal),
    )
