"""Where the organiser releases feedback, and where a founder reads it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.access.guard import mine
from gateway.exports.tables import stage_of
from gateway.pages.acting import acted, form_number
from gateway.resources.doors import command, query
from gateway.resources.feedback import feedback_of
from schemas.commands import ReleaseFeedback, TakeBackFeedback
from schemas.commands.feedback import COMMENTS, SCORES
from schemas.queries import GetEdition, GetEntry, GetFeedbackRule
from schemas.refusal import Refusal

pages = Blueprint("feedback_desk", __name__)

DESK = "/editions/<id:edition_id>/stages/<id:stage_id>/feedback"


@pages.get(DESK)
def desk(edition_id: str, stage_id: str) -> str:
    """Show what founders are told of a stage."""
    return show_desk(edition_id, stage_id)


def show_desk(
    edition_id: str,
    stage_id: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> str:
    """Return the page, with what was chosen where it was refused."""
    rule = query(GetFeedbackRule, edition_id=edition_id, stage_id=stage_id)
    return render_template(
        "organiser/feedback.html",
        edition=query(GetEdition, edition_id=edition_id),
        stage=stage_of(edition_id, stage_id),
        rule=rule,
        typed=typed or rule,
        choices={"comments": COMMENTS, "scores": SCORES},
        refusal=refusal,
    )


@pages.post(DESK)
def release(edition_id: str, stage_id: str) -> Any:
    """Release feedback as it was chosen, or take it back."""
    names = {"edition_id": edition_id, "stage_id": stage_id}
    seen = form_number("seen") or 0
    typed: dict[str, Any] = {name: request.form.get(name, "") for name in ("comments", "scores")}
    typed["place"] = "place" in request.form
    back = request.form.get("act") == "take_back"
    return acted(
        lambda: (
            command(TakeBackFeedback, seen=seen, **names)
            if back
            else command(ReleaseFeedback, seen=seen, **names, **typed)
        ),
        then=url_for("feedback_desk.desk", **names),
        show=lambda refusal: show_desk(edition_id, stage_id, refusal=refusal, typed=None if back else typed),
    )


@pages.get("/founder/feedback")
def feedback() -> str:
    """Show a founder how the own entry was judged."""
    grant = mine("founder", request.args.get("edition_id"))
    names = {"edition_id": grant.edition_id, "entry_id": grant.subject_id}
    return render_template(
        "feedback.html",
        edition=query(GetEdition, edition_id=grant.edition_id),
        entry=query(GetEntry, **names),
        **feedback_of(str(grant.edition_id), str(grant.subject_id)),
    )
