"""Standings, boards and results, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, decimal, text
from schemas.commands import FreezeStage, RevealPlace
from schemas.fields import track_field

FreezeStageBody = body_of(FreezeStage, "edition_id", "stage_id")
RevealPlaceBody = body_of(RevealPlace, "edition_id", "stage_id")

STATES = ["building", "frozen", "certified", "revealing", "published"]


class HeadAnswer(Part):
    """How the edition's proof log stood at a freeze."""

    size = count(required=True)
    root = text(required=True)
    at = text(required=True)


def head() -> fields.Nested:
    """Return the head of the proof log, null before the freeze."""
    return fields.Nested(HeadAnswer, allow_none=True)


class StandingAnswer(Part):
    """Where a stage's standings are, without a place or a score."""

    edition_id = text(required=True)
    stage_id = text(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    counted = count()
    expected = count()
    late = count()
    certificate = count(allow_none=True)
    corrected = fields.Boolean()
    steps = count()
    revealed = count()
    proof = head()


class StandingRow(Part):
    entry_id = text(required=True)
    company = text(required=True)
    place = count(required=True, allow_none=True)
    shared = fields.Boolean()
    total = decimal(required=True)
    means = fields.Dict(keys=fields.String(), values=decimal())
    scorecards = count()
    award = text(allow_none=True)
    panels = fields.Dict(keys=fields.String(), values=decimal())
    judged = decimal()
    votes = count()
    track_place = fields.Integer(allow_none=True)


class StandingsParameters(Parameters):
    track = track_field()
    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=1_000_000))
    limit = fields.Integer(load_default=None, validate=validate.Range(min=0, max=100_000))


class StandingsAnswer(StandingAnswer):
    """`rows` are those that were asked for, `of` is how many there are."""

    rule = text(required=True)
    rows = fields.List(fields.Nested(StandingRow), required=True)
    of = count(required=True)


class EarlierPlaceAnswer(Part):
    """Where the entry stood in the last stage before whose results are public."""

    stage_id = text(required=True)
    name = text(required=True)
    place = count(required=True)
    shared = fields.Boolean(required=True)


class BoardRowAnswer(Part):
    entry_id = text(required=True)
    company = text(required=True)
    place = count(required=True)
    shared = fields.Boolean(required=True)
    total = decimal(required=True)
    award = text(allow_none=True)
    before = fields.Nested(EarlierPlaceAnswer)
    judged = decimal()
    votes = count()


class StageBoardAnswer(Part):
    edition_id = text(required=True)
    stage_id = text(required=True)
    name = text()
    number = count(required=True)
    certificate = count()
    corrected = fields.Boolean()
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    counted = count(required=True)
    expected = count(required=True)
    rows = fields.List(fields.Nested(BoardRowAnswer), required=True)
    proof = head()


class BoardAnswer(Answer):
    edition_id = text()
    name = text()
    stages = fields.List(fields.Nested(StageBoardAnswer))


class RevealKeyAnswer(Answer):
    key = text(required=True)
    certificate = count(required=True)


class SealedStep(Part):
    step = count(required=True)
    nonce = text(required=True)
    sealed = text(required=True)


class SealedResultsAnswer(Answer):
    format = text(required=True)
    salt = text(required=True)
    certificate = count(required=True)
    steps = fields.List(fields.Nested(SealedStep), required=True)


class ResultsAnswer(Answer):
    stage_id = text()
    certificate = count()
    corrected = fields.Boolean()
    rows = fields.List(fields.Nested(BoardRowAnswer))
    proof = head()
