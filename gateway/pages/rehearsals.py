"""The organiser's pages of rehearsals: started, scored by judges who are made up, and thrown away."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError

from gateway.errors import field_errors
from gateway.pages.acting import acted, form_number
from gateway.pages.frame import moment
from gateway.pages.organiser import show_edition
from gateway.rehearsals.playing import rehearse_scoring, start_rehearsal
from gateway.resources.doors import command, query
from schemas.api.rehearsals import ENTRIES, JUDGES, MOST_ENTRIES, MOST_JUDGES, StartRehearsalBody
from schemas.commands import ThrowRehearsalAway
from schemas.queries import GetEdition, ListRehearsals
from schemas.refusal import Invalid, Refusal
from schemas.rehearsals import rehearsed

pages = Blueprint("rehearsal_desk", __name__)

EDITION = "/editions/<id:edition_id>"
PLANNED = "planned"
BODY = StartRehearsalBody()


@pages.get(f"{EDITION}/rehearse")
def rehearse(edition_id: str) -> Any:
    """Show the rehearsals there are, and what another can be started with."""
    source = rehearsed(edition_id)
    if source is not None:
        return redirect(url_for("rehearsal_desk.rehearse", edition_id=source), 303)
    return show_rehearse(edition_id)


def show_rehearse(
    edition_id: str, *, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None
) -> str:
    """Return the page, with what was typed where it was refused."""
    edition = query(GetEdition, edition_id=edition_id)
    when = moment(datetime.now(UTC).isoformat(), edition["zone"])
    name = gettext("%(name)s, rehearsal of %(when)s", name=edition["name"], when=when)
    return render_template(
        "organiser/rehearse.html",
        edition=edition,
        rehearsals=query(ListRehearsals, edition_id=edition_id)["rehearsals"],
        begun=any(stage["state"] != PLANNED for stage in edition["stages"]),
        typed=typed or {"name": name, "entries": ENTRIES, "judges": JUDGES},
        most={"entries": MOST_ENTRIES, "judges": MOST_JUDGES},
        refusal=refusal,
    )


@pages.post(f"{EDITION}/rehearse")
def start(edition_id: str) -> Any:
    """Start a rehearsal, and go to it."""
    typed = {name: request.form.get(name, "").strip() for name in ("name", "entries", "judges")}
    try:
        started = start_rehearsal(edition_id, **_checked(typed))
    except Refusal as refusal:
        return make_response(show_rehearse(edition_id, refusal=refusal, typed=typed), refusal.status)
    return redirect(url_for("organiser.edition", edition_id=started["edition_id"]), 303)


def _checked(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed, loaded; Invalid, with all that is wrong, where it does not fit."""
    raw = {name: text for name, text in typed.items() if text or name == "name"}
    try:
        loaded: dict[str, Any] = BODY.load(raw)
    except ValidationError as error:
        errors = field_errors(error.normalized_messages(), raw)
        raise Invalid("the rehearsal does not fit what is allowed", errors=errors) from error
    return loaded


@pages.post(f"{EDITION}/stages/<id:stage_id>/rehearsed-scorecards")
def score(edition_id: str, stage_id: str) -> Any:
    """Let the judges who are made up send what they owe, or a part of it."""
    share = min(max(form_number("share") or 100, 1), 100)
    return acted(
        lambda: rehearse_scoring(edition_id, stage_id, share=share),
        then=url_for("organiser.edition", edition_id=edition_id, _anchor=stage_id),
        show=lambda refusal: show_edition(edition_id, refusal=refusal),
    )


@pages.post(f"{EDITION}/throw-away")
def throw_away(edition_id: str) -> Any:
    """Throw the rehearsal away, and go back to what it was of."""
    return acted(
        lambda: command(ThrowRehearsalAway, edition_id=edition_id),
        then=url_for("rehearsal_desk.rehearse", edition_id=rehearsed(edition_id) or edition_id),
        show=lambda refusal: show_edition(edition_id, refusal=refusal),
    )
