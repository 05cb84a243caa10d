"""What scoring can be asked to tell."""

from marshmallow import Schema, fields, validate

from schemas.fields import id_field
from schemas.message import Query


class ScoringQuery(Query):
    source = "scoring"


class GetStandings(ScoringQuery):
    """Answers a stage's standings, for those entitled only.

    {"edition_id", "stage_id", "state": "building"|"frozen"|"certified"|"revealing"|"published",
    "counted", "expected", "late", "certificate", "rule": "the rule in words",
    "rows": [{"entry_id", "company", "place", "shared", "total", "means": {criterion_id: mean},
    "scorecards", "award"}], "steps", "revealed"}. `steps` is how many reveals there are,
    `revealed` how many were done, `late` how many scorecards came in after the freeze. An entry
    without scorecards comes last, its place and total None; a mean is None where nobody marked.
    """

    edition_id = id_field()
    stage_id = id_field()


class GetBoard(ScoringQuery):
    """Answers {"edition_id", "name", "stages": [body of BoardChanged + {"name"}]}; public."""

    edition_id = id_field()


class GetResults(ScoringQuery):
    """Answers published results {"stage_id", "certificate", "rows": [BoardRow...]}; public.

    Refused with `not_published` before.
    """

    edition_id = id_field()
    stage_id = id_field()


class CountedRef(Schema):
    scorecard_id = id_field()
    revision = fields.Integer(required=True)


class GetCounted(ScoringQuery):
    """Answers {"counted": [scorecard_id, ...]}: those in the standings at that revision or a later one."""

    scorecards = fields.List(fields.Nested(CountedRef), required=True, validate=validate.Length(max=5000))
