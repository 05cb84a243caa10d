"""Where a founder appeals against a result, and where the organiser answers."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.paging import page_number
from gateway.resources.appeals import own
from gateway.resources.doors import command, query
from schemas.commands import DecideAppeal, FileAppeal, SetAppealRule, WithdrawAppeal
from schemas.queries import GetAppealRule, GetEdition, GetEntry, GetEntryAppeals, ListAppeals
from schemas.queries.appeals import STATES
from schemas.refusal import Refusal

pages = Blueprint("appeal_desk", __name__)

DESK = "/editions/<id:edition_id>/appeals"
OWN = "/founder/appeals"
SHOWN = 50


@pages.get(DESK)
def desk(edition_id: str) -> str:
    """Show the appeals of an edition and their answers."""
    return show_desk(edition_id)


def show_desk(edition_id: str, *, refusal: Refusal | None = None, of: str = "") -> str:
    """Return the page; where it was refused, with what was typed for the appeal or the rule that `of` names."""
    state = request.args.get("state")
    state = state if state in STATES else None
    found = query(ListAppeals, edition_id=edition_id, state=state)
    number = page_number()
    return render_template(
        "organiser/appeals.html",
        edition=query(GetEdition, edition_id=edition_id),
        rule=query(GetAppealRule, edition_id=edition_id),
        found=found,
        shown=found["appeals"][(number - 1) * SHOWN : number * SHOWN],
        page=number,
        more=number * SHOWN < len(found["appeals"]),
        wanted=state,
        states=STATES,
        refusal=refusal,
        of=of,
    )


@pages.post(f"{DESK}/rule")
def set_rule(edition_id: str) -> Any:
    """Say whether appeals are taken, and for how long."""
    wanted = {"on": "on" in request.form, "hours": form_number("hours") or 0}
    return acted(
        lambda: command(SetAppealRule, edition_id=edition_id, seen=form_number("seen") or 0, **wanted),
        then=url_for("appeal_desk.desk", edition_id=edition_id),
        show=lambda refusal: show_desk(edition_id, refusal=refusal, of="rule"),
    )


@pages.post(f"{DESK}/<id:appeal_id>")
def decide(edition_id: str, appeal_id: str) -> Any:
    """Uphold or dismiss an appeal."""
    said = {name: request.form.get(name, "") for name in ("decision", "reason")}
    seen = form_number("seen") or 0
    return acted(
        lambda: command(DecideAppeal, edition_id=edition_id, appeal_id=appeal_id, seen=seen, **said),
        then=url_for("appeal_desk.desk", edition_id=edition_id, _anchor=appeal_id),
        show=lambda refusal: show_desk(edition_id, refusal=refusal, of=appeal_id),
    )


@pages.get(OWN)
def appeals() -> str:
    """Show a founder the own results, with the appeals against them."""
    return show_own(request.args.get("edition_id"))


def show_own(edition_id: str | None, *, refusal: Refusal | None = None) -> str:
    """Return the founder's page of appeals, with what was typed where it was refused."""
    names = own(edition_id)
    return render_template(
        "appeals.html",
        edition=query(GetEdition, edition_id=names["edition_id"]),
        entry=query(GetEntry, **names),
        refusal=refusal,
        **query(GetEntryAppeals, **names),
    )


@pages.post(OWN)
def file() -> Any:
    """Appeal against a result, or change the words of an appeal."""
    edition_id = request.form.get("edition_id") or None
    names = own(edition_id)
    said = {name: request.form.get(name, "") for name in ("stage_id", "reason")}
    return acted(
        lambda: command(FileAppeal, **names, seen=form_number("seen") or 0, **said),
        then=url_for("appeal_desk.appeals", edition_id=names["edition_id"]),
        show=lambda refusal: show_own(edition_id, refusal=refusal),
    )


@pages.post(f"{OWN}/<id:appeal_id>/withdraw")
def withdraw(appeal_id: str) -> Any:
    """Take an appeal back."""
    edition_id = request.form.get("edition_id") or None
    names = own(edition_id)
    return acted(
        lambda: command(WithdrawAppeal, **names, appeal_id=appeal_id, seen=form_number("seen") or 0),
        then=url_for("appeal_desk.appeals", edition_id=names["edition_id"]),
        show=lambda refusal: show_own(edition_id, refusal=refusal),
    )
