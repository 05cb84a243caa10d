"""What judging can be asked to tell about work that would change hands."""

from schemas.fields import id_field
from schemas.queries.judging import JudgingQuery


class GetHandover(JudgingQuery):
    """Answers what HandOver would do for a judge, or FillGaps where none is named; nothing is done.

    {"basis", "judge_id"|None, "name"|None, "taken": scorecards not sent, "kept": sent ones, "given",
    "takers": [{"judge_id", "name", "takes", "before", "after"}], "lacking": judges still lacking,
    "short": [{"entry_id", "company", "lacks"}], the first 50 of them}
    """

    edition_id = id_field()
    stage_id = id_field()
    judge_id = id_field(required=False, load_default=None, allow_none=True)
