"""What matching can be asked to do about meetings."""

from typing import Any

from marshmallow import Schema, fields, validate

from schemas.commands.applications import deadline_field, version_field
from schemas.commands.matching import MatchingCommand
from schemas.fields import SHORT, id_field, text_field

MOST_WINDOWS, MOST_TABLES = 30, 400
LONGEST_TABLE = 60
STATES = ("planned", "held", "no_show")


def table_name(**options: Any) -> fields.String:
    """Return a required name of a table, such as its number."""
    rules = [validate.Length(min=1, max=LONGEST_TABLE), validate.Regexp(r"(?s).*\S", error="Name the table.")]
    return fields.String(required=True, validate=rules, **options)


def minutes_field(lowest: int, highest: int, **options: Any) -> fields.Integer:
    """Return a length in minutes."""
    return fields.Integer(strict=True, validate=validate.Range(min=lowest, max=highest), **options)


def most_field() -> fields.Integer:
    """Return how many meetings somebody has at most; None, as by default, is no limit."""
    return fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(min=1, max=500)
    )


class Window(Schema):
    """From when to when there can be meetings."""

    begins_at = deadline_field()
    ends_at = deadline_field()


class SetMeetingPlan(MatchingCommand):
    """Say when and where meetings can be; `seen` is the revision of the timetable as it was read.

    Each window has as many slots of `slot_minutes` as fit, with `break_minutes` between them. With `wishes`
    those are placed as well whom an investor asked for and whose founders did not answer, after all others.
    """

    seen = version_field()
    windows = fields.List(
        fields.Nested(Window), required=True, validate=validate.Length(min=1, max=MOST_WINDOWS)
    )
    slot_minutes = minutes_field(5, 240, required=True)
    break_minutes = minutes_field(0, 120, load_default=0)
    tables = fields.List(table_name(), required=True, validate=validate.Length(min=1, max=MOST_TABLES))
    place = text_field(SHORT)
    most_investor = most_field()
    most_startup = most_field()
    wishes = fields.Boolean(load_default=False)


class SetPresence(MatchingCommand):
    """Say from when and until when an investor or an entry is there; None for all the time."""

    seen = version_field()
    subject_id = id_field()
    arrives_at = deadline_field(required=False, load_default=None, allow_none=True)
    leaves_at = deadline_field(required=False, load_default=None, allow_none=True)


class ArrangeMeetings(MatchingCommand):
    """Make a timetable, of `seed` or a new one; what was published stays in place as far as can be.

    Nobody sees it before it is published.
    """

    seen = version_field()
    seed = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=2**53))


class MoveMeeting(MatchingCommand):
    """Put a meeting where it is not, one that has no place as well."""

    seen = version_field()
    meeting_id = id_field()
    starts_at = deadline_field()
    table = table_name()


class SwapMeetings(MatchingCommand):
    """Let two meetings exchange their times and tables."""

    seen = version_field()
    meeting_id = id_field()
    other_id = id_field()


class CallOffMeeting(MatchingCommand):
    """Take a meeting out of the timetable; it is not placed again but by hand."""

    seen = version_field()
    meeting_id = id_field()


class UndoMeetings(MatchingCommand):
    """Take back the last change of the timetable that was not published."""

    seen = version_field()


class PublishMeetings(MatchingCommand):
    """Show the timetable to both sides, and write to whom it is news."""

    seen = version_field()


class MarkMeeting(MatchingCommand):
    """Note that a published meeting was held, or that somebody did not come; `planned` takes it back."""

    meeting_id = id_field()
    state = fields.String(required=True, validate=validate.OneOf(STATES))
