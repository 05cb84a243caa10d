"""What judging can be asked to do."""

from marshmallow import Schema, fields, validate

from schemas.fields import SHORT, Marks, id_field, moment_field, name_field, text_field
from schemas.message import Command


class JudgingCommand(Command):
    source = "judging"

    edition_id = id_field()


class NewJudge(Schema):
    """`commitment` is how many entries the judge takes on in one stage; `firm` may be empty."""

    name = name_field()
    email = fields.Email(required=True)
    tags = fields.List(fields.String(validate=validate.Length(max=SHORT)), load_default=list)
    commitment = fields.Integer(required=True, validate=validate.Range(min=1, max=20_000))
    firm = text_field(SHORT)


class AddJudges(JudgingCommand):
    judges = fields.List(fields.Nested(NewJudge), required=True, validate=validate.Length(min=1, max=2000))


class DeclareConflict(JudgingCommand):
    """A hard conflict is never assigned; a soft one is avoided."""

    judge_id = id_field()
    entry_id = id_field()
    kind = fields.String(load_default="hard", validate=validate.OneOf(["hard", "soft"]))
    reason = text_field()


class PublishAssignments(JudgingCommand):
    """Assign judges to every entry of a stage by the stage's strategy; all judges when None."""

    stage_id = id_field()
    judge_ids = fields.List(id_field(), load_default=None, allow_none=True)
    seed = fields.Integer(load_default=0)


class RecuseJudge(JudgingCommand):
    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    reason = name_field()


class SubmitScorecard(JudgingCommand):
    """A judge's marks for one entry. A mark of None, or one left out, is not given.

    `revision` counts up on the phone; the highest wins. `made_at` is the phone's time.
    """

    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000_000))
    marks = Marks(validate=validate.Length(min=1, max=100))
    comment = text_field()
    made_at = moment_field()
