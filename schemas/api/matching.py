"""Investors, shortlists and intros, as the HTTP interface speaks of them."""

from marshmallow import fields

from schemas.api.base import Answer, Part, body_of, count, decimal, moment, optional, text
from schemas.commands import AddInvestors, AnswerInvestor, AnswerStartup, PublishShortlists, StateThesis
from schemas.fields import id_field

AddInvestorsBody = body_of(AddInvestors, "edition_id")
PublishShortlistsBody = body_of(PublishShortlists, "edition_id")


class OwnEdition:
    """`edition_id` may be left out by who acts in one edition only."""

    edition_id = id_field(required=False, load_default=None, allow_none=True)


class AnswerStartupBody(OwnEdition, body_of(AnswerStartup, "investor_id")):  # type: ignore[misc]
    """An investor's answer to a startup."""


class AnswerInvestorBody(OwnEdition, body_of(AnswerInvestor, "entry_id")):  # type: ignore[misc]
    """A startup's answer to an investor."""


class StateThesisBody(OwnEdition, body_of(StateThesis, "investor_id")):  # type: ignore[misc]
    """What an investor looks for."""


class ThesisAnswer(Part):
    sectors = fields.List(fields.String())
    places = fields.List(fields.String())
    company_stages = fields.List(fields.String())
    ticket_lowest_usd = decimal()
    ticket_highest_usd = decimal()
    words = fields.List(fields.String())


class InvestorAnswer(Part):
    investor_id = text(required=True)
    name = text(required=True)
    email = text()
    firm = text()
    thesis = fields.Nested(ThesisAnswer)
    portfolio = fields.List(fields.String())


class InvestorsAnswer(Answer):
    investors = fields.List(fields.Nested(InvestorAnswer))
    total = count()
    stale_shortlists = count()


class AddedInvestor(Part):
    investor_id = text(required=True)
    email = text(required=True)


class AddedInvestorsAnswer(Answer):
    investors = fields.List(fields.Nested(AddedInvestor))


class ThesisStatedAnswer(Answer):
    investor_id = text()
    thesis = fields.Nested(ThesisAnswer)


class InterestStateAnswer(Answer):
    """Where the two sides are; `intro` says that both accepted."""

    investor_id = text()
    entry_id = text()
    investor_answer = optional()
    startup_answer = optional()
    intro = fields.Boolean()


class ShortlistsAnswer(Answer):
    shortlists = count()
    lines = count()


class ReasonAnswer(Part):
    code = text(required=True)
    text = text(required=True)
    values = fields.Dict(keys=fields.String())


class ShortlistLine(Part):
    rank = count(required=True)
    entry_id = text(required=True)
    company = text(required=True)
    description = text()
    website = text()
    categories = fields.List(fields.String())
    fit = decimal()
    reasons = fields.List(fields.Nested(ReasonAnswer))
    answer = optional()
    intro = fields.Boolean()


class ShortlistAnswer(Answer):
    edition_id = text()
    investor = fields.Nested(InvestorAnswer)
    stale = fields.Boolean()
    lines = fields.List(fields.Nested(ShortlistLine))


class InterestAnswer(Part):
    investor_id = text(required=True)
    name = text()
    firm = text()
    note = text()
    answer = optional()


class InterestsAnswer(Answer):
    edition_id = text()
    interests = fields.List(fields.Nested(InterestAnswer))


class IntroAnswer(Part):
    intro_id = text(required=True)
    investor_id = text(required=True)
    investor = text()
    firm = text()
    investor_email = text()
    entry_id = text(required=True)
    company = text()
    made_at = moment()


class IntrosAnswer(Answer):
    intros = fields.List(fields.Nested(IntroAnswer))
