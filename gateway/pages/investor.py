"""The investor's page."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.access.guard import mine
from gateway.pages.acting import acted
from gateway.resources.doors import command, query
from schemas.commands import AnswerStartup
from schemas.queries import GetEdition, GetShortlist, ListIntros, ListMeetings
from schemas.refusal import Refusal

pages = Blueprint("investor", __name__)


@pages.get("/investor")
def investor() -> str:
    """Show the shortlist with its reasons, and the intros."""
    return show_investor(request.args.get("edition_id"))


def show_investor(edition_id: str | None, *, refusal: Refusal | None = None) -> str:
    """Return the investor's page."""
    grant = mine("investor", edition_id)
    me = {"edition_id": grant.edition_id, "investor_id": grant.subject_id}
    return render_template(
        "investor.html",
        edition=query(GetEdition, edition_id=grant.edition_id),
        shortlist=query(GetShortlist, **me),
        intros=query(ListIntros, **me)["intros"],
        meetings=query(ListMeetings, **me)["meetings"],
        refusal=refusal,
    )


@pages.post("/investor/answers")
def answer() -> Any:
    """Say that one is interested in a startup, or passes."""
    grant = mine("investor", request.form.get("edition_id") or None)
    return acted(
        lambda: command(
            AnswerStartup,
            edition_id=grant.edition_id,
            investor_id=grant.subject_id,
            entry_id=request.form.get("entry_id", ""),
            answer=request.form.get("answer", ""),
            note=request.form.get("note", ""),
        ),
        then=url_for("investor.investor", edition_id=grant.edition_id),
        show=lambda refusal: show_investor(grant.edition_id, refusal=refusal),
    )
