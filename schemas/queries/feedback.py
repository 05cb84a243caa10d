"""What scoring and judging can be asked to tell of feedback."""

from schemas.fields import id_field
from schemas.queries.judging import JudgingQuery
from schemas.queries.scoring import ScoringQuery


class GetFeedbackRule(ScoringQuery):
    """Answers {"edition_id", "stage_id", "released", "comments", "scores", "place", "version"}."""

    edition_id = id_field()
    stage_id = id_field()


class GetFeedback(ScoringQuery):
    """Answers what the founders of an entry are told, for the founder and organisers.

    {"stages": [{"stage_id", "name", "comments", "scores", "place"|None, "shared"|None, "among": how many
    were placed, "total": SCORE, "criteria": [{"criterion_id", "name", **SCORE}]}]}, where SCORE is
    {"band"|None, "mean"|None}. A stage whose feedback was not released is not in it.
    """

    edition_id = id_field()
    entry_id = id_field()


class GetComments(JudgingQuery):
    """Answers {"stages": [{"stage_id", "comments": [{"judge"|None, "text"}]}]}, of released stages only.

    In no particular order. A judge's private note is never in it.
    """

    edition_id = id_field()
    entry_id = id_field()
