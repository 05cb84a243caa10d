"""The organiser's pages of judges: one judge, a list from a file, and the terms."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, make_response, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.people import show_people
from gateway.pages.seats import stages_with_panels, typed_seats
from gateway.resources.doors import command, query
from schemas.commands import EditJudge, ImportJudges, SetTerms
from schemas.queries import GetEdition, GetTerms, ListJudges
from schemas.refusal import Refusal

pages = Blueprint("judge_list", __name__)

EDITION = "/editions/<id:edition_id>"
LISTS = ("tags", "languages")


@pages.get(f"{EDITION}/judges/<id:judge_id>")
def judge(edition_id: str, judge_id: str) -> str:
    """Show what is known of a judge, to be changed."""
    return show_judge(edition_id, judge_id)


def show_judge(
    edition_id: str,
    judge_id: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> str:
    """Return the page, with what was typed where it was refused."""
    judges = query(ListJudges, edition_id=edition_id, judge_id=judge_id)["judges"]
    found = next((each for each in judges if each["judge_id"] == judge_id), None)
    if found is None:
        abort(404)
    edition = query(GetEdition, edition_id=edition_id)
    return render_template(
        "organiser/judge.html",
        edition=edition,
        panelled=stages_with_panels(edition),
        judge=found,
        shown=typed or found,
        refusal=refusal,
    )


@pages.post(f"{EDITION}/judges/<id:judge_id>")
def edit(edition_id: str, judge_id: str) -> Any:
    """Take what the form says of a judge; what was typed stays when it is refused."""
    form = request.form
    typed: dict[str, Any] = {name: form.get(name, "").strip() for name in ("name", "firm")}
    typed |= {name: listed(form.get(name, "")) for name in LISTS}
    typed |= {name: name in form for name in ("left", "shadow")}
    typed["commitment"] = form_number("commitment")
    typed |= typed_seats(query(GetEdition, edition_id=edition_id))
    names = {"edition_id": edition_id, "judge_id": judge_id}
    return acted(
        lambda: command(EditJudge, seen=form_number("seen") or 1, **names, **typed),
        then=url_for("judge_list.judge", **names),
        show=lambda refusal: show_judge(edition_id, judge_id, refusal=refusal, typed=typed),
    )


@pages.post(f"{EDITION}/judges/import")
def import_judges(edition_id: str) -> Any:
    """Add the judges of a CSV file, and say how many are new and what was skipped."""
    file = request.files.get("file")
    csv = file.read().decode("utf-8-sig", errors="replace") if file else ""
    try:
        skip = "skip_bad_lines" in request.form
        found = command(ImportJudges, edition_id=edition_id, csv=csv, skip_bad_lines=skip)
    except Refusal as refusal:
        return make_response(show_people(edition_id, refusal=refusal), refusal.status)
    return show_people(edition_id, imported=found)


@pages.get(f"{EDITION}/terms")
def terms(edition_id: str) -> str:
    """Show what judges are asked to accept, to be changed."""
    return show_terms(edition_id)


def show_terms(
    edition_id: str, *, refusal: Refusal | None = None, typed: Mapping[str, Any] | None = None
) -> str:
    """Return the page, with what was typed where it was refused."""
    found = query(GetTerms, edition_id=edition_id)
    return render_template(
        "organiser/terms.html",
        edition=query(GetEdition, edition_id=edition_id),
        terms=found,
        shown=typed or found,
        refusal=refusal,
    )


@pages.post(f"{EDITION}/terms")
def set_terms(edition_id: str) -> Any:
    """Take another text or rule; what was typed stays when it is refused."""
    typed = {"text": request.form.get("text", "").strip(), "accept_first": "accept_first" in request.form}
    return acted(
        lambda: command(SetTerms, edition_id=edition_id, seen=form_number("seen") or 0, **typed),
        then=url_for("judge_list.terms", edition_id=edition_id),
        show=lambda refusal: show_terms(edition_id, refusal=refusal, typed=typed),
    )


def listed(text: str) -> list[str]:
    """Return the names of a text with commas between."""
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
