"""A judge's own part: what they take on, the terms, and from what they step back."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.access.guard import mine
from gateway.pages.acting import acted, form_number
from gateway.resources.doors import command, query
from schemas.commands import Abstain, AnswerTerms, DeclareConflict
from schemas.queries import GetEdition, GetJudgeList, GetJudgePart
from schemas.refusal import Refusal

pages = Blueprint("part", __name__)

PART = "/judge/<id:edition_id>/part"
OTHER, CONFLICTS = "other", ("hard", "soft")


@pages.get(PART)
def part(edition_id: str) -> str:
    """Show what is asked of the judge."""
    return show_part(edition_id)


def show_part(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page, with the terms where there are any and the entries that can be given up."""
    judge_id = mine("judge", edition_id).subject_id
    found = query(GetJudgePart, edition_id=edition_id, judge_id=judge_id)
    stages = query(GetJudgeList, edition_id=edition_id, judge_id=judge_id)["stages"]
    return render_template(
        "judge/part.html",
        edition=query(GetEdition, edition_id=edition_id),
        stages=[stage for stage in stages if stage["state"] != "closed"],
        refusal=refusal,
        **found,
    )


@pages.post(PART)
def answer(edition_id: str) -> Any:
    """Take that the judge accepts or declines."""
    judge_id, accept = mine("judge", edition_id).subject_id, request.form.get("answer") == "accept"
    said = {"terms": form_number("terms") or 0, "accept": accept, "reason": request.form.get("reason", "")}
    here, lists = url_for("part.part", edition_id=edition_id), url_for("judge.judge", edition_id=edition_id)
    return acted(
        lambda: command(AnswerTerms, edition_id=edition_id, judge_id=judge_id, **said),
        then=lists if accept else here,
        show=lambda refusal: show_part(edition_id, refusal=refusal),
    )


@pages.post(f"{PART}/step-back")
def step_back(edition_id: str) -> Any:
    """Let the judge declare a conflict with an entry, or abstain from it for another reason.

    With a hard conflict, or without one, they no longer score it; with a soft one they still do.
    """
    judge_id = mine("judge", edition_id).subject_id
    stage_id, _, entry_id = request.form.get("entry", "").partition("/")
    why, reason = request.form.get("why", OTHER), request.form.get("reason", "").strip()
    names = {"edition_id": edition_id, "judge_id": judge_id, "entry_id": entry_id, "reason": reason}

    def do() -> None:
        if why in CONFLICTS:
            command(DeclareConflict, part="conflict", kind=why, own=True, **names)
        if why != "soft":
            command(Abstain, part="abstain", stage_id=stage_id, **names)

    return acted(
        do,
        then=url_for("part.part", edition_id=edition_id),
        show=lambda refusal: show_part(edition_id, refusal=refusal),
    )
