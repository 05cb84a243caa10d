"""Meetings, as the HTTP interface speaks of them."""

from marshmallow import fields

from schemas.api.base import Answer, Parameters, body_of, count, moment, text
from schemas.api.matching import OwnEdition
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
from schemas.queries import ListMeetings, ListUnplaced

SetMeetingPlanBody = body_of(SetMeetingPlan, "edition_id")
SetPresenceBody = body_of(SetPresence, "edition_id", "subject_id")
ArrangeMeetingsBody = body_of(ArrangeMeetings, "edition_id")
MoveMeetingBody = body_of(MoveMeeting, "edition_id", "meeting_id")
SwapMeetingsBody = body_of(SwapMeetings, "edition_id", "meeting_id")
CallOffMeetingBody = body_of(CallOffMeeting, "edition_id", "meeting_id")
UndoMeetingsBody = body_of(UndoMeetings, "edition_id")
PublishMeetingsBody = body_of(PublishMeetings, "edition_id")
MarkMeetingBody = body_of(MarkMeeting, "edition_id", "meeting_id")


class MeetingsParameters(ListMeetings):
    """Which meetings, and of them which page."""

    class Meta(Parameters.Meta):
        exclude = ("edition_id",)


class UnplacedParameters(ListUnplaced):
    """Which page of who has no place."""

    class Meta(Parameters.Meta):
        exclude = ("edition_id",)


class OwnMeetingsParameters(OwnEdition, Parameters):
    """Of which edition."""


class WindowAnswer(Answer):
    begins_at = moment()
    ends_at = moment()


class MeetingPlanAnswer(Answer):
    windows = fields.List(fields.Nested(WindowAnswer))
    slot_minutes = count()
    break_minutes = count()
    tables = fields.List(fields.String())
    place = text()
    most_investor = fields.Integer(allow_none=True)
    most_startup = fields.Integer(allow_none=True)
    wishes = fields.Boolean()


class MeetingSlotAnswer(Answer):
    starts_at = moment()
    ends_at = moment()
    meetings = count()


class MeetingChangesAnswer(Answer):
    scheduled = count()
    moved = count()
    cancelled = count()
    kept = count()


class MeetingPersonAnswer(Answer):
    subject_id = text()
    side = text()
    name = text()
    meetings = count()
    arrives_at = moment()
    leaves_at = moment()


class TimetableAnswer(Answer):
    """How far the timetable is; `revision` is what an act says that it has `seen`."""

    revision = count()
    seed = fields.Integer(allow_none=True)
    bound = count()
    number = count()
    published_at = moment()
    plan = fields.Nested(MeetingPlanAnswer, allow_none=True)
    slots = fields.List(fields.Nested(MeetingSlotAnswer))
    undo = count()
    pairs = count()
    wishes = count()
    placed = count()
    unplaced = count()
    misfits = count()
    changes = fields.Nested(MeetingChangesAnswer)
    states = fields.Dict(keys=fields.String(), values=fields.Integer())
    people = fields.List(fields.Nested(MeetingPersonAnswer))


class MeetingBefore(Answer):
    starts_at = moment()
    table = text()


class MeetingAnswer(Answer):
    """`change` is what publishing does to a meeting of the draft, and `was` where it is moved from."""

    meeting_id = text()
    investor_id = text()
    investor = text()
    firm = text()
    investor_email = text()
    entry_id = text()
    company = text()
    description = text()
    website = text()
    starts_at = moment()
    ends_at = moment()
    table = text()
    place = text()
    state = text()
    change = text()
    was = fields.Nested(MeetingBefore, allow_none=True)
    by_hand = fields.Boolean()
    wish = fields.Boolean()
    fits = fields.Boolean()
    number = count()


class MeetingsAnswer(Answer):
    revision = count()
    meetings = fields.List(fields.Nested(MeetingAnswer))
    next = fields.String(allow_none=True)


class OwnMeetingsAnswer(Answer):
    meetings = fields.List(fields.Nested(MeetingAnswer))


class UnplacedPairAnswer(Answer):
    meeting_id = text()
    investor_id = text()
    investor = text()
    firm = text()
    entry_id = text()
    company = text()
    wish = fields.Boolean()
    why = text()


class UnplacedAnswer(Answer):
    unplaced = fields.List(fields.Nested(UnplacedPairAnswer))
    total = count()
    next = fields.String(allow_none=True)


class TimetableChangedAnswer(Answer):
    revision = count()
    placed = count()


class ArrangedAnswer(TimetableChangedAnswer):
    """No timetable has more than `bound` meetings."""

    seed = count()
    unplaced = count()
    bound = count()


class MeetingsPublishedAnswer(TimetableChangedAnswer):
    number = count()
    scheduled = count()
    moved = count()
    cancelled = count()
    kept = count()


class MeetingMarkedAnswer(Answer):
    meeting_id = text()
    state = text()
