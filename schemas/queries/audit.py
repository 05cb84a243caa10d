"""What each service can be asked to tell of the acts of organisers."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.message import Query
from schemas.queries.registration import RegistrationQuery

MOST_ACTS = 500


class ListActs(Query):
    """Answers {"acts": [...], "people": [person_id], "kinds": [command]}, acts newest first.

    An act is {"act_id", "key", "at", "by", "role", "kind", "edition_id"|None, "on": {name: text},
    "outcome": "done"|code of the refusal|None when it is not known, "changes": [{"of", "id", "field",
    "before"|None, "after"|None}], "more"}. Acts before the key `before`; without an edition those that
    belong to none.
    """

    edition_id = id_field(required=False, load_default=None, allow_none=True)
    by = text_field(200)
    kind = text_field(200)
    before = text_field(500)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST_ACTS + 1))


class ListRegistrationActs(ListActs):
    source = "registration"


class ListJudgingActs(ListActs):
    source = "judging"


class ListScoringActs(ListActs):
    source = "scoring"


class ListMatchingActs(ListActs):
    source = "matching"


class NamePeople(RegistrationQuery):
    """Answers {"people": {person_id: name}} of those that there are."""

    person_ids = fields.List(id_field(), required=True, validate=validate.Length(max=1000))
