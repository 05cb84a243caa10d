"""What judging can be asked to do about a stage's session: who is on, clocks, and windows."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.fields import SHORT, id_field, moment_field, name_field, text_field
from schemas.message import Command

MOST_SLOTS = 500
MOST_SESSIONS = 40
MOST_JUDGES = 200
WAYS = ("city", "track", "lot", "hand")
LONGEST_SECONDS = 4 * 3600

ACTS = ("pause", "resume", "questions", "end", "open_window", "close_window")
MARKED = ("planned", "absent", "postponed")
HAND_KINDS = ("no_signal", "conflict", "question")


def seconds_field(default: int) -> fields.Integer:
    """Return how long something lasts, in seconds: up to four hours."""
    return fields.Integer(
        strict=True, load_default=default, validate=validate.Range(min=0, max=LONGEST_SECONDS)
    )


def seed_field() -> fields.Integer:
    """Return what a lot is drawn from; None lets it come from the command's id."""
    return fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(min=0, max=2**31 - 1)
    )


class SessionCommand(Command):
    source = "judging"

    edition_id = id_field()
    stage_id = id_field()


class SessionPlan(SessionCommand):
    """Clocks and rules of sessions, as PrepareSession describes them."""

    pitch_seconds = seconds_field(480)
    questions_seconds = seconds_field(420)
    window_seconds = seconds_field(120)
    deliberation = fields.Boolean(load_default=True)
    show_board = fields.Boolean(load_default=False)
    judges_named = fields.Boolean(load_default=False)


class PrepareSession(SessionPlan):
    """Set a session's running order and its clocks; refused once the first slot was started.

    `session_id` is None for the only session of a stage; of several each keeps its entries, its name
    and its panel. The order is that of `entry_ids`; when it is None, all who compete are drawn by lot from `seed`,
    which is itself drawn from the command's id when it is None. `window_seconds` is how long
    scorecards are taken after the questions. With `deliberation` judges may revise until the stage
    closes. Unless `judges_named` nobody is told whose a scorecard's total is, organisers included.
    """

    session_id = id_field(required=False, load_default=None, allow_none=True)
    entry_ids = fields.List(
        id_field(), load_default=None, allow_none=True, validate=validate.Length(min=1, max=MOST_SLOTS)
    )
    seed = seed_field()
    place = text_field(SHORT)
    starts_at = moment_field(load_default=None, allow_none=True, required=False)


class SessionWish(Schema):
    """A session as an organiser wants it. Entries come from its `city` or `track`, or are those named."""

    class Meta:
        unknown = RAISE

    name = name_field()
    place = text_field(SHORT)
    city = text_field(SHORT)
    track = text_field(SHORT)
    starts_at = moment_field(load_default=None, allow_none=True, required=False)
    judge_ids = fields.List(id_field(), load_default=list, validate=validate.Length(max=MOST_JUDGES))
    entry_ids = fields.List(id_field(), load_default=list, validate=validate.Length(max=MOST_SLOTS))


class AllotSessions(SessionPlan):
    """Let a stage have several sessions, such as city heats, in place of those before.

    `by` says how entries come to them: from the session's `city`; from its `track`, by id or
    name, or a category of a startup that has no track; by `lot`, in even shares; or by `hand`, as `entry_ids` say. Who is at home in none is
    drawn into the smallest. Within each the order is drawn from `seed`, unless it is set by hand.
    Refused once one of them has started.
    """

    by = fields.String(required=True, validate=validate.OneOf(WAYS))
    seed = seed_field()
    sessions = fields.List(
        fields.Nested(SessionWish), required=True, validate=validate.Length(min=1, max=MOST_SESSIONS)
    )


class SlotCommand(SessionCommand):
    entry_id = id_field()


class StartSlot(SlotCommand):
    """Put an entry on stage: its pitch clock runs, its window opens, and who was on has ended."""


class RunClock(SlotCommand):
    """Turn a slot's clock or window. Doing again what is done changes nothing.

    `questions` and `end` end the pitch and the slot; the window closes by itself `window_seconds`
    after the questions' time, later by what they were paused for.
    """

    act = fields.String(required=True, validate=validate.OneOf(ACTS))


class MarkSlot(SlotCommand):
    """Say that an entry is absent, comes later (postponed: last of all), or is planned again."""

    state = fields.String(required=True, validate=validate.OneOf(MARKED))


class MoveSlot(SlotCommand):
    """Let a slot that was not started yet come at another position, counted from 1."""

    position = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST_SLOTS))


class RaiseHand(SessionCommand):
    """Ask for the organiser, also in a stage without a session. Raising again replaces what was asked.

    A `conflict` of interest with an entry takes nobody off it: that is for the organiser to do.
    """

    judge_id = id_field()
    entry_id = id_field(required=False, load_default=None, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(HAND_KINDS))
    note = text_field(SHORT)


class LowerHand(SessionCommand):
    """Lower a judge's hand; harmless where it is down."""

    judge_id = id_field()
