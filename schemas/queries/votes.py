"""What scoring can be asked to tell about audience votes."""

from marshmallow import fields, validate

from schemas.commands.votes import ticket_field
from schemas.fields import id_field
from schemas.message import Query


class GetVotes(Query):
    """Answers {"edition_id", "votes": [body of VoteChanged...]}, first opened first; public.

    There are no totals, nor any count, in it before a vote's reveal.
    """

    source = "scoring"

    edition_id = id_field()


class GetTurnout(Query):
    """Answers what organisers may know of the votes, at any time.

    {"edition_id", "tickets": {"issued", "void"}, "votes": [{"vote_id", "name", "stage_id", "state",
    "opened_at", "closed_at", "settled", "votes", "refused", "rule": "in words", "percent", "rows": [{"entry_id",
    "company", "votes", "place", "shared"}]}]}. `votes` is how many count, `settled` whether all that
    were received before the closing have been counted. A row without votes has no place.
    """

    source = "scoring"

    edition_id = id_field()


class GetTicket(Query):
    """Answers {"number", "void", "chosen": {vote_id: entry_id}}; NotFound for no ticket of the edition."""

    source = "scoring"

    edition_id = id_field()
    ticket = ticket_field()


class GetVoteReceipts(Query):
    """Answers {"receipts": [{"receipt", "state": "waiting"|"counted"|"refused", "refusal"}]} as asked."""

    source = "scoring"

    receipts = fields.List(id_field(), required=True, validate=validate.Length(min=1, max=50))
