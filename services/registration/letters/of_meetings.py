"""Letters about meetings: to each investor and founder one, with all meetings of theirs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.chassis.messaging import Envelope
from services.registration.letters.handlers import Writer, people_of
from services.registration.repository import RegistrationStore

KIND = "meetings_scheduled"
KEPT, CANCELLED = "kept", "cancelled"

# The lines are made here: an organiser's own words may not repeat anything.
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"table": "table {}", "scheduled": "new", "moved": "moved"},
    "zh_Hant": {"table": "桌次 {}", "scheduled": "新增", "moved": "已改期"},
    "zh_Hans": {"table": "桌次 {}", "scheduled": "新增", "moved": "已改期"},
}


def write_of_meetings(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to both sides of the meetings that changed, with all that they have."""
    by_side: dict[str, list[Mapping[str, Any]]] = {}
    for meeting in event.data["meetings"]:
        for name in ("investor_id", "entry_id"):
            by_side.setdefault(meeting[name], []).append(meeting)
    news = {id: told for id, told in by_side.items() if any(each["change"] != KEPT for each in told)}
    people = people_of(news, store)
    if not people:
        return
    writer = Writer(store.editions.get(event.data["edition_id"]), store, now=now)
    store.outbox.add(
        writer.write(
            KIND,
            person,
            cause=f"{event.id}.{id}",
            **known(id, news[id], zone=writer.edition.zone, language=writer.language),
            where=event.data["place"],
        )
        for id, found in people.items()
        for person in found
    )


def known(
    subject_id: str, meetings: Iterable[Mapping[str, Any]], *, zone: str, language: str
) -> dict[str, str]:
    """Return what a letter to one side says: its role, a line for each meeting, and those that were cancelled."""
    lines: dict[bool, list[str]] = {True: [], False: []}
    role = "founder"
    for meeting in sorted(meetings, key=lambda each: each["starts_at"]):
        if meeting["investor_id"] == subject_id:
            role = "investor"
        lines[meeting["change"] == CANCELLED].append(_line(meeting, role, zone=zone, words=WORDS[language]))
    return {
        "role": role,
        "zone": zone,
        "meetings": "\n".join(lines[False]),
        "cancelled": "\n".join(lines[True]),
    }


def _line(meeting: Mapping[str, Any], role: str, *, zone: str, words: Mapping[str, str]) -> str:
    begins, ends = (meeting[name].astimezone(ZoneInfo(zone)) for name in ("starts_at", "ends_at"))
    investor = ", ".join(part for part in (meeting["investor"], meeting["firm"]) if part)
    other = meeting["company"] if role == "investor" else investor
    change = words.get(meeting["change"])
    where = words["table"].format(meeting["table"])
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M} · {where} · {other}" + (f" ({change})" if change else "")
