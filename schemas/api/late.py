"""Late scorecards, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Part, body_of, count, moment, optional, text
from schemas.commands import DecideLate

DecideLateBody = body_of(DecideLate, "edition_id", "stage_id", "receipt")

DECISIONS = ["accepted", "refused"]


class LateScorecardAnswer(Part):
    receipt = text(required=True)
    entry_id = text(required=True)
    company = text(required=True)
    judge_id = text(required=True)
    judge = text(required=True)
    revision = count(required=True)
    made_at = moment(required=True)
    phone_at = moment()
    contact_at = moment()
    basis = text(required=True)
    received_at = moment(required=True)
    closed_at = moment(required=True)
    grace_seconds = count(required=True)
    decision = optional(validate=validate.OneOf(DECISIONS))
    reason = text()


class LateAnswer(Answer):
    late = fields.List(fields.Nested(LateScorecardAnswer))


class DecidedAnswer(Answer):
    receipt = text()
    decision = text(validate=validate.OneOf(DECISIONS))
    reason = text()
