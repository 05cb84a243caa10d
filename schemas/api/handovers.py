"""Work that changes hands, as the HTTP interface speaks of it."""

from marshmallow import fields

from schemas.api.base import Answer, Parameters, Part, body_of, count, optional, text
from schemas.commands import FillGaps, HandOver
from schemas.fields import id_field

HandOverBody = body_of(HandOver, "edition_id", "stage_id")
FillGapsBody = body_of(FillGaps, "edition_id", "stage_id")


class TakerAnswer(Part):
    judge_id = text(required=True)
    name = text(required=True)
    takes = count(required=True)
    before = count(required=True)
    after = count(required=True)


class ShortAnswer(Part):
    entry_id = text(required=True)
    company = text(required=True)
    lacks = count(required=True)


class HandoverAnswer(Answer):
    """Who takes how many, and what still lacks; `basis` goes with the command that does it."""

    basis = text()
    judge_id = optional()
    name = optional()
    taken = count()
    kept = count()
    given = count()
    takers = fields.List(fields.Nested(TakerAnswer))
    lacking = count()
    short = fields.List(fields.Nested(ShortAnswer))


class HandoverParameters(Parameters):
    judge_id = id_field(required=False, load_default=None)
