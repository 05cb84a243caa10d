"""What scoring tells everybody about audience votes."""

from marshmallow import Schema, fields, validate

from schemas.fields import id_field, moment_field, name_field
from schemas.message import Event


class Choice(Schema):
    """What a vote can be for."""

    entry_id = id_field()
    company = name_field()


class ChoiceTotal(Schema):
    """How many votes a choice got."""

    entry_id = id_field()
    votes = fields.Integer(required=True, validate=validate.Range(min=0))


class VoteChanged(Event):
    """The whole public state of an audience vote; a later `number` replaces an earlier one.

    It is told when a vote opens, closes or is revealed, never because somebody voted. `totals` is
    empty before the reveal.
    """

    source = "scoring"
    broadcast = True

    edition_id = id_field()
    vote_id = id_field()
    number = fields.Integer(required=True, validate=validate.Range(min=1))
    name = name_field()
    stage_id = id_field()
    state = fields.String(required=True, validate=validate.OneOf(["open", "closed", "revealed"]))
    opened_at = moment_field()
    closed_at = moment_field(allow_none=True)
    choices = fields.List(fields.Nested(Choice), required=True)
    totals = fields.List(fields.Nested(ChoiceTotal), required=True)
