"""What judging can be asked to tell about conflicts of interest."""

from marshmallow import fields, validate

from schemas.fields import id_field
from schemas.queries.judging import JudgingQuery

PAGE = 100


class ListConflicts(JudgingQuery):
    """Answers an edition's conflicts of interest by judge, by pages of 100.

    {"total", "hard", "conflicts": [{"judge_id", "name", "firm", "entry_id", "company", "kind",
    "source": "judge"|"organiser"|"investor", "reason", "cards": [{"stage_id", "state"}]}]}

    The source `investor` says that the judge, or the judge's firm, is among the startup's investors;
    the reason is then the name by which. `cards` are scorecards of that judge for that entry.
    """

    edition_id = id_field()
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
