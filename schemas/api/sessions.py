"""A stage's session, as the HTTP interface speaks of it."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, decimal, moment, optional, text
from schemas.commands import AllotSessions, MarkSlot, MoveSlot, PrepareSession, RaiseHand, RunClock
from schemas.commands.sessions import HAND_KINDS
from schemas.events.sessions import SLOT_STATES
from schemas.fields import id_field

SLOT = ("edition_id", "stage_id", "entry_id")

AllotSessionsBody = body_of(AllotSessions, "edition_id", "stage_id")
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
    session_id = text()
    number = count()
    name = text()
    state = fields.String(validate=validate.OneOf(["planned", "running", "over"]))
    place = text()
    city = text()
    starts_at = moment()
    seed = count(allow_none=True)
    pitch_seconds = count()
    questions_seconds = count()
    window_seconds = count()
    deliberation = fields.Boolean()
    show_board = fields.Boolean()
    judges_named = fields.Boolean()
    current = optional()
    slots = fields.List(fields.Nested(SlotAnswer))
    now = moment()


class SessionsAnswer(Answer):
    """The sessions of a stage, in the order they were made."""

    sessions = fields.List(fields.Nested(SessionAnswer))
    now = moment()


class SessionParameters(Parameters):
    """Which of several sessions is meant; without it the one that runs, or the next."""

    session_id = id_field(required=False, load_default=None, allow_none=True)


class SeatedAnswer(Answer):
    session_id = text()
    name = text()
    judge_ids = fields.List(text())
    entry_ids = fields.List(text())


class CompetingAnswer(Answer):
    entry_id = text()
    company = text()
    city = text()
    seated = fields.Boolean()


class AllotmentAnswer(Answer):
    """Who sits in which session; a panel is empty where a session has none of its own."""

    sessions = fields.List(fields.Nested(SeatedAnswer))
    entries = fields.List(fields.Nested(CompetingAnswer))
    of = count()


class SessionRow(Answer):
    entry_id = text()
    company = text()
    place = count()
    shared = fields.Boolean()
    total = decimal()


class SessionStanding(Answer):
    session_id = text()
    name = text()
    rows = fields.List(fields.Nested(SessionRow))


class SessionStandingsAnswer(Answer):
    """How entries stand within their own session; `state` is that of the stage's standing."""

    state = text()
    sessions = fields.List(fields.Nested(SessionStanding))


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
    judges = fields.List(text())
    mean = decimal()
    deviation = decimal()


class SpreadAnswer(Answer):
    """How far judges are apart about each entry, the widest first; judges are named where their session's plan says so."""

    lowest = decimal()
    highest = decimal()
    entries = fields.List(fields.Nested(EntrySpread))
    of = count()
