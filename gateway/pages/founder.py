"""The founder's page."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.access.guard import mine
from gateway.pages.acting import acted
from gateway.pages.decks import decks_of
from gateway.pages.site import boards
from gateway.resources.doors import command, query
from schemas.commands import AnswerInvestor
from schemas.queries import GetDecisions, GetEdition, GetEntry, GetInterests, ListIntros
from schemas.refusal import Refusal

pages = Blueprint("founder", __name__)


@pages.get("/founder")
def founder() -> str:
    """Show where the entry stands and who is interested."""
    return show_founder(request.args.get("edition_id"))


def show_founder(edition_id: str | None, *, refusal: Refusal | None = None) -> str:
    """Return the founder's page."""
    grant = mine("founder", edition_id)
    entry = {"edition_id": grant.edition_id, "entry_id": grant.subject_id}
    return render_template(
        "founder.html",
        edition=query(GetEdition, edition_id=grant.edition_id),
        entry=query(GetEntry, **entry),
        decisions=query(GetDecisions, **entry)["decisions"],
        interests=query(GetInterests, **entry)["interests"],
        intros=query(ListIntros, **entry)["intros"],
        refusal=refusal,
        placed=placed(str(grant.edition_id), str(grant.subject_id)),
        **decks_of(str(grant.edition_id), str(grant.subject_id)),
    )


def placed(edition_id: str, entry_id: str) -> list[dict[str, Any]]:
    """Return the stages with public results in which the entry has a place, each with its `row`."""
    return [
        {**board, "row": row}
        for board in boards(edition_id)
        if board["state"] == "published"
        for row in board["rows"]
        if row["entry_id"] == entry_id
    ]


@pages.post("/founder/answers")
def answer() -> Any:
    """Accept an investor's interest, or decline it."""
    grant = mine("founder", request.form.get("edition_id") or None)
    return acted(
        lambda: command(
            AnswerInvestor,
            edition_id=grant.edition_id,
            entry_id=grant.subject_id,
            investor_id=request.form.get("investor_id", ""),
            answer=request.form.get("answer", ""),
        ),
        then=url_for("founder.founder", edition_id=grant.edition_id),
        show=lambda refusal: show_founder(grant.edition_id, refusal=refusal),
    )
