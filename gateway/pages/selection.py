"""The organiser's page of a stage of decisions."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.resources.doors import command, query
from schemas.commands import DecideEntries
from schemas.queries import GetEdition, GetSelection, ListEntries
from schemas.refusal import Refusal

pages = Blueprint("selection", __name__)

PAGE_LENGTH = 50
PATH = "/editions/<id:edition_id>/stages/<id:stage_id>/decisions"
DECISIONS = ("admit", "wait", "decline")


@pages.get(PATH)
def selection(edition_id: str, stage_id: str) -> str:
    """Show the entries of the stage with what is decided about each."""
    return show_selection(edition_id, stage_id)


def show_selection(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of decisions."""
    edition = query(GetEdition, edition_id=edition_id)
    stage = next((s for s in edition["stages"] if s["stage_id"] == stage_id), None)
    if stage is None:
        abort(404)
    made = query(GetSelection, edition_id=edition_id, stage_id=stage_id)
    wanted = {name: request.args.get(name, "")[:500] for name in ("search", "after")}
    return render_template(
        "organiser/selection.html",
        edition=edition,
        stage=stage,
        counts=made["counts"],
        decided={each["entry_id"]: each for each in made["decisions"]},
        found=query(
            ListEntries,
            edition_id=edition_id,
            stage_id=stage_id,
            state="eligible",
            limit=PAGE_LENGTH,
            **wanted,
        ),
        wanted=wanted,
        choices=DECISIONS,
        refusal=refusal,
    )


@pages.post(PATH)
def decide(edition_id: str, stage_id: str) -> Any:
    """Decide on the entries that are ticked."""
    return acted(
        lambda: command(
            DecideEntries,
            edition_id=edition_id,
            stage_id=stage_id,
            entry_ids=request.form.getlist("entry_id"),
            decision=request.form.get("decision", ""),
            reason=request.form.get("reason", ""),
        ),
        then=url_for("selection.selection", edition_id=edition_id, stage_id=stage_id),
        show=lambda refusal: show_selection(edition_id, stage_id, refusal=refusal),
    )
