"""What matching tells the world."""

from marshmallow import EXCLUDE, Schema, fields

from schemas.fields import SHORT, id_field, moment_field, text_field
from schemas.message import Event


class IntroMade(Event):
    """An investor and a startup both said yes. How to reach each other they find on their own pages."""

    source = "matching"

    edition_id = id_field()
    intro_id = id_field()
    investor_id = id_field()
    entry_id = id_field()
    company = text_field(SHORT)
    investor = text_field(SHORT)
    firm = text_field(SHORT)
    made_at = moment_field()


class ScheduledMeeting(Schema):
    """`change` is "scheduled", "moved" or "cancelled", and "kept" for what its sides have otherwise."""

    class Meta:
        unknown = EXCLUDE

    meeting_id = id_field()
    change = fields.String(required=True)
    investor_id = id_field()
    entry_id = id_field()
    company = text_field(SHORT)
    investor = text_field(SHORT)
    firm = text_field(SHORT)
    starts_at = moment_field()
    ends_at = moment_field()
    table = text_field(SHORT)


class MeetingsScheduled(Event):
    """A timetable of meetings was published, for the `number`th time.

    It tells what changed, and all other meetings of whom that concerns. `place` is where the tables are.
    """

    source = "matching"

    edition_id = id_field()
    number = fields.Integer(required=True)
    place = text_field(SHORT)
    published_at = moment_field()
    meetings = fields.List(fields.Nested(ScheduledMeeting), required=True)
