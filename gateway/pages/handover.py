"""The organiser's page of work that changes hands: shown before it is done."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.paging import page_number
from gateway.pages.stage import the_stage
from gateway.resources.doors import command, query
from schemas.commands import FillGaps, HandOver
from schemas.queries import GetHandover
from schemas.refusal import Refusal

pages = Blueprint("handover", __name__)

SHOWN = 50
STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@pages.get(f"{STAGE}/handover")
def handover(edition_id: str, stage_id: str) -> str:
    """Show who would take over what: of the judge who is named, or to fill the gaps."""
    return show_handover(edition_id, stage_id, request.args.get("judge_id") or None)


def show_handover(
    edition_id: str, stage_id: str, judge_id: str | None, *, refusal: Refusal | None = None
) -> str:
    """Return the page, worked out from what is there now."""
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    plan = query(GetHandover, edition_id=edition_id, stage_id=stage_id, judge_id=judge_id)
    number = page_number()
    return render_template(
        "organiser/handover.html",
        edition=edition,
        stage=stage,
        plan=plan,
        takers=plan["takers"][(number - 1) * SHOWN : number * SHOWN],
        page=number,
        more=number * SHOWN < len(plan["takers"]),
        refusal=refusal,
    )


@pages.post(f"{STAGE}/handover")
def act(edition_id: str, stage_id: str) -> Any:
    """Do what was shown; when it has changed since, show it anew."""
    names = {"edition_id": edition_id, "stage_id": stage_id}
    judge_id, basis = request.form.get("judge_id") or None, request.form.get("basis", "")

    def do() -> None:
        if judge_id is None:
            command(FillGaps, basis=basis, **names)
        else:
            command(HandOver, judge_id=judge_id, basis=basis, **names)

    return acted(
        do,
        then=url_for("progress_page.progress", **names),
        show=lambda refusal: show_handover(edition_id, stage_id, judge_id, refusal=refusal),
    )
