"""The public gallery of who takes part, with a page for each entry."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from gateway.pages.site import in_site
from gateway.resources.doors import query
from schemas.queries import GetEdition, GetShown, ListShown

pages = Blueprint("gallery", __name__)

PAGE_LENGTH = 48


@pages.get("/editions/<id:edition_id>/gallery")
def gallery(edition_id: str) -> Response:
    """Show the entries that compete, found by word.

    How far an entry has come, why it was screened as it was, and who backs it are not told.
    """
    wanted = {"search": request.args.get("search", "")[:200], "after": request.args.get("after", "")[:500]}
    found = query(ListShown, edition_id=edition_id, limit=PAGE_LENGTH, **wanted)
    return in_site(
        "site/gallery.html",
        query(GetEdition, edition_id=edition_id),
        startups=[with_address(entry) for entry in found["entries"]],
        found=found,
        search=wanted["search"],
    )


@pages.get("/editions/<id:edition_id>/gallery/<id:entry_id>")
def entry(edition_id: str, entry_id: str) -> Response:
    """Show what an entry lets everybody see."""
    found = query(GetShown, edition_id=edition_id, entry_id=entry_id)
    return in_site("site/entry.html", query(GetEdition, edition_id=edition_id), startup=with_address(found))


def with_address(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry with its `site`, which is empty where the website is no web address."""
    website = entry["website"]
    site = website if "://" in website else f"https://{website}" if website else ""
    return {**entry, "site": site if urlsplit(site).scheme in ("http", "https") else ""}
