"""Calendar files, and the page of one's own calendar."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext

from gateway.access.guard import identity
from gateway.access.identity import Grant
from gateway.calendars.happenings import Happening, of_edition, of_person
from gateway.calendars.writing import MEDIA_TYPE, as_calendar
from gateway.pages.acting import acted
from gateway.resources.calendars import renewed
from gateway.resources.doors import command, query
from schemas.commands import RevokeCalendar
from schemas.queries import GetCalendar, WhoseCalendar
from schemas.refusal import Refusal

pages = Blueprint("calendar", __name__)


@pages.get("/editions/<id:edition_id>/calendar.ics")
def of_an_edition(edition_id: str) -> Response:
    """Return the stages and sessions of an edition, for everybody."""
    name, happenings = of_edition(edition_id)
    return _file(happenings, name=name, saved_as=edition_id)


@pages.get("/calendar")
def mine() -> str:
    """Show what is in one's own calendar, and whether it has an address."""
    return show_calendar()


def show_calendar(*, address: str | None = None, refusal: Refusal | None = None) -> str:
    """Return the page, with a new address where one was just made."""
    return render_template(
        "calendar.html",
        happenings=of_person(identity().grants),
        calendar=query(GetCalendar),
        address=address,
        refusal=refusal,
    )


@pages.post("/calendar")
def change() -> Any:
    """Make a new address and show it this once, or revoke the one there is."""
    if request.form.get("act") == "revoke":
        return acted(
            lambda: command(RevokeCalendar),
            then=url_for("calendar.mine"),
            show=lambda refusal: show_calendar(refusal=refusal),
        )
    response = make_response(show_calendar(address=renewed()["url"]))
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/calendar/mine.ics")
def download() -> Response:
    """Return one's own calendar as a file."""
    return _file(of_person(identity().grants), name=gettext("Darkhorse"), saved_as="calendar")


@pages.get("/calendars/<token>.ics")
def feed(token: str) -> Response:
    """Return the calendar whose address this is; nobody is signed in by it."""
    person = query(WhoseCalendar, token=token)
    grants = [Grant(g["role"], g["edition_id"], g["subject_id"]) for g in person["grants"]]
    return _file(of_person(grants), name=gettext("Darkhorse"), saved_as="calendar")


def _file(happenings: list[Happening], *, name: str, saved_as: str) -> Response:
    content = as_calendar(happenings, name=name, now=datetime.now(UTC))
    response = Response(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{saved_as}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
