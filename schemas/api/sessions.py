"""A stage's session, as the HTTP interface speaks of it."""

from marshmallow import fields, validate

from schemas.api.base import Answer, body_of, count, moment, optional, text
from schemas.commands import MarkSlot, MoveSlot, PrepareSession, RunClock
from schemas.events.sessions import SLOT_STATES

SLOT = ("edition_id", "stage_id", "entry_id")

PrepareSessionBody = body_of(PrepareSession, "edition_id", "stage_id")
RunClockBody = body_of(RunClock, *SLOT)
MarkSlotBody = body_of(MarkSlot, *SLOT)
MoveSlotBody = body_of(MoveSlot, *SLOT)


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


class DeskAnswer(Answer):
    """Who has sent what and who has not; `held` late scorecards wait for a decision."""

    judges = fields.List(fields.Nested(DeskJudgeAnswer))
    held = count()
