"""The organiser's list of entries."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.resources.doors import command, query
from schemas.commands import ImportEntries, PutInTrack, ScreenEntries, WithdrawEntry
from schemas.queries import GetEdition, ListEntries
from schemas.refusal import Refusal

pages = Blueprint("entry_list", __name__)

PAGE_LENGTH = 50
STATES = ("submitted", "eligible", "ineligible", "withdrawn")


@pages.get("/editions/<id:edition_id>/entries")
def entries(edition_id: str) -> str:
    """Show the entries, found by word, state and track."""
    return show_entries(edition_id)


def show_entries(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return a page of entries."""
    state, track = request.args.get("state"), request.args.get("track")
    edition = query(GetEdition, edition_id=edition_id)
    wanted: dict[str, Any] = {
        "search": request.args.get("search", "")[:200],
        "after": request.args.get("after", "")[:500],
        "state": state if state in STATES else None,
        "track": next((t["track_id"] for t in edition["tracks"] if t["track_id"] == track), None),
    }
    return render_template(
        "organiser/entries.html",
        edition=edition,
        tracks={track["track_id"]: track["name"] for track in edition["tracks"]},
        found=query(ListEntries, edition_id=edition_id, limit=PAGE_LENGTH, **wanted),
        wanted=wanted,
        states=STATES,
        refusal=refusal,
    )


@pages.post("/editions/<id:edition_id>/entries/import")
def import_entries(edition_id: str) -> Any:
    """Enter every startup of a CSV file."""
    file = request.files.get("file")
    csv = file.read().decode("utf-8-sig", errors="replace") if file else ""
    skip = "skip_bad_lines" in request.form
    return acted(
        lambda: command(ImportEntries, edition_id=edition_id, csv=csv, skip_bad_lines=skip),
        then=url_for("entry_list.entries", edition_id=edition_id),
        show=lambda refusal: show_entries(edition_id, refusal=refusal),
    )


@pages.post("/editions/<id:edition_id>/entries/screen")
def screen(edition_id: str) -> Any:
    """Decide on one entry, or on all that are undecided."""
    entry_id = request.form.get("entry_id")
    return acted(
        lambda: command(
            ScreenEntries,
            edition_id=edition_id,
            entry_ids=[entry_id] if entry_id else None,
            decision=request.form.get("decision", ""),
            reason=request.form.get("reason", ""),
        ),
        then=url_for("entry_list.entries", edition_id=edition_id),
        show=lambda refusal: show_entries(edition_id, refusal=refusal),
    )


@pages.post("/editions/<id:edition_id>/entries/withdraw")
def withdraw(edition_id: str) -> Any:
    """Take an entry out of the edition."""
    return acted(
        lambda: command(
            WithdrawEntry,
            edition_id=edition_id,
            entry_id=request.form.get("entry_id", ""),
            reason=request.form.get("reason", ""),
        ),
        then=url_for("entry_list.entries", edition_id=edition_id),
        show=lambda refusal: show_entries(edition_id, refusal=refusal),
    )


@pages.post("/editions/<id:edition_id>/entries/track")
def track(edition_id: str) -> Any:
    """Let an entry compete in a track, or in none."""
    return acted(
        lambda: command(
            PutInTrack,
            edition_id=edition_id,
            entry_ids=[request.form.get("entry_id", "")],
            track=request.form.get("track", ""),
        ),
        then=url_for("entry_list.entries", edition_id=edition_id),
        show=lambda refusal: show_entries(edition_id, refusal=refusal),
    )
