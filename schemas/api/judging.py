"""Judges, assignments and scorecards, as the HTTP interface speaks of them."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, decimal, moment, optional, text
from schemas.api.decks import ShownDeck
from schemas.api.registration import CriterionAnswer
from schemas.api.sessions import RaisedAnswer
from schemas.commands import (
    AddJudges,
    AmendScorecard,
    DeclareConflict,
    PublishAssignments,
    RecuseJudge,
    SubmitScorecard,
    VoidScorecard,
)
from schemas.fields import id_field, moment_field, text_field

# A receipt is the command's id and seventeen characters; it is an id itself.
COMMAND_ID_LENGTH = 100
MOST_SCORECARDS = 50

AddJudgesBody = body_of(AddJudges, "edition_id")
DeclareConflictBody = body_of(DeclareConflict, "edition_id")
PublishAssignmentsBody = body_of(PublishAssignments, "edition_id", "stage_id")
RecuseJudgeBody = body_of(RecuseJudge, "edition_id", "stage_id")
AmendScorecardBody = body_of(AmendScorecard, "edition_id", "stage_id")
VoidScorecardBody = body_of(VoidScorecard, "edition_id", "stage_id")


class SubmitScorecardBody(SubmitScorecard):
    """A scorecard as a phone sends it; who the judge is, the session says."""

    class Meta:
        unknown = RAISE
        exclude = ("judge_id",)

    command_id = fields.String(
        required=True,
        validate=validate.Regexp(
            rf"^[A-Za-z0-9._:\-]{{1,{COMMAND_ID_LENGTH}}}$(?!\n)",
            error=f"letters, digits and . : - _ are allowed, 1 to {COMMAND_ID_LENGTH} of them",
        ),
    )
    deadline = moment_field(required=False, allow_none=True)


class ScorecardProblem(Part):
    """Why a scorecard was not taken; with a status of 500 or more it may be sent again."""

    status = count(required=True)
    code = text(required=True)
    detail = text(required=True)
    errors = fields.Dict(keys=fields.String())


class SafeAnswer(Answer):
    """The broker has it on disk. The receipt asks what became of it."""

    receipt = text()
    state = fields.String(validate=validate.OneOf(["safe"]))


class SubmitScorecardsBody(Schema):
    """Up to 50 scorecards that waited on a phone. `judge_id` is whose they are: none is taken for another."""

    class Meta:
        unknown = RAISE

    judge_id = id_field()
    scorecards = fields.List(
        fields.Nested(SubmitScorecardBody),
        required=True,
        validate=validate.Length(min=1, max=MOST_SCORECARDS),
    )


class UncheckedScorecardsBody(SubmitScorecardsBody):
    """The same, each scorecard as it came: what is wrong with one is said of that one alone."""

    scorecards = fields.List(
        fields.Raw(), required=True, validate=validate.Length(min=1, max=MOST_SCORECARDS)
    )


class ToldScorecardAnswer(Part):
    """What became of one of the scorecards: safe with its receipt, or a problem."""

    command_id = optional(required=True)
    receipt = text()
    state = fields.String(validate=validate.OneOf(["safe"]))
    problem = fields.Nested(ScorecardProblem)


class SafeScorecardsAnswer(Answer):
    """The scorecards in the order they came."""

    results = fields.List(fields.Nested(ToldScorecardAnswer))


class ReceiptsParameters(Parameters):
    receipt = fields.List(id_field(), required=True, validate=validate.Length(min=1, max=500))


class RefusalAnswer(Part):
    code = text(required=True)
    status = count()
    detail = text()
    errors = fields.Dict(keys=fields.String())


class ReceiptAnswer(Answer):
    receipt = text()
    state = fields.String(
        validate=validate.OneOf(["waiting", "recorded", "practised", "counted", "held", "refused"])
    )
    refusal = fields.Nested(RefusalAnswer, allow_none=True)


class ReceiptsAnswer(Answer):
    receipts = fields.List(fields.Nested(ReceiptAnswer))


class AddedJudge(Part):
    judge_id = text(required=True)
    email = text(required=True)


class AddedJudgesAnswer(Answer):
    judges = fields.List(fields.Nested(AddedJudge))


class ConflictAnswer(Part):
    entry_id = text(required=True)
    kind = text(required=True)
    reason = text()


class DeclaredConflictAnswer(Answer):
    judge_id = text()
    entry_id = text()
    kind = text()


class RecusalAnswer(Answer):
    scorecard_id = text()
    state = text()


class JudgeAnswer(Part):
    judge_id = text(required=True)
    name = text(required=True)
    email = text()
    tags = fields.List(fields.String())
    commitment = count()
    firm = text()
    languages = fields.List(fields.String())
    left = fields.Boolean()
    shadow = fields.Boolean()
    panels = fields.Dict(keys=fields.String(), values=fields.String())
    version = count()
    answer = text()
    answered_at = moment()
    answer_reason = text()
    conflicts = fields.List(fields.Nested(ConflictAnswer))


class JudgesAnswer(Answer):
    judges = fields.List(fields.Nested(JudgeAnswer))
    total = count()


class AssignmentsAnswer(Part):
    assignments = count(required=True)
    entries = count()
    judges = count()
    # The field's name on the wire; marshmallow takes it out of the class, so Schema.loads stays.
    loads = fields.Dict(keys=fields.String(), values=fields.Integer())  # type: ignore[assignment]


class AssignmentAnswer(Part):
    scorecard_id = text(required=True)
    entry_id = text(required=True)
    company = text(required=True)
    description = text()
    categories = fields.List(fields.String())
    website = text()
    country = text()
    city = text()
    founded = fields.Integer(allow_none=True)
    table = fields.Integer(allow_none=True)
    state = text(required=True)
    reason = text()
    revision = count()
    marks = fields.Dict(keys=fields.String(), values=decimal())
    comment = text()
    note = text()
    made_at = moment()
    received_at = moment()
    receipt = optional()
    deck = fields.Nested(ShownDeck, allow_none=True)
    files = count()


class JudgeStageAnswer(Part):
    stage_id = text(required=True)
    name = text(required=True)
    kind = text()
    board = text()
    grace_seconds = count()
    state = text(required=True)
    hand = fields.Nested(RaisedAnswer, allow_none=True)
    panel = text(allow_none=True)
    criteria = fields.List(fields.Nested(CriterionAnswer))
    assignments = fields.List(fields.Nested(AssignmentAnswer), required=True)


class JudgeListAnswer(Answer):
    edition_id = text()
    judge = fields.Nested(JudgeAnswer)
    asked = fields.Boolean()
    stages = fields.List(fields.Nested(JudgeStageAnswer))


class EntryCoverage(Part):
    entry_id = text(required=True)
    company = text()
    assigned = count(required=True)
    submitted = count(required=True)


class JudgeCoverage(Part):
    judge_id = text(required=True)
    name = text()
    assigned = count(required=True)
    submitted = count(required=True)


class PanelCoverage(Part):
    """How far one panel of a stage is; `lacking` are its entries that lack scorecards."""

    panel_id = text(required=True)
    name = text(required=True)
    judges = count(required=True)
    entries = count()
    assigned = count(required=True)
    submitted = count(required=True)
    lacking = count(required=True)


class CoverageAnswer(Answer):
    stage_id = text()
    state = text()
    entries = count()
    assigned = count()
    submitted = count()
    coverage = decimal()
    by_entry = fields.List(fields.Nested(EntryCoverage))
    by_judge = fields.List(fields.Nested(JudgeCoverage))
    lacking = count()
    panels = fields.List(fields.Nested(PanelCoverage))


class CorrectionAnswer(Part):
    """What the organiser changed after certifying; `before` are the marks that were replaced."""

    kind = text(required=True)
    revision = count(required=True)
    before = fields.Dict(keys=fields.String(), values=decimal(), allow_none=True)
    reason = text(required=True)
    at = moment()


class CorrectedAnswer(Answer):
    scorecard_id = text()
    state = text()
    revision = count()


class ScorecardAnswer(Part):
    scorecard_id = text(required=True)
    entry_id = text(required=True)
    judge_id = text(required=True)
    state = text(required=True)
    revision = count()
    marks = fields.Dict(keys=fields.String(), values=decimal(), allow_none=True)
    comment = optional()
    made_at = moment()
    received_at = moment()
    command_ids = fields.List(fields.String())
    reason = text()
    corrections = fields.List(fields.Nested(CorrectionAnswer))


class EntryCardAnswer(Part):
    scorecard_id = text(required=True)
    stage_id = text(required=True)
    judge_id = text(required=True)
    judge = text()
    state = text()
    revision = count()
    reason = text()
    received_at = moment()


class EntryConflictAnswer(Part):
    judge_id = text(required=True)
    judge = text()
    kind = text()
    reason = text()


class EntryCardsAnswer(Answer):
    scorecards = fields.List(fields.Nested(EntryCardAnswer))
    conflicts = fields.List(fields.Nested(EntryConflictAnswer))


class ScorecardsAnswer(Answer):
    scorecards = fields.List(fields.Nested(ScorecardAnswer))
    next = optional()


class PageParameters(Parameters):
    after = text_field(500)
    limit = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=5000))


class EditionParameter(Parameters):
    """`edition_id` may be left out by who acts in one edition only."""

    edition_id = id_field(required=False, load_default=None)
