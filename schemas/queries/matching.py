"""What matching can be asked to tell."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.message import Query


class MatchingQuery(Query):
    source = "matching"

    edition_id = id_field()


class ListInvestors(MatchingQuery):
    """Answers {"investors": [{"investor_id", "name", "email", "firm", "thesis", "portfolio"}], "total", "stale_shortlists"}.

    By name, those in whose name, address or firm all words of a `search` are; with a `limit` so many of
    these `total`, behind the first `after`. `stale_shortlists` is how many shortlists were made from
    results that were corrected since.
    """

    search = text_field(200)
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=1000))


class GetShortlist(MatchingQuery):
    """Answers an investor's shortlist, best first.

    {"investor": {...}, "stale": bool, "lines": [{"rank", "entry_id", "company", "description", "website",
    "categories", "fit": "0.73", "reasons": [{"code", "text", "values": {...}}],
    "answer": "interested"|"pass"|None, "intro": bool}]}. `stale` says that the results it was made from were corrected since.
    """

    investor_id = id_field()


class GetInterests(MatchingQuery):
    """Answers who is interested in an entry: {"interests": [{"investor_id", "name", "firm", "note", "answer": "accept"|"decline"|None}]}."""

    entry_id = id_field()


class ListIntros(MatchingQuery):
    """Answers {"intros": [{"intro_id", "investor_id", "investor", "firm", "investor_email", "entry_id", "company", "made_at"}]}; of one side when it is named."""

    investor_id = id_field(required=False, load_default=None, allow_none=True)
    entry_id = id_field(required=False, load_default=None, allow_none=True)
