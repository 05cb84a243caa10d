"""The audit trail, as the HTTP interface speaks of it."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, count, moment, optional, text
from schemas.fields import text_field


class ActsParameters(Parameters):
    by = text_field(200)
    kind = text_field(200)
    before = text_field(500)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=500))


class ChangeAnswer(Answer):
    of = text()
    id = text()
    field = text()
    before = optional()
    after = optional()


class ActAnswer(Part):
    act_id = text(required=True)
    at = moment(required=True)
    by = text(required=True)
    name = text()
    role = text()
    kind = text(required=True)
    service = text()
    on = fields.Dict(keys=fields.String(), values=fields.String())
    outcome = optional()
    changes = fields.List(fields.Nested(ChangeAnswer), required=True)
    more = count()


class ActorAnswer(Answer):
    person_id = text()
    name = text()


class ActsAnswer(Answer):
    acts = fields.List(fields.Nested(ActAnswer))
    next = optional()
    people = fields.List(fields.Nested(ActorAnswer))
    kinds = fields.List(fields.String())
