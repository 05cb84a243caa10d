"""How far a stage is, as the HTTP interface speaks of it."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, decimal, text
from schemas.commands import Abstain
from schemas.queries.progress import LACKING, ORDERS

AbstainBody = body_of(Abstain, "edition_id", "stage_id", "judge_id")


class SeverityAnswer(Part):
    """How far a judge marks above (or below) the others on the same work, in marks."""

    difference = decimal(required=True)
    error = decimal(required=True)
    entries = count(required=True)
    clear = fields.Boolean(required=True)


class JudgeProgress(Part):
    judge_id = text(required=True)
    name = text(required=True)
    firm = text()
    email = text()
    assigned = count(required=True)
    submitted = count(required=True)
    recused = count()
    behind = fields.Boolean(required=True)
    left = fields.Boolean()
    panel = text()
    severity = fields.Nested(SeverityAnswer, allow_none=True)


class ShadowProgress(Part):
    judge_id = text(required=True)
    name = text(required=True)
    assigned = count(required=True)
    submitted = count(required=True)


class CountAnswer(Part):
    submitted = count(required=True)
    entries = count(required=True)


class PanelProgress(Part):
    panel_id = text(required=True)
    name = text(required=True)
    needed = count(required=True)
    covered = count()
    assigned = count(required=True)
    submitted = count(required=True)
    missing = count()
    gaps = count()


class ProgressAnswer(Answer):
    stage_id = text()
    state = text()
    needed = count()
    entries = count()
    covered = count()
    assigned = count()
    submitted = count()
    missing = count()
    gaps = count()
    recused = count()
    abstained = count()
    counts = fields.List(fields.Nested(CountAnswer))
    reach = decimal()
    judges = fields.List(fields.Nested(JudgeProgress))
    shadows = fields.List(fields.Nested(ShadowProgress))
    foreign = count()
    panels = fields.List(fields.Nested(PanelProgress))


class CardProgress(Part):
    judge_id = text(required=True)
    name = text()
    state = text(required=True)
    reason = text()
    abstained = fields.Boolean()
    foreign = fields.Boolean()
    panel = text()


class PractisedAnswer(Part):
    judge_id = text(required=True)
    name = text(required=True)
    total = decimal()


class EntryProgress(Part):
    entry_id = text(required=True)
    company = text()
    assigned = count(required=True)
    submitted = count(required=True)
    totals = fields.List(decimal())
    mean = decimal()
    deviation = decimal()
    language = text()
    cards = fields.List(fields.Nested(CardProgress))
    panels = fields.List(fields.Nested(PanelProgress))
    shadows = fields.List(fields.Nested(PractisedAnswer))


class EntriesProgressAnswer(Answer):
    needed = count()
    lowest = decimal()
    highest = decimal()
    total = count()
    entries = fields.List(fields.Nested(EntryProgress))


class ProgressParameters(Parameters):
    order = fields.String(load_default=LACKING, validate=validate.OneOf(ORDERS))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
