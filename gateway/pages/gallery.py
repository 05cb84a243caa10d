"""The public list of who takes part."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request

from gateway.resources.doors import query
from schemas.queries import GetEdition, ListEntries

pages = Blueprint("gallery", __name__)

PAGE_LENGTH = 48
SHOWN = ("company", "description", "categories", "city", "country", "founded_year")


@pages.get("/editions/<id:edition_id>/gallery")
def gallery(edition_id: str) -> str:
    """Show the entries that compete, found by word.

    How far an entry has come, why it was screened as it was, and who backs it are not told.
    """
    wanted = {"search": request.args.get("search", "")[:200], "after": request.args.get("after", "")[:500]}
    edition = query(GetEdition, edition_id=edition_id)
    found = query(ListEntries, edition_id=edition_id, state="eligible", limit=PAGE_LENGTH, **wanted)
    startups = [public(entry["startup"]) for entry in found["entries"]]
    return render_template(
        "gallery.html", edition=edition, startups=startups, found=found, search=wanted["search"]
    )


def public(startup: dict[str, Any]) -> dict[str, Any]:
    """Return what of a startup is for everybody; its site only where it is a web address."""
    website = startup["website"] or ""
    site = website if "://" in website else f"https://{website}" if website else ""
    known = urlsplit(site).scheme in ("http", "https")
    return {**{name: startup[name] for name in SHOWN}, "site": site if known else "", "website": website}
