"""Where the organiser sets up the public site, and where a founder says what their entry shows."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.resources.doors import command, query
from gateway.resources.site import check_own
from schemas.commands import ChooseShown, SetSite
from schemas.commands.site import PARTS
from schemas.queries import GetEdition, GetEntry, GetShowing, GetSite
from schemas.refusal import Refusal

pages = Blueprint("site_desk", __name__)

DESK = "/editions/<id:edition_id>/site/settings"
SHOWING = "/editions/<id:edition_id>/entries/<id:entry_id>/showing"


@pages.get(DESK)
def desk(edition_id: str) -> str:
    """Show the settings of the public site."""
    return show_desk(edition_id)


def show_desk(
    edition_id: str, *, refusal: Refusal | None = None, typed: Mapping[str, Any] | None = None
) -> str:
    """Return the settings, with what was typed where it was refused."""
    site = query(GetSite, edition_id=edition_id)
    return render_template(
        "organiser/site.html",
        edition=query(GetEdition, edition_id=edition_id),
        site=site,
        typed=typed or site,
        refusal=refusal,
    )


@pages.post(DESK)
def set_site(edition_id: str) -> Any:
    """Take the settings; what was typed stays when they are refused."""
    typed = {
        "public": "public" in request.form,
        **{name: request.form.get(name, "") for name in ("about", "contact")},
    }
    seen = form_number("seen") or 0
    return acted(
        lambda: command(SetSite, edition_id=edition_id, seen=seen, **typed),
        then=url_for("site_desk.desk", edition_id=edition_id),
        show=lambda refusal: show_desk(edition_id, refusal=refusal, typed=typed),
    )


@pages.get(SHOWING)
def showing(edition_id: str, entry_id: str) -> str:
    """Show what of an entry everybody sees."""
    check_own(edition_id, entry_id)
    return show_showing(edition_id, entry_id)


def show_showing(
    edition_id: str,
    entry_id: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> str:
    """Return the choice, with what was ticked where it was refused."""
    names = {"edition_id": edition_id, "entry_id": entry_id}
    found = query(GetShowing, **names)
    return render_template(
        "showing.html",
        edition=query(GetEdition, edition_id=edition_id),
        entry=query(GetEntry, **names),
        showing=found,
        typed=typed or found,
        parts=PARTS,
        refusal=refusal,
    )


@pages.post(SHOWING)
def choose(edition_id: str, entry_id: str) -> Any:
    """Take what the entry shows."""
    check_own(edition_id, entry_id)
    names = {"edition_id": edition_id, "entry_id": entry_id}
    ticked = request.form.getlist("parts")
    typed = {"listed": "listed" in request.form, "parts": [part for part in PARTS if part in ticked]}
    seen = form_number("seen") or 0
    return acted(
        lambda: command(ChooseShown, seen=seen, **names, **typed),
        then=url_for("site_desk.showing", **names),
        show=lambda refusal: show_showing(edition_id, entry_id, refusal=refusal, typed=typed),
    )
