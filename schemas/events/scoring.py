"""What scoring tells the world."""

from marshmallow import Schema, fields, validate

from schemas.fields import id_field, mark_field, name_field, text_field
from schemas.message import Event


class ScoringEvent(Event):
    source = "scoring"

    edition_id = id_field()
    stage_id = id_field()


class CertifiedRow(Schema):
    """One place. `total` is the weighted sum after rounding; `shared` is true in a tie."""

    entry_id = id_field()
    company = name_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))
    shared = fields.Boolean(required=True)
    total = mark_field(required=True)


class ResultsCertified(ScoringEvent):
    """The results of a stage stand. For services; never for a public page."""

    certificate = fields.Integer(required=True, validate=validate.Range(min=1))
    rows = fields.List(fields.Nested(CertifiedRow), required=True)


class ResultsPublished(ScoringEvent):
    """The results of a stage are public."""

    certificate = fields.Integer(required=True, validate=validate.Range(min=1))
    rows = fields.List(fields.Nested(CertifiedRow), required=True)


class BoardRow(Schema):
    """One line that the public may see. `award` is empty where the place earns none."""

    entry_id = id_field()
    company = name_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))
    shared = fields.Boolean(required=True)
    total = mark_field(required=True)
    award = text_field()


class BoardChanged(ScoringEvent):
    """The whole public board of a stage; a later `number` replaces an earlier one.

    `rows` holds only what may be seen: revealed places, or all where the stage's board is open
    and not yet frozen. `counted` of `expected` scorecards are in.
    """

    broadcast = True

    number = fields.Integer(required=True, validate=validate.Range(min=1))
    state = fields.String(
        required=True,
        validate=validate.OneOf(["building", "frozen", "certified", "revealing", "published"]),
    )
    counted = fields.Integer(required=True)
    expected = fields.Integer(required=True)
    rows = fields.List(fields.Nested(BoardRow), required=True)
