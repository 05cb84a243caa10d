"""What judging tells the world."""

from marshmallow import Schema, fields, validate

from schemas.fields import Marks, id_field, moment_field, reason_field, text_field
from schemas.message import Event


class JudgingEvent(Event):
    source = "judging"

    edition_id = id_field()
    stage_id = id_field()


class AssignedPair(Schema):
    scorecard_id = id_field()
    entry_id = id_field()
    judge_id = id_field()


class AssignmentsPublished(JudgingEvent):
    """Who scores what. A long list comes in `parts`, each with at most 1,000 pairs.

    All parts of one publication carry the same aggregate version, and the subject is the stage,
    `edition.stage`. A publication of a higher version replaces the whole list of a lower one, once
    all of its parts are there; they may come in any order. What was submitted is never dropped by
    a replacement: it is in the new list.

    `news` are the judges who were given something that they had not; None says all of them.
    """

    part = fields.Integer(required=True, validate=validate.Range(min=1))
    parts = fields.Integer(required=True, validate=validate.Range(min=1))
    assignments = fields.List(fields.Nested(AssignedPair), required=True)
    news = fields.List(id_field(), load_default=None, allow_none=True)


class TakenReceipt(Schema):
    """The receipt of a scorecard that was taken, and the revision it brought."""

    receipt = id_field()
    revision = fields.Integer(required=True, validate=validate.Range(min=1))


class ScorecardSubmitted(JudgingEvent):
    """A judge's marks for an entry, the whole scorecard as it stands at `revision`.

    `receipts` are those taken since it was told last, by revision; one of an older revision than
    the scorecard's tells the scorecard again as it stands.
    """

    scorecard_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    revision = fields.Integer(required=True, validate=validate.Range(min=1))
    marks = Marks()
    made_at = moment_field()
    received_at = moment_field()
    receipts = fields.List(fields.Nested(TakenReceipt), load_default=list)


class JudgeRecused(JudgingEvent):
    """A judge no longer scores an entry; what was scored does not count.

    `abstained` says that it was the judge's own act.
    """

    scorecard_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    reason = text_field()
    abstained = fields.Boolean(load_default=False)


class NudgedJudge(Schema):
    """`open` of the `assigned` scorecards are not sent yet."""

    judge_id = id_field()
    open = fields.Integer(required=True, validate=validate.Range(min=1))
    assigned = fields.Integer(required=True, validate=validate.Range(min=1))


class JudgesNudged(JudgingEvent):
    """Judges are to be reminded that they owe scorecards; `note` is what the organiser adds."""

    judges = fields.List(fields.Nested(NudgedJudge), required=True)
    note = text_field(1_000)


class ScorecardCorrected(JudgingEvent):
    """What both kinds of correction say: whose scorecard of what, why, and when."""

    scorecard_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    reason = reason_field()
    corrected_at = moment_field()


class ScorecardAmended(ScorecardCorrected):
    """After certifying, the organiser put other marks in the place of a judge's: the whole scorecard."""

    revision = fields.Integer(required=True, validate=validate.Range(min=1))
    marks = Marks()


class ScorecardVoided(ScorecardCorrected):
    """After certifying, the organiser let a scorecard count no more."""
