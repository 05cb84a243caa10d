"""A stage's session, as the HTTP interface speaks of it."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.api.base import Answer, Part, body_of, count, decimal, moment, optional, text
from schemas.commands import MarkSlot, MoveSlot, PrepareSession, RaiseHand, RunClock
from schemas.commands.sessions import HAND_KINDS
from schemas.events.sessions import SLOT_STATES
from schemas.fields import id_field

SLOT = ("edition_id", "stage_id", "entry_id")

PrepareSessionBody = body_of(PrepareSession, "edition_id", "stage_id")
RunClockBody = body_of(RunClock, *SLOT)
MarkSlotBody = body_of(MarkSlot, *SLOT)
MoveSlotBody = body_of(MoveSlot, *SLOT)
RaiseHandBody = body_of(RaiseHand, "edition_id", "stage_id", "judge_id")


class LowerHandBody(Schema):
    """Judges leave `judge_id` out; an organiser names whose hand it is."""

    class Meta:
        unknown = RAISE

    judge_id = id_field(required=False, load_default=None, allow_none=True)


class SlotClockAnswer(Answer):
    phase = optional()
    ends_at = moment()
    left_ms = count(allow_none=True)


class SlotWindowAnswer(Answer):
    state = fields.String(validate=validate.OneOf(["closed", "open"]))
    opens_at = moment()
    closes_at = moment()


class SlotAnswer(Answer):
    entry_id = text()
    company = text()
    position = count()
    state = fields.String(validate=validate.OneOf(SLOT_STATES))
    clock = fields.Nested(SlotClockAnswer)
    window = fields.Nested(SlotWindowAnswer)


class SessionAnswer(Answer):
    """A session as everybody may see it; `now` is the server's time."""

    edition_id = text()
    stage_id = text()
    number = count()
    name = text()
    state = fields.String(validate=validate.OneOf(["planned", "running", "over"]))
    place = text()
    starts_at = moment()
    seed = count(allow_none=True)
    pitch_seconds = count()
    questions_seconds = count()
    window_seconds = count()
    deliberation = fields.Boolean()
    show_board = fields.Boolean()
    current = optional()
    slots = fields.List(fields.Nested(SlotAnswer))
    now = moment()


class DeskJudgeAnswer(Answer):
    judge_id = text()
    name = text()
    owed = fields.List(text())
    sent = fields.List(text())


class RaisedAnswer(Part):
    kind = fields.String(required=True, validate=validate.OneOf(HAND_KINDS))
    entry_id = optional(required=True)
    note = text(required=True)
    raised_at = moment(required=True)


class HandAnswer(Answer):
    """A judge's hand in a stage; null while it is down."""

    judge_id = text()
    hand = fields.Nested(RaisedAnswer, allow_none=True)


class RecusableAnswer(Answer):
    entry_id = text()
    company = text()


class DeskHandAnswer(Answer):
    judge_id = text()
    name = text()
    kind = fields.String(validate=validate.OneOf(HAND_KINDS))
    entry_id = optional()
    company = optional()
    note = text()
    raised_at = moment()
    recusable = fields.List(fields.Nested(RecusableAnswer))


class DeskAnswer(Answer):
    """Who has sent what and who has not, and whose hand is up; `held` late scorecards wait."""

    judges = fields.List(fields.Nested(DeskJudgeAnswer))
    hands = fields.List(fields.Nested(DeskHandAnswer))
    held = count()


class EntrySpread(Answer):
    entry_id = text()
    company = text()
    assigned = count()
    submitted = count()
    totals = fields.List(decimal())
    mean = decimal()
    deviation = decimal()


class SpreadAnswer(Answer):
    """How far judges are apart about each entry, the widest first, without a judge's name."""

    lowest = decimal()
    highest = decimal()
    entries = fields.List(fields.Nested(EntrySpread))
