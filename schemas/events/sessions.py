"""What judging tells everybody about the session of a stage."""

from marshmallow import Schema, fields, validate

from schemas.fields import id_field, moment_field, name_field, text_field
from schemas.message import Event

SLOT_STATES = ("planned", "pitch", "questions", "done", "absent", "postponed")


class SlotClock(Schema):
    """`ends_at` while it runs, `left_ms` while it is paused; both may be past their end."""

    phase = fields.String(required=True, allow_none=True, validate=validate.OneOf(["pitch", "questions"]))
    ends_at = moment_field(allow_none=True)
    left_ms = fields.Integer(required=True, allow_none=True)


class SlotWindow(Schema):
    """When scorecards are taken. It closes at `closes_at` without anybody saying so."""

    state = fields.String(required=True, validate=validate.OneOf(["closed", "open"]))
    opens_at = moment_field(allow_none=True)
    closes_at = moment_field(allow_none=True)


class SessionSlot(Schema):
    """An entry's time on stage."""

    entry_id = id_field()
    company = name_field()
    position = fields.Integer(required=True, validate=validate.Range(min=1))
    state = fields.String(required=True, validate=validate.OneOf(SLOT_STATES))
    clock = fields.Nested(SlotClock, required=True)
    window = fields.Nested(SlotWindow, required=True)


class SessionPrepared(Event):
    """Which entries sit in a session, whenever that is set; a later version replaces an earlier one.

    Without entries the session was given up.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    session_id = id_field()
    name = name_field()
    entry_ids = fields.List(id_field(), required=True)


class SessionChanged(Event):
    """A session of a stage as everybody may see it; a later `number` replaces an earlier one.

    The only session of a stage bears the stage's id; one without slots was given up. There is no mark in it. `current` is the entry that is on stage; `seed` is what its order was
    drawn from, None where it was set by hand.
    """

    source = "judging"
    broadcast = True

    edition_id = id_field()
    stage_id = id_field()
    session_id = id_field()
    number = fields.Integer(required=True, validate=validate.Range(min=1))
    name = name_field()
    state = fields.String(required=True, validate=validate.OneOf(["planned", "running", "over"]))
    place = text_field()
    city = text_field()
    starts_at = moment_field(allow_none=True)
    seed = fields.Integer(required=True, allow_none=True)
    pitch_seconds = fields.Integer(required=True)
    questions_seconds = fields.Integer(required=True)
    window_seconds = fields.Integer(required=True)
    deliberation = fields.Boolean(required=True)
    show_board = fields.Boolean(required=True)
    judges_named = fields.Boolean(load_default=False)
    current = id_field(allow_none=True)
    slots = fields.List(fields.Nested(SessionSlot), required=True)
