"""Reminders and conflicts of interest, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, moment, text
from schemas.commands import DropConflict, NudgeJudges

NudgeJudgesBody = body_of(NudgeJudges, "edition_id", "stage_id")
DropConflictBody = body_of(DropConflict, "edition_id")


class NudgedAnswer(Answer):
    """Who is reminded; who was passed over owes nothing, dropped out, or was reminded lately."""

    nudged = fields.List(fields.String())
    passed_over = fields.List(fields.String())


class OwingJudge(Part):
    judge_id = text(required=True)
    name = text(required=True)
    email = text()
    open = count(required=True)
    assigned = count(required=True)
    behind = fields.Boolean(required=True)
    nudged_at = moment()
    may = fields.Boolean(required=True)


class NudgeRound(Part):
    at = moment(required=True)
    by = text()
    names = fields.List(fields.String())


class NudgesAnswer(Answer):
    judges = fields.List(fields.Nested(OwingJudge))
    rounds = fields.List(fields.Nested(NudgeRound))


class ConflictCard(Part):
    stage_id = text(required=True)
    state = text(required=True)


class ListedConflict(Part):
    judge_id = text(required=True)
    name = text(required=True)
    firm = text()
    entry_id = text(required=True)
    company = text()
    kind = text(required=True)
    source = text(required=True)
    reason = text()
    cards = fields.List(fields.Nested(ConflictCard))


class ConflictsAnswer(Answer):
    total = count()
    hard = count()
    conflicts = fields.List(fields.Nested(ListedConflict))


class ConflictsParameters(Parameters):
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class DroppedConflictAnswer(Answer):
    judge_id = text()
    entry_id = text()
