"""What judging can be asked to tell about reminders."""

from schemas.fields import id_field
from schemas.queries.judging import JudgingQuery


class ListNudges(JudgingQuery):
    """Answers who owes scorecards in a stage, and who was reminded when.

    {"judges": [{"judge_id", "name", "email", "open", "assigned", "behind", "nudged_at"|None, "may":
    whether they may be reminded now}], "rounds": [{"at", "by": a person's id, "names"}], newest first}
    """

    edition_id = id_field()
    stage_id = id_field()
