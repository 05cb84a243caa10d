"""What matching can be asked to do."""

from marshmallow import Schema, fields, validate

from schemas.fields import SHORT, id_field, money_field, name_field, text_field
from schemas.message import Command


class MatchingCommand(Command):
    source = "matching"

    edition_id = id_field()


class Thesis(Schema):
    """What an investor looks for; an empty list or None means no preference.

    `company_stages` are "seed", "early", "later"; ticket sizes are US dollars of one investment.
    """

    sectors = fields.List(fields.String(validate=validate.Length(max=SHORT)), load_default=list)
    places = fields.List(fields.String(validate=validate.Length(max=SHORT)), load_default=list)
    company_stages = fields.List(
        fields.String(validate=validate.OneOf(["seed", "early", "later"])), load_default=list
    )
    ticket_lowest_usd = money_field(load_default=None)
    ticket_highest_usd = money_field(load_default=None)
    words = fields.List(fields.String(validate=validate.Length(max=SHORT)), load_default=list)


class NewInvestor(Schema):
    """`portfolio` names companies the investor or firm already holds."""

    name = name_field()
    email = fields.Email(required=True)
    firm = text_field(SHORT)
    thesis = fields.Nested(Thesis, required=True)
    portfolio = fields.List(fields.String(validate=validate.Length(max=SHORT)), load_default=list)


class AddInvestors(MatchingCommand):
    investors = fields.List(
        fields.Nested(NewInvestor), required=True, validate=validate.Length(min=1, max=2000)
    )


class StateThesis(MatchingCommand):
    investor_id = id_field()
    thesis = fields.Nested(Thesis, required=True)


class PublishShortlists(MatchingCommand):
    """Make a shortlist of at most `length` lines for every investor of the edition."""

    length = fields.Integer(load_default=10, validate=validate.Range(min=1, max=100))


class AnswerStartup(MatchingCommand):
    """The investor's answer to a startup."""

    investor_id = id_field()
    entry_id = id_field()
    answer = fields.String(required=True, validate=validate.OneOf(["interested", "pass"]))
    note = text_field()


class AnswerInvestor(MatchingCommand):
    """The startup's answer to an investor who is interested."""

    investor_id = id_field()
    entry_id = id_field()
    answer = fields.String(required=True, validate=validate.OneOf(["accept", "decline"]))
