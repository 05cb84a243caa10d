"""Meetings of investors and startups: when and where there can be any, and their timetable."""

from collections.abc import Iterator
from typing import Any

from gateway.access.guard import identity
from gateway.access.identity import Grant
from gateway.resources.doors import MANY_SECONDS, command, query
from gateway.resources.room import Room
from schemas.api.meetings import (
    ArrangedAnswer,
    ArrangeMeetingsBody,
    CallOffMeetingBody,
    MarkMeetingBody,
    MeetingMarkedAnswer,
    MeetingsAnswer,
    MeetingsParameters,
    MeetingsPublishedAnswer,
    MoveMeetingBody,
    OwnMeetingsAnswer,
    OwnMeetingsParameters,
    PublishMeetingsBody,
    SetMeetingPlanBody,
    SetPresenceBody,
    SwapMeetingsBody,
    TimetableAnswer,
    TimetableChangedAnswer,
    UndoMeetingsBody,
    UnplacedAnswer,
    UnplacedParameters,
)
from schemas.commands import (
    ArrangeMeetings,
    CallOffMeeting,
    MarkMeeting,
    MoveMeeting,
    PublishMeetings,
    SetMeetingPlan,
    SetPresence,
    SwapMeetings,
    UndoMeetings,
)
from schemas.queries import GetTimetable, ListMeetings, ListUnplaced

blp = Room("meetings", __name__, description="Meetings")

ROOT = "/editions/<id:edition_id>/meetings"
ONE = f"{ROOT}/<id:meeting_id>"
SIDES = {"investor": "investor_id", "founder": "entry_id"}


@blp.route(f"{ROOT}/timetable")
@blp.response(200, TimetableAnswer)
def get_timetable(edition_id: str) -> Any:
    """Return when and where meetings can be, and how far their timetable is."""
    return query(GetTimetable, edition_id=edition_id)


@blp.route(ROOT)
@blp.arguments(MeetingsParameters, location="query")
@blp.response(200, MeetingsAnswer)
def list_meetings(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return meetings by time and table, a page at a time: those that were published, or those of the draft."""
    return query(ListMeetings, edition_id=edition_id, **parameters)


@blp.route(f"{ROOT}/unplaced")
@blp.arguments(UnplacedParameters, location="query")
@blp.response(200, UnplacedAnswer)
def list_unplaced(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return who could meet and has no place, and why."""
    return query(ListUnplaced, edition_id=edition_id, **parameters)


@blp.route(f"{ROOT}/plan", methods=["POST"])
@blp.arguments(SetMeetingPlanBody)
@blp.response(200, TimetableChangedAnswer)
def set_meeting_plan(body: dict[str, Any], edition_id: str) -> Any:
    """Say when and where meetings can be."""
    return command(SetMeetingPlan, edition_id=edition_id, **body)


@blp.route(f"{ROOT}/people/<id:subject_id>/presence", methods=["POST"])
@blp.arguments(SetPresenceBody)
@blp.response(200, TimetableChangedAnswer)
def set_presence(body: dict[str, Any], edition_id: str, subject_id: str) -> Any:
    """Say from when and until when an investor or an entry is there."""
    return command(SetPresence, edition_id=edition_id, subject_id=subject_id, **body)


@blp.route(f"{ROOT}/arrange", methods=["POST"])
@blp.arguments(ArrangeMeetingsBody)
@blp.response(200, ArrangedAnswer)
def arrange_meetings(body: dict[str, Any], edition_id: str) -> Any:
    """Make a timetable; nobody but organisers sees it before it is published."""
    return command(ArrangeMeetings, timeout=MANY_SECONDS, edition_id=edition_id, **body)


@blp.route(f"{ROOT}/publish", methods=["POST"])
@blp.arguments(PublishMeetingsBody)
@blp.response(200, MeetingsPublishedAnswer)
def publish_meetings(body: dict[str, Any], edition_id: str) -> Any:
    """Show the timetable to investors and founders, and write to whom it is news."""
    return command(PublishMeetings, timeout=MANY_SECONDS, edition_id=edition_id, **body)


@blp.route(f"{ROOT}/undo", methods=["POST"])
@blp.arguments(UndoMeetingsBody)
@blp.response(200, TimetableChangedAnswer)
def undo_meetings(body: dict[str, Any], edition_id: str) -> Any:
    """Take back the last change that was not published."""
    return command(UndoMeetings, edition_id=edition_id, **body)


@blp.route(f"{ONE}/move", methods=["POST"])
@blp.arguments(MoveMeetingBody)
@blp.response(200, TimetableChangedAnswer)
def move_meeting(body: dict[str, Any], edition_id: str, meeting_id: str) -> Any:
    """Put a meeting to another time or table, or to its first one."""
    return command(MoveMeeting, edition_id=edition_id, meeting_id=meeting_id, **body)


@blp.route(f"{ONE}/swap", methods=["POST"])
@blp.arguments(SwapMeetingsBody)
@blp.response(200, TimetableChangedAnswer)
def swap_meetings(body: dict[str, Any], edition_id: str, meeting_id: str) -> Any:
    """Let two meetings exchange their places."""
    return command(SwapMeetings, edition_id=edition_id, meeting_id=meeting_id, **body)


@blp.route(f"{ONE}/call-off", methods=["POST"])
@blp.arguments(CallOffMeetingBody)
@blp.response(200, TimetableChangedAnswer)
def call_off_meeting(body: dict[str, Any], edition_id: str, meeting_id: str) -> Any:
    """Take a meeting out of the timetable."""
    return command(CallOffMeeting, edition_id=edition_id, meeting_id=meeting_id, **body)


@blp.route(f"{ONE}/mark", methods=["POST"])
@blp.arguments(MarkMeetingBody)
@blp.response(200, MeetingMarkedAnswer)
def mark_meeting(body: dict[str, Any], edition_id: str, meeting_id: str) -> Any:
    """Note that a published meeting was held, or that somebody did not come."""
    return command(MarkMeeting, edition_id=edition_id, meeting_id=meeting_id, **body)


@blp.route("/me/meetings")
@blp.arguments(OwnMeetingsParameters, location="query")
@blp.response(200, OwnMeetingsAnswer)
def my_meetings(parameters: dict[str, Any]) -> Any:
    """Return the meetings of whoever is signed in, as investor and as founder; cancelled ones as well."""
    wanted = parameters["edition_id"]
    grants = [grant for grant in identity().grants if wanted in (None, grant.edition_id)]
    found = {each["meeting_id"]: each for grant in grants for each in meetings_of(grant)}
    return {"meetings": sorted(found.values(), key=lambda each: (each["starts_at"], each["meeting_id"]))}


def meetings_of(grant: Grant) -> Iterator[dict[str, Any]]:
    """Yield the published meetings of an investor or founder; none of another role."""
    side = SIDES.get(grant.role)
    if side and grant.edition_id and grant.subject_id:
        yield from query(ListMeetings, edition_id=grant.edition_id, **{side: grant.subject_id})["meetings"]
