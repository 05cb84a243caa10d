"""Entering one startup by hand."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from gateway.resources.doors import command, query
from schemas.commands import SubmitEntry
from schemas.queries import GetEdition
from schemas.refusal import Invalid, Refusal

pages = Blueprint("entering", __name__)

ROOT = "/editions/<id:edition_id>/new-entry"
# By field, how many characters it takes at most.
LIMITS = {
    "company": 200,
    "website": 500,
    "description": 5_000,
    "city": 200,
    "country": 200,
    "categories": 500,
    "language": 200,
}
YEARS = range(1800, 2101)


@pages.get(ROOT)
def form(edition_id: str) -> str:
    """Show the form."""
    return show_form(edition_id)


def show_form(
    edition_id: str, *, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None
) -> str:
    """Return the form, with what was typed where it was refused."""
    return render_template(
        "organiser/enter.html",
        edition=query(GetEdition, edition_id=edition_id),
        limits=LIMITS,
        typed=typed or {},
        refusal=refusal,
    )


@pages.post(ROOT)
def enter(edition_id: str) -> Any:
    """Enter the startup, and go to its page."""
    typed = {name: request.form.get(name, "").strip() for name in (*LIMITS, "founded_year", "track")}
    try:
        startup = _startup(typed)
        entry = command(SubmitEntry, edition_id=edition_id, startup=startup, track=typed["track"])
    except Refusal as refusal:
        return make_response(show_form(edition_id, refusal=refusal, typed=typed), refusal.status)
    return redirect(url_for("entry_desk.entry", edition_id=edition_id, entry_id=entry["entry_id"]), 303)


def _startup(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the startup that was typed; Invalid names all that is wrong at once."""
    names = {
        "company": gettext("Company"),
        "website": gettext("Website"),
        "description": gettext("Description"),
        "city": gettext("City"),
        "country": gettext("Country"),
        "categories": gettext("Categories"),
        "language": gettext("Language of the pitch"),
    }
    errors = {
        names[field]: gettext("At most %(most)s characters.", most=most)
        for field, most in LIMITS.items()
        if len(typed[field]) > most
    }
    if not typed["company"]:
        errors[names["company"]] = gettext("Every entry needs one.")
    year = typed["founded_year"]
    if year and not (year.isdecimal() and len(year) == 4 and int(year) in YEARS):
        errors[gettext("Founded")] = gettext("A year such as 2024.")
    if errors:
        raise Invalid("", errors=errors)
    categories = [name for part in typed["categories"].split(",") if (name := part.strip())]
    told = {name: typed[name] for name in LIMITS} | {"categories": categories}
    return {**told, "founded_year": int(year) if year else None}
