"""Calendars: the address under which one's own is fetched."""

from typing import Any

from flask import url_for

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.calendars import CalendarAnswer, NewCalendarAnswer
from schemas.commands import RenewCalendar, RevokeCalendar
from schemas.queries import GetCalendar

blp = Room("calendars", __name__, description="Calendars")

MINE = "/me/calendar"


def renewed() -> dict[str, Any]:
    """Return the new address of the calendar of whoever asks, which is told this once."""
    answer = command(RenewCalendar)
    url = url_for("calendar.feed", token=answer["token"], _external=True)
    return {"made_at": answer["made_at"], "url": url}


@blp.route(MINE)
@blp.response(200, CalendarAnswer)
def get_calendar() -> Any:
    """Return since when the calendar of whoever asks has an address."""
    return query(GetCalendar)


@blp.route(MINE, methods=["POST"])
@blp.response(200, NewCalendarAnswer)
def renew_calendar() -> Any:
    """Give the calendar of whoever asks a new address; the one before is worth nothing any more."""
    return renewed()


@blp.route(f"{MINE}/revoke", methods=["POST"])
@blp.response(200, CalendarAnswer)
def revoke_calendar() -> Any:
    """Make the address worthless."""
    return command(RevokeCalendar)
