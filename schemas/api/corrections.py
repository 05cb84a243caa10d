"""Certificates and what was corrected between them, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Part, count, decimal, text
from schemas.api.scoring import STATES, HeadAnswer, StandingRow

KINDS = ["amended", "void", "disqualified"]


class MadeCorrection(Part):
    """What was corrected, and why. `judge` is what the proof log calls the judge, if there is one."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    entry_id = text(required=True)
    company = text(required=True)
    judge = text(required=True)
    reason = text(required=True)
    at = text(required=True)
    index = count(required=True)
    head = fields.Nested(HeadAnswer)
    certificate = count(required=True)


class MoveAnswer(Part):
    """Who stands elsewhere: `up` places higher, with `by` so much more in the total."""

    entry_id = text(required=True)
    company = text(required=True)
    place_before = count(required=True, allow_none=True)
    place = count(required=True, allow_none=True)
    total_before = decimal(required=True)
    total = decimal(required=True)
    up = fields.Integer(required=True, allow_none=True)
    by = decimal(required=True)


class CertificateInList(Part):
    number = count(required=True)
    replaced_by = count(required=True, allow_none=True)
    correction = fields.Nested(MadeCorrection, required=True, allow_none=True)
    moved = fields.List(fields.Nested(MoveAnswer), required=True)


class CertificatesAnswer(Answer):
    """The certificates of a stage, the newest first."""

    edition_id = text()
    stage_id = text()
    state = fields.String(validate=validate.OneOf(STATES))
    certificates = fields.List(fields.Nested(CertificateInList))


class CertificateAnswer(Answer):
    stage_id = text()
    number = count()
    replaced_by = count(allow_none=True)
    rows = fields.List(fields.Nested(StandingRow))
