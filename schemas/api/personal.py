"""Personal data, as the HTTP interface speaks of it."""

from marshmallow import fields

from schemas.api.base import Answer, Parameters, body_of, count, moment, optional, text
from schemas.commands import ErasePersonalData, SetRetention
from schemas.fields import address_field, id_field

ErasePersonalDataBody = body_of(ErasePersonalData, "edition_id")
SetRetentionBody = body_of(SetRetention, "edition_id")


class WhoseParameters(Parameters):
    """A person by address, or as the judge or investor that they are."""

    email = address_field()
    subject_id = id_field(required=False, load_default=None)


class RecordAnswer(Answer):
    service = text()
    of = text()
    id = text()
    edition_id = optional()
    values = fields.Dict(keys=fields.String())


class PersonalDataAnswer(Answer):
    format = text()
    at = moment()
    edition_id = optional()
    email = text()
    records = fields.List(fields.Nested(RecordAnswer))


class ErasedAnswer(Answer):
    people = count()
    ended = count()


class RetentionAnswer(Answer):
    edition_id = text()
    until = optional(metadata={"format": "date"})
    over = fields.Boolean()
    erased_at = moment()
    version = count()
