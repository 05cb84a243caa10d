"""The organiser's decision about scorecards that came too late, on the page of the edition."""

from typing import Any

from flask import Blueprint, abort, request, url_for

from gateway.pages.acting import acted
from gateway.pages.organiser import show_edition
from gateway.resources.doors import command
from schemas.commands import DecideLate

pages = Blueprint("late_desk", __name__)


@pages.post("/editions/<id:edition_id>/stages/<id:stage_id>/late/<id:receipt>")
def decide(edition_id: str, stage_id: str, receipt: str) -> Any:
    """Let a late scorecard count, or refuse it."""
    answer = request.form.get("answer")
    if answer not in ("yes", "no"):
        abort(400)
    names = {"edition_id": edition_id, "stage_id": stage_id, "receipt": receipt}
    said = {"accept": answer == "yes", "reason": request.form.get("reason", "").strip()}
    return acted(
        lambda: command(DecideLate, **names, **said),
        then=url_for("organiser.edition", edition_id=edition_id, _anchor=f"{stage_id}-late"),
        show=lambda refusal: show_edition(edition_id, refusal=refusal),
    )
