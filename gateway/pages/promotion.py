"""Who goes on from a stage: by which rule, why, and what is done about ties, before it is done."""

from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from gateway.pages.acting import form_number
from gateway.pages.paging import page_number
from gateway.pages.set_up_words import GROUPS
from gateway.resources.doors import MANY_SECONDS, command, query
from schemas.commands import PromoteEntries
from schemas.queries import GetEdition, GetPromotion, ListAppeals
from schemas.refusal import Refusal

pages = Blueprint("promotion_desk", __name__)

PAGE = "/editions/<id:edition_id>/stages/<id:stage_id>/promotion"
MOST = 1_000_000
SHOWN = 100


@pages.get(PAGE)
def promotion(edition_id: str, stage_id: str) -> str:
    """Show who would go on; the rule can be tried out by the address."""
    return show_promotion(edition_id, stage_id, typed=request.args)


def show_promotion(
    edition_id: str, stage_id: str, *, typed: MultiDict[str, str], refusal: Refusal | None = None
) -> str:
    """Return the page by the rule that was typed; where that is none, by the stage's own."""
    edition = query(GetEdition, edition_id=edition_id)
    stage = next((each for each in edition["stages"] if each["stage_id"] == stage_id), None)
    if stage is None:
        abort(404)
    names = {"edition_id": edition_id, "stage_id": stage_id}
    try:
        found = query(GetPromotion, **names, **rule_typed(typed))
    except Refusal as wrong:
        if wrong.code != "invalid":
            raise
        refusal, found = refusal or wrong, query(GetPromotion, **names)
    number = page_number()
    start, end = (number - 1) * SHOWN, number * SHOWN
    shown = found["lines"][start:end]
    here = {line["entry_id"] for line in shown}
    return render_template(
        "results/promotion.html",
        edition=edition,
        stage=stage,
        found=found,
        lines=shown,
        elsewhere=[id for id in dict.fromkeys(typed.getlist("chosen")) if id not in here],
        page=number,
        more=end < len(found["lines"]),
        goes_on=sum(bool(line["goes_on"]) for line in found["lines"]),
        groups=GROUPS,
        names={each["group"]: each["name"] for each in found["groups"]},
        typed=typed,
        refusal=refusal,
        appeals=sum(each["stage_id"] == stage_id for each in _unanswered(edition_id)),
    )


def _unanswered(edition_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = query(ListAppeals, edition_id=edition_id, state="filed")["appeals"]
    return found


@pages.post(PAGE)
def promote(edition_id: str, stage_id: str) -> Any:
    """Send entries on; when that is refused, nothing that was typed is lost."""
    form = request.form
    if "page" in form:  # the form turns the pages of the list, so that nobody who was chosen is forgotten
        return show_promotion(edition_id, stage_id, typed=form)
    said: dict[str, Any] = {
        "ties": form.get("ties", "refuse"),
        "by_hand": form.getlist("by_hand"),
        "chosen": form.getlist("chosen"),
        "seed": form_number("seed"),
        "reason": form.get("reason", ""),
        "again": "again" in form,
    }
    try:
        command(
            PromoteEntries,
            timeout=MANY_SECONDS,
            edition_id=edition_id,
            stage_id=stage_id,
            **rule_typed(form),
            **said,
        )
    except Refusal as refusal:
        page = show_promotion(edition_id, stage_id, typed=form, refusal=refusal)
        return make_response(page, refusal.status)
    return redirect(url_for("promotion_desk.promotion", edition_id=edition_id, stage_id=stage_id), 303)


def rule_typed(typed: MultiDict[str, str]) -> dict[str, Any]:
    """Return the parts of the rule that were typed; an empty field leaves its part as it is planned."""
    said: dict[str, Any] = {}
    for name in ("quota", "per_group"):
        text = typed.get(name, "").strip()
        if text.isdecimal() and int(text[:9]) < MOST:
            said[name] = int(text[:9])
    if "group_by" in typed:
        said["group_by"] = typed["group_by"]
    for name in ("threshold", "share"):
        if typed.get(name, "").strip():
            said[name] = typed[name].strip()
    return said
