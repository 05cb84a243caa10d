"""Entries that look alike, side by side: the organiser merges them or keeps both."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.paging import page_number
from gateway.resources.doors import command, query
from schemas.commands import DecidePair, LookForDuplicates
from schemas.commands.duplicates import PAIR_STATES
from schemas.queries import GetEdition, ListDuplicates
from schemas.queries.duplicates import PAGE
from schemas.refusal import Refusal

pages = Blueprint("duplicates_desk", __name__)

ROOT = "/editions/<id:edition_id>/duplicates"


@pages.get(ROOT)
def duplicates(edition_id: str) -> str:
    """Show the pairs of a state."""
    return show_duplicates(edition_id)


def show_duplicates(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of pairs."""
    state = request.values.get("state")
    number = page_number()
    state = state if state in PAIR_STATES else PAIR_STATES[0]
    found = query(ListDuplicates, edition_id=edition_id, state=state, page=number)
    return render_template(
        "organiser/duplicates.html",
        edition=query(GetEdition, edition_id=edition_id),
        found=found,
        state=state,
        page=number,
        more=number * PAGE < found["total"],
        **{"states": PAIR_STATES, "refusal": refusal},
    )


@pages.post(f"{ROOT}/look")
def look(edition_id: str) -> Any:
    """Compare all entries again."""
    return _acted(edition_id, lambda: command(LookForDuplicates, edition_id=edition_id))


@pages.post(f"{ROOT}/decide")
def decide(edition_id: str) -> Any:
    """Merge, keep both, or take that back. `decision` may name the entry that stays: `merge:e-…`."""
    decision, _, stays = request.form.get("decision", "").partition(":")
    return _acted(
        edition_id,
        lambda: command(
            DecidePair,
            edition_id=edition_id,
            pair_id=request.form.get("pair_id", ""),
            decision=decision,
            stays=stays or None,
            seen=form_number("seen") or 1,
        ),
    )


def _acted(edition_id: str, act: Any) -> Any:
    shown = {"state": request.form.get("state") or None, "page": request.form.get("page") or None}
    return acted(
        act,
        then=url_for("duplicates_desk.duplicates", edition_id=edition_id, **shown),
        show=lambda refusal: show_duplicates(edition_id, refusal=refusal),
    )
