"""What judging can be asked to tell about judges who are invited."""

from schemas.fields import id_field
from schemas.queries.judging import JudgingQuery


class GetTerms(JudgingQuery):
    """Answers {"number", "text", "version", "accept_first", "answers": {answer: how many judges}}.

    Answers are no_terms, invited, accepted, declined and outdated (an earlier text was accepted).
    """

    edition_id = id_field()


class GetJudgePart(JudgingQuery):
    """Answers what is asked of a judge.

    {"judge": as in ListJudges, "terms": {"number", "text", "version"}, "asked": whether an answer is
    due, "assigned": scorecards not void in all stages}
    """

    edition_id = id_field()
    judge_id = id_field()
