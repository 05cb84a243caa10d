"""Happenings as an iCalendar file, RFC 5545."""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from gateway.calendars.happenings import Happening

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"


def as_calendar(happenings: Iterable[Happening], *, name: str, now: datetime) -> bytes:
    """Return the file. A calendar that has it already takes what came with a higher sequence."""
    calendar = Calendar()
    for field, value in (
        ("PRODID", "-//Darkhorse//Contest//EN"),
        ("VERSION", "2.0"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", name),
        ("X-PUBLISHED-TTL", REFRESH),
    ):
        calendar.add(field, value)
    for happening in happenings:
        calendar.add_component(_event(happening, now=now))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(happening: Happening, *, now: datetime) -> Event:
    event = Event()
    event.add("UID", happening.uid)
    event.add("DTSTAMP", now.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", happening.sequence)
    event.add("SUMMARY", happening.summary)
    event.add("DTSTART", happening.begins)
    if happening.ends:
        event.add("DTEND", happening.ends)
    if happening.place:
        event.add("LOCATION", happening.place)
    if happening.url:
        event.add("URL", happening.url)
    event.add("STATUS", happening.status)
    return event
