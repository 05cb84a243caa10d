"""What judging can be asked to do."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.fields import (
    SHORT,
    Marks,
    id_field,
    moment_field,
    name_field,
    reason_field,
    text_field,
    track_field,
)
from schemas.message import Command


class JudgingCommand(Command):
    source = "judging"

    edition_id = id_field()


def panels_field() -> fields.Dict:
    """Return a judge's panels by stage, None by default; an empty panel is none."""
    return fields.Dict(keys=id_field(), values=track_field(), load_default=None, allow_none=True)


class NewJudge(Schema):
    """`commitment` is how many entries the judge takes on in one stage; `firm` may be empty.

    `languages` of None leave those of who is known already as they are. A `shadow` scores for
    practice; who is known already stays what they are. `panels` are those that the judge sits in, by
    stages that have panels; None leaves them as they are.
    """

    name = name_field()
    email = fields.Email(required=True)
    tags = fields.List(fields.String(validate=validate.Length(max=SHORT)), load_default=list)
    commitment = fields.Integer(required=True, validate=validate.Range(min=1, max=20_000))
    firm = text_field(SHORT)
    languages = fields.List(
        fields.String(validate=validate.Length(max=SHORT)), load_default=None, allow_none=True
    )
    shadow = fields.Boolean(load_default=False)
    panels = panels_field()


class AddJudges(JudgingCommand):
    judges = fields.List(fields.Nested(NewJudge), required=True, validate=validate.Length(min=1, max=2000))


class DeclareConflict(JudgingCommand):
    """A hard conflict is never assigned; a soft one is avoided. `own` says that the judge declares it."""

    judge_id = id_field()
    entry_id = id_field()
    kind = fields.String(load_default="hard", validate=validate.OneOf(["hard", "soft"]))
    reason = text_field()
    own = fields.Boolean(load_default=False)


class DropConflict(JudgingCommand):
    """Take back a conflict that was declared."""

    judge_id = id_field()
    entry_id = id_field()


class PublishAssignments(JudgingCommand):
    """Assign judges to every entry of a stage by the stage's strategy; all judges when None.

    Judges who list the language of an entry's pitch are preferred; with `speaks` nobody else scores it.
    """

    stage_id = id_field()
    judge_ids = fields.List(id_field(), load_default=None, allow_none=True)
    seed = fields.Integer(load_default=0)
    speaks = fields.Boolean(load_default=False)


class RecuseJudge(JudgingCommand):
    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    reason = name_field()


class Abstain(JudgingCommand):
    """A judge steps back from an entry, for a reason that the organiser sees."""

    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    reason = name_field()


class Clock(Schema):
    """How a phone knows when a scorecard was made.

    `phone_at` is what its own clock said then, `contact_at` the server's time when it last heard
    from the server, None where it never did. `basis` is what it counted on from there: the time
    its page was open ("monotonic"), its own clock ("wall"), or nothing that can be relied on ("none").
    """

    class Meta:
        unknown = RAISE

    phone_at = moment_field(required=False, load_default=None, allow_none=True)
    contact_at = moment_field(required=False, load_default=None, allow_none=True)
    basis = fields.String(required=True, validate=validate.OneOf(["monotonic", "wall", "none"]))


class SubmitScorecard(JudgingCommand):
    """A judge's marks for one entry. A mark of None, or one left out, is not given.

    `revision` counts up on the phone; the highest wins. `made_at` is the server's time as the phone
    reckons it, by the `clock`; without one it is the phone's own time, and cannot excuse a scorecard
    that comes late. `comment` is feedback; `note` is for the judge's eyes alone.
    """

    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000_000))
    marks = Marks(validate=validate.Length(min=1, max=100))
    comment = text_field()
    note = text_field()
    made_at = moment_field()
    clock = fields.Nested(Clock, load_default=None, allow_none=True)


class AmendScorecard(JudgingCommand):
    """Put other marks in the place of a judge's, after the results were certified.

    `revision` is the one that is corrected, 0 where nothing was submitted: when the scorecard is no
    longer at it, the correction is refused. The results are worked out again and certified anew.
    """

    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_000_000))
    marks = Marks(validate=validate.Length(min=1, max=100))
    reason = reason_field()


class VoidScorecard(JudgingCommand):
    """Let a scorecard count no more, after the results were certified; see AmendScorecard."""

    stage_id = id_field()
    entry_id = id_field()
    judge_id = id_field()
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_000_000))
    reason = reason_field()


class DecideLate(JudgingCommand):
    """Say whether a scorecard that waits for the organiser counts; the first decision stands."""

    stage_id = id_field()
    receipt = id_field()
    accept = fields.Boolean(required=True)
    reason = text_field(SHORT)
