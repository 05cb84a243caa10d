"""What matching can be asked to tell."""

from schemas.fields import id_field
from schemas.message import Query


class MatchingQuery(Query):
    source = "matching"

    edition_id = id_field()


class ListInvestors(MatchingQuery):
    """Answers {"investors": [{"investor_id", "name", "email", "firm", "thesis", "portfolio"}], "stale_shortlists"}.

    `stale_shortlists` is how many shortlists were made from results that were corrected since.
    """


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
