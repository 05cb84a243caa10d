"""What judging can be asked to tell about how far a stage is."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.queries.judging import JudgingQuery

PAGE = 50
LACKING, APART = ORDERS = ("lacking", "apart")


class GetProgress(JudgingQuery):
    """Answers how far a stage is against the minimum of `needed` scorecards for each entry.

    {"stage_id", "state", "needed", "entries", "covered", "assigned", "submitted", "missing", "gaps",
    "recused", "abstained", "counts": [{"submitted", "entries"}], "reach": the span of the scale,
    "judges": [{"judge_id", "name", "firm", "email", "assigned", "submitted", "recused", "behind",
    "left", "panel": its name or "", "severity": {"difference", "error", "entries", "clear"}|None}],
    "shadows": [{"judge_id", "name", "assigned", "submitted"}], "foreign", "panels": [{"panel_id", "name",
    "needed", "covered", "assigned", "submitted", "missing", "gaps"}]}

    In a stage with panels each has its own minimum; `needed` is all of them.

    `gaps` are entries with fewer scorecards assigned than needed. `counts` says how many entries
    have no scorecard, one, and so on to the minimum. `foreign` is how many scorecards are with judges
    who list languages without that of the entry's pitch. Judges are ordered by how many they owe.
    """

    edition_id = id_field()
    stage_id = id_field()


class ListProgress(JudgingQuery):
    """Answers the entries of a stage by pages of 50, those that lack most first or those judged furthest apart.

    {"needed", "lowest", "highest", "total", "entries": [{"entry_id", "company", "assigned",
    "submitted", "totals": [ascending], "mean"|None, "deviation"|None, "language", "cards": [{"judge_id",
    "name", "state", "reason", "abstained", "foreign", "panel"}], "panels": [{"panel_id", "name", "needed",
    "assigned", "submitted"}], "shadows": [{"judge_id", "name", "total"|None}]}]}. What
    shadow judges gave is in `shadows` alone. Only entries with scorecards are judged apart. With a
    `search`, only those in whose company all its words are; `total` is how many these are. An entry whose
    scorecard was revised may come in its old place among those apart for 20 seconds.
    """

    edition_id = id_field()
    stage_id = id_field()
    order = fields.String(load_default=LACKING, validate=validate.OneOf(ORDERS))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
    search = text_field(200)
