"""Audience votes and tickets, as the HTTP interface speaks of them."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, moment, text
from schemas.api.judging import COMMAND_ID_LENGTH, RefusalAnswer
from schemas.commands import OpenVote, VoidTicket
from schemas.fields import id_field, moment_field

OpenVoteBody = body_of(OpenVote, "edition_id", "vote_id")
VoidTicketBody = body_of(VoidTicket, "edition_id")

STATES = ["open", "closed", "revealed"]
MOST_AT_ONCE = 500


class CastVoteBody(Schema):
    """A vote as a phone sends it. `ticket` is the ticket's secret."""

    class Meta:
        unknown = RAISE

    command_id = fields.String(
        required=True,
        validate=validate.Regexp(
            rf"^[A-Za-z0-9._:\-]{{1,{COMMAND_ID_LENGTH}}}$(?!\n)",
            error=f"letters, digits and . : - _ are allowed, 1 to {COMMAND_ID_LENGTH} of them",
        ),
    )
    edition_id = id_field()
    vote_id = id_field()
    ticket = id_field()
    entry_id = id_field()
    made_at = moment_field()


class IssueTicketsBody(Schema):
    """How many tickets to make; more are made by asking again."""

    class Meta:
        unknown = RAISE

    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST_AT_ONCE))


class ChoiceAnswer(Answer):
    entry_id = text()
    company = text()


class TotalAnswer(Answer):
    entry_id = text()
    votes = count()


class VoteAnswer(Answer):
    edition_id = text()
    vote_id = text()
    number = count()
    name = text()
    stage_id = text()
    state = fields.String(validate=validate.OneOf(STATES))
    opened_at = moment()
    closed_at = moment()
    choices = fields.List(fields.Nested(ChoiceAnswer))
    totals = fields.List(fields.Nested(TotalAnswer))


class VotesAnswer(Answer):
    edition_id = text()
    votes = fields.List(fields.Nested(VoteAnswer))


class TurnoutRow(Answer):
    entry_id = text()
    company = text()
    votes = count()
    place = count(allow_none=True)
    shared = fields.Boolean()


class VoteTurnout(Answer):
    vote_id = text()
    name = text()
    stage_id = text()
    state = fields.String(validate=validate.OneOf(STATES))
    opened_at = moment()
    closed_at = moment()
    settled = fields.Boolean()
    votes = count()
    refused = count()
    rule = text()
    percent = count()
    rows = fields.List(fields.Nested(TurnoutRow))


class TicketCounts(Answer):
    issued = count()
    void = count()


class TurnoutAnswer(Answer):
    edition_id = text()
    tickets = fields.Nested(TicketCounts)
    votes = fields.List(fields.Nested(VoteTurnout))


class IssuedTicket(Answer):
    """A ticket. Its link holds the secret and is never shown again."""

    number = count()
    url = text()


class IssuedTicketsAnswer(Answer):
    tickets = fields.List(fields.Nested(IssuedTicket))


class VoidedTicketAnswer(Answer):
    number = count()
    void = fields.Boolean()


class VoteReceiptsParameters(Parameters):
    receipt = fields.List(id_field(), required=True, validate=validate.Length(min=1, max=50))


class VoteReceiptAnswer(Part):
    receipt = text(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "counted", "refused"]))
    refusal = fields.Nested(RefusalAnswer, required=True, allow_none=True)


class VoteReceiptsAnswer(Answer):
    receipts = fields.List(fields.Nested(VoteReceiptAnswer))
