"""What happens when, of an edition and for one person, from what the services tell.

Where a service does not answer, nothing is told at all: a calendar would take what is missing for gone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext

from gateway.access.identity import Grant
from gateway.resources.doors import query
from gateway.resources.meetings import meetings_of
from schemas.queries import GetEdition, GetJudgeList, ListSessions
from schemas.refusal import Refusal

Answer = Mapping[str, Any]

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
STATUS = {"absent": CANCELLED, "postponed": TENTATIVE}


@dataclass(frozen=True)
class Happening:
    """`uid` stays the same however it changes, `sequence` goes up with each change.

    `begins` and `ends` are on the clocks of the edition's zone; without an end it is a moment.
    """

    uid: str
    sequence: int
    summary: str
    begins: datetime
    ends: datetime | None = None
    place: str = ""
    url: str = ""
    status: str = CONFIRMED


def of_edition(edition_id: str) -> tuple[str, list[Happening]]:
    """Return an edition's name, and its stages and sessions as everybody may know them."""
    edition = query(GetEdition, edition_id=edition_id)
    found = [*_stages(edition), *(h for s in _sessions(edition) for h in _session(edition, s))]
    return edition["name"], found


def of_person(grants: Iterable[Grant]) -> list[Happening]:
    """Return what is somebody's own: pitches, meetings, and stages and sessions in which they judge."""
    found = {happening.uid: happening for grant in grants for happening in _own(grant)}
    return sorted(found.values(), key=lambda happening: happening.begins)


def _own(grant: Grant) -> list[Happening]:
    roles = ("founder", "judge", "investor")
    if grant.edition_id is None or grant.subject_id is None or grant.role not in roles:
        return []
    edition = query(GetEdition, edition_id=grant.edition_id)
    meetings = [_meeting(edition, meeting, grant.role) for meeting in meetings_of(grant)]
    if grant.role == "investor":
        return meetings
    if grant.role == "founder":
        return [*meetings, *(h for s in _sessions(edition) for h in _pitches(edition, s, grant.subject_id))]
    owed: list[Answer] = []
    with suppress(Refusal):  # a judge who is no longer there judges nothing
        owed = query(GetJudgeList, edition_id=grant.edition_id, judge_id=grant.subject_id)["stages"]
    ids = {stage["stage_id"] for stage in owed}
    entries = {assignment["entry_id"] for stage in owed for assignment in stage["assignments"]}
    mine = {**edition, "stages": [s for s in edition["stages"] if s["stage_id"] in ids]}
    return [*_stages(mine), *(h for s in _sessions(mine) if _with(entries, s) for h in _session(mine, s))]


def _with(entries: Collection[str], session: Answer) -> bool:
    """Return whether one of the entries pitches in the session."""
    return any(slot["entry_id"] in entries for slot in session["slots"])


def _sessions(edition: Answer) -> Iterator[Answer]:
    for stage in edition["stages"]:
        found = query(ListSessions, edition_id=edition["edition_id"], stage_id=stage["stage_id"])
        for session in found["sessions"]:
            if session["starts_at"]:
                yield {**session, "slots": sorted(session["slots"], key=lambda slot: int(slot["position"]))}


def _stages(edition: Answer) -> Iterator[Happening]:
    for stage in edition["stages"]:
        if stage["opened_at"]:
            names = {"edition": edition["name"], "stage": stage["name"]}
            yield Happening(
                uid=_uid("stage", edition["edition_id"], stage["stage_id"]),
                sequence=2 if stage["closed_at"] else 1,
                summary=gettext("%(edition)s: judging of %(stage)s", **names),
                begins=_at(stage["opened_at"], edition),
                ends=_at(stage["closed_at"], edition) if stage["closed_at"] else None,
                url=_page(edition),
            )


def _session(edition: Answer, session: Answer) -> Iterator[Happening]:
    begins = _at(session["starts_at"], edition)
    yield Happening(
        uid=_uid("session", edition["edition_id"], session["session_id"]),
        sequence=session["number"],
        summary=f"{edition['name']}: {session['name']}",
        begins=begins,
        ends=begins + _length(session) * max(1, len(session["slots"])),
        place=session["place"],
        url=_page(edition),
    )


def _pitches(edition: Answer, session: Answer, entry_id: str) -> Iterator[Happening]:
    """Yield when the entry is about to pitch, reckoned from the session's beginning and its order."""
    for number, slot in enumerate(session["slots"]):
        if slot["entry_id"] == entry_id:
            begins = _at(session["starts_at"], edition) + number * _length(session)
            names = {"edition": edition["name"], "company": slot["company"]}
            yield Happening(
                uid=_uid("pitch", edition["edition_id"], session["stage_id"], entry_id),
                sequence=session["number"],
                summary=gettext("%(edition)s: %(company)s pitches", **names),
                begins=begins,
                ends=begins + _length(session),
                place=session["place"],
                url=_page(edition),
                status=STATUS.get(slot["state"], CONFIRMED),
            )


def _meeting(edition: Answer, meeting: Answer, role: str) -> Happening:
    """Return a meeting, one that was cancelled as well: a calendar that has it then crosses it out."""
    names = {"edition": edition["name"], "name": meeting["company" if role == "investor" else "investor"]}
    table = gettext("Table %(table)s", table=meeting["table"])
    return Happening(
        uid=_uid("meeting", edition["edition_id"], meeting["meeting_id"]),
        sequence=meeting["number"],
        summary=gettext("%(edition)s: meeting with %(name)s", **names),
        begins=_at(meeting["starts_at"], edition),
        ends=_at(meeting["ends_at"], edition),
        place=", ".join(part for part in (meeting["place"], table) if part),
        url=url_for(f"{role}.{role}", edition_id=edition["edition_id"], _external=True),
        status=CANCELLED if meeting["state"] == "cancelled" else CONFIRMED,
    )


def _length(session: Answer) -> timedelta:
    return timedelta(seconds=session["pitch_seconds"] + session["questions_seconds"])


def _at(text: str, edition: Answer) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZoneInfo(edition["zone"])).replace(microsecond=0)


def _page(edition: Answer) -> str:
    return url_for("contest.timetable", edition_id=edition["edition_id"], _external=True)


def _uid(*parts: str) -> str:
    return ".".join(parts) + "@darkhorse"
