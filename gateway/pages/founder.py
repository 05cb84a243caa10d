"""The founder's page: where the entry stands, what is missing, the team, and who is interested."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for

from gateway.access.guard import mine
from gateway.asked import label_of, problem_of
from gateway.clients import Unavailable
from gateway.pages.acting import acted
from gateway.pages.decks import decks_of
from gateway.pages.qr import qr_of
from gateway.pages.site import boards
from gateway.resources.accounts import ending
from gateway.resources.doors import command, query
from schemas.commands import AnswerInvestor, InviteMember, RemoveMember, UseExtension, WithdrawEntry
from schemas.queries import (
    GetApplication,
    GetDecisions,
    GetEdition,
    GetEntry,
    GetInterests,
    GetTablesOfEntry,
    ListIntros,
    ListMeetings,
)
from schemas.refusal import Refusal

pages = Blueprint("founder", __name__)

Own = dict[str, str]


@pages.get("/founder")
def founder() -> str:
    """Show where the entry stands and who is interested."""
    return show_founder(request.args.get("edition_id"))


def show_founder(
    edition_id: str | None, *, refusal: Refusal | None = None, link: dict[str, Any] | None = None
) -> str:
    """Return the founder's page, with a new member's link where one was made."""
    own = _own(edition_id)
    application = _application(own)
    entry = application["entry"] if application else query(GetEntry, **own)
    return render_template(
        "founder.html",
        edition=query(GetEdition, edition_id=own["edition_id"]),
        application=application,
        entry=entry,
        missing=_missing(application) if application else [],
        link=link and {**link, "qr": qr_of(link["url"])},
        refusal=refusal,
        submitted="submitted" in request.args,
        **(_of_entry(own) if entry else {}),
    )


def _application(own: Own) -> dict[str, Any] | None:
    try:
        return query(GetApplication, **own)
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
        return None  # it was entered by the organiser


def _of_entry(own: Own) -> dict[str, Any]:
    return {
        "decisions": query(GetDecisions, **own)["decisions"],
        "interests": query(GetInterests, **own)["interests"],
        "intros": query(ListIntros, **own)["intros"],
        "meetings": query(ListMeetings, **own)["meetings"],
        "placed": placed(**own),
        "tables": _tables(own),
        **decks_of(**own),
    }


def _tables(own: Own) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = query(GetTablesOfEntry, **own)["tables"]
    except (Refusal, Unavailable):
        return []  # the rest of the page is of use all the same
    return found


def _missing(application: dict[str, Any]) -> list[dict[str, str]]:
    problems = application["problems"]
    asked = [field for field in application["call"]["form"] if field["field_id"] in problems]
    return [{"label": label_of(f), "problem": problem_of(problems[f["field_id"]])} for f in asked]


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
    return _acted(
        lambda own: command(
            AnswerInvestor,
            **own,
            investor_id=request.form.get("investor_id", ""),
            answer=request.form.get("answer", ""),
        )
    )


@pages.post("/founder/team")
def invite() -> Any:
    """Bring somebody into the team, and show the link to hand over."""
    own = _own(request.form.get("edition_id") or None)
    who = {name: request.form.get(name, "").strip() for name in ("name", "email")}
    try:
        link = command(InviteMember, **own, **who)
    except Refusal as refusal:
        return make_response(show_founder(own["edition_id"], refusal=refusal), refusal.status)
    return show_founder(own["edition_id"], link=link)


@pages.post("/founder/team/remove")
def remove() -> Any:
    """Take somebody out of the team."""
    return _acted(lambda own: ending(RemoveMember, **own, person_id=request.form.get("person_id", "")))


@pages.post("/founder/extension")
def extend() -> Any:
    """Use a code that gives longer."""
    return _acted(lambda own: command(UseExtension, **own, code=request.form.get("code", "").strip()))


@pages.post("/founder/withdraw")
def withdraw() -> Any:
    """Take the entry out of the edition."""
    return _acted(lambda own: command(WithdrawEntry, **own, reason=request.form.get("reason", "").strip()))


def _own(edition_id: str | None) -> Own:
    grant = mine("founder", edition_id)
    return {"edition_id": str(grant.edition_id), "entry_id": str(grant.subject_id)}


def _acted(act: Callable[[Own], Any]) -> Any:
    own = _own(request.form.get("edition_id") or None)
    return acted(
        lambda: act(own),
        then=url_for("founder.founder", edition_id=own["edition_id"]),
        show=lambda refusal: show_founder(own["edition_id"], refusal=refusal),
    )
