"""The organiser's page of reminders: who is behind, the letter as it will be, who was reminded when."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.paging import called, page_number, searched
from gateway.pages.stage import the_stage
from gateway.resources.doors import command, query
from schemas.commands import NudgeJudges
from schemas.queries import GetNudgeLetter, ListNudges
from schemas.refusal import Invalid, Refusal

pages = Blueprint("nudges_page", __name__)

SHOWN = 100
NUDGES = "/editions/<id:edition_id>/stages/<id:stage_id>/nudges"


@pages.get(NUDGES)
def nudges(edition_id: str, stage_id: str) -> str:
    """Show who owes scorecards; those who are behind and may be reminded are ticked."""
    return show_nudges(edition_id, stage_id)


def show_nudges(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; with what was typed, the letter is shown as it will be.

    The form turns the pages of the list, so that whoever is ticked on another stays so.
    """
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    names = {"edition_id": edition_id, "stage_id": stage_id}
    found = query(ListNudges, **names)
    typed = request.form if request.method == "POST" else None
    chosen = set(typed.getlist("judge")) if typed else {j["judge_id"] for j in found["judges"] if j["behind"]}
    note = typed.get("note", "").strip() if typed else ""
    search, number = searched(), page_number()
    meant = [each for each in found["judges"] if called(search, each["name"], each["email"])]
    shown = meant[(number - 1) * SHOWN : number * SHOWN]
    seen = {each["judge_id"] for each in shown}
    example = next((j for j in found["judges"] if j["judge_id"] in chosen), None)
    told = {name: example[name] for name in ("name", "open", "assigned")} if example else {}
    return render_template(
        "organiser/nudges.html",
        edition=edition,
        stage=stage,
        found=found,
        shown=shown,
        chosen=chosen,
        elsewhere=[j for j in found["judges"] if j["judge_id"] in chosen - seen and j["may"]],
        note=note,
        search=search,
        page=number,
        more=number * SHOWN < len(meant),
        letter=query(GetNudgeLetter, note=note, **names, **told) if example else None,
        refusal=refusal,
    )


@pages.post(NUDGES)
def act(edition_id: str, stage_id: str) -> Any:
    """Show the letter with what was typed, or send it to the judges who are ticked."""
    names = {"edition_id": edition_id, "stage_id": stage_id}
    if request.form.get("act") != "send":
        return show_nudges(edition_id, stage_id)
    chosen, note = request.form.getlist("judge"), request.form.get("note", "").strip()

    def do() -> None:
        if not chosen:
            raise Invalid("choose at least one judge", errors={"judge": {"came": 0, "allowed": "1 or more"}})
        command(NudgeJudges, judge_ids=chosen, note=note, **names)

    return acted(
        do,
        then=url_for("nudges_page.nudges", _anchor="rounds", **names),
        show=lambda refusal: show_nudges(edition_id, stage_id, refusal=refusal),
    )
