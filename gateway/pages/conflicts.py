"""The organiser's page of conflicts of interest."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.pages.paging import page_number
from gateway.resources.doors import command, query
from schemas.commands import DeclareConflict, DropConflict, RecuseJudge
from schemas.queries import GetEdition, ListConflicts, ListEntries, ListJudges
from schemas.queries.conflicts import PAGE
from schemas.refusal import Refusal

pages = Blueprint("conflict_list", __name__)

CONFLICTS = "/editions/<id:edition_id>/conflicts"
FOUND = 50


@pages.get(CONFLICTS)
def conflicts(edition_id: str) -> str:
    """Show who must not score whom, and how it is known."""
    return show_conflicts(edition_id)


def show_conflicts(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; entries to declare a conflict with are looked for by name."""
    search = request.values.get("search", "").strip()[:200]
    number = page_number()
    found = query(ListConflicts, edition_id=edition_id, page=number)
    wanted = {"edition_id": edition_id, "search": search, "limit": FOUND}
    return render_template(
        "organiser/conflicts.html",
        edition=query(GetEdition, edition_id=edition_id),
        found=found,
        judges=query(ListJudges, edition_id=edition_id)["judges"],
        entries=query(ListEntries, **wanted)["entries"] if search else [],
        search=search,
        page=number,
        more=number * PAGE < found["total"],
        typed=request.form,
        refusal=refusal,
    )


@pages.post(CONFLICTS)
def declare(edition_id: str) -> Any:
    """Declare a conflict for a judge."""
    said = {name: request.form.get(name, "").strip() for name in ("judge_id", "entry_id", "kind", "reason")}
    return _acted(edition_id, lambda: command(DeclareConflict, edition_id=edition_id, **said))


@pages.post(f"{CONFLICTS}/drop")
def drop(edition_id: str) -> Any:
    """Take a declared conflict back."""
    said = {name: request.form.get(name, "") for name in ("judge_id", "entry_id")}
    return _acted(edition_id, lambda: command(DropConflict, edition_id=edition_id, **said))


@pages.post(f"{CONFLICTS}/recuse")
def recuse(edition_id: str) -> Any:
    """Take a judge off an entry that was assigned to them before the conflict was known."""
    names = ("stage_id", "entry_id", "judge_id", "reason")
    said = {name: request.form.get(name, "").strip() for name in names}
    return _acted(edition_id, lambda: command(RecuseJudge, edition_id=edition_id, **said))


def _acted(edition_id: str, act: Any) -> Any:
    return acted(
        act,
        then=url_for("conflict_list.conflicts", edition_id=edition_id),
        show=lambda refusal: show_conflicts(edition_id, refusal=refusal),
    )
