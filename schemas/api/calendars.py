"""Calendars, as the HTTP interface speaks of them."""

from schemas.api.base import Answer, body_of, moment, text
from schemas.commands import RenewCalendar

RenewCalendarBody = body_of(RenewCalendar)


class CalendarAnswer(Answer):
    """`made_at` is null where there is no address."""

    made_at = moment()


class NewCalendarAnswer(CalendarAnswer):
    """`url` is told this once only."""

    url = text()
