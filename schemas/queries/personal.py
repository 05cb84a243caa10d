"""What each service can be asked to tell of what it holds on people."""

from marshmallow import fields, validate

from schemas.fields import address_field, id_field
from schemas.message import Query
from schemas.queries.registration import RegistrationQuery


class GetRecords(Query):
    """Answers {"records": [{"of": collection, "id", "edition_id"|None, "values": {name: value}}]}.

    Of the person with the address or any of the ids, in the edition, in all when none is named.
    """

    edition_id = id_field(required=False, load_default=None, allow_none=True)
    email = address_field()
    person_ids = fields.List(id_field(), load_default=list, validate=validate.Length(max=1000))
    subject_ids = fields.List(id_field(), load_default=list, validate=validate.Length(max=1000))


class GetRegistrationRecords(GetRecords):
    source = "registration"


class GetJudgingRecords(GetRecords):
    source = "judging"


class GetScoringRecords(GetRecords):
    source = "scoring"


class GetMatchingRecords(GetRecords):
    source = "matching"


class GetRetention(RegistrationQuery):
    """Answers until when an edition keeps what it holds on people.

    {"edition_id", "until": day|None, "over": bool, "erased_at"|None, "version"}
    """

    edition_id = id_field()
