"""What scoring tells the world."""

from marshmallow import Schema, fields, validate

from schemas.fields import id_field, mark_field, name_field, text_field
from schemas.message import Event


class ScoringEvent(Event):
    source = "scoring"

    edition_id = id_field()
    stage_id = id_field()


class LogHead(Schema):
    """How the edition's proof log stood at a freeze: its size in leaves and its root in hex.

    `at` is when, ISO 8601. Whoever noted a head can check later that nothing before it was changed.
    """

    size = fields.Integer(required=True, validate=validate.Range(min=0))
    root = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$(?!\n)"))
    at = fields.String(required=True, validate=validate.Length(min=1, max=40))


def head_field() -> fields.Nested:
    """Return the head of the proof log with which the standings were frozen, None where there is none."""
    return fields.Nested(LogHead, load_default=None, allow_none=True)


class CertifiedRow(Schema):
    """One place. `total` is the weighted sum after rounding; `shared` is true in a tie."""

    entry_id = id_field()
    company = name_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))
    shared = fields.Boolean(required=True)
    total = mark_field(required=True)


class ResultsEvent(ScoringEvent):
    """`certificate` counts up: what was certified anew after a correction replaces what was before.

    `moved` are then the entries whose place, or total, is another one; None the first time.
    """

    certificate = fields.Integer(required=True, validate=validate.Range(min=1))
    rows = fields.List(fields.Nested(CertifiedRow), required=True)
    proof = head_field()
    moved = fields.List(id_field(), load_default=None, allow_none=True)


class ResultsCertified(ResultsEvent):
    """The results of a stage stand. For services; never for a public page."""


class ResultsPublished(ResultsEvent):
    """The results of a stage are public."""


class EarlierPlace(Schema):
    """Where an entry stood in the last stage before whose results are public."""

    stage_id = id_field()
    name = name_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))
    shared = fields.Boolean(required=True)


class BoardRow(Schema):
    """One line that the public may see. `award` is empty where the place earns none.

    `before` is there where the entry had a place in an earlier stage whose results were public when
    these were certified; `judged` and `votes` where the audience's votes weigh, once all is public.
    """

    entry_id = id_field()
    company = name_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))
    shared = fields.Boolean(required=True)
    total = mark_field(required=True)
    award = text_field()
    before = fields.Nested(EarlierPlace, required=False)
    judged = mark_field(required=False)
    votes = fields.Integer(required=False, validate=validate.Range(min=0))


class BoardChanged(ScoringEvent):
    """The whole public board of a stage; a later `number` replaces an earlier one.

    `rows` holds only what may be seen: revealed places, or all where the stage's board is open
    and not yet frozen. `counted` of `expected` scorecards are in. `proof` is there from the freeze
    on, before any place is. `certificate` is 0 before certifying; `corrected` says that the results
    were certified anew after a correction.
    """

    broadcast = True

    certificate = fields.Integer(load_default=0, validate=validate.Range(min=0))
    corrected = fields.Boolean(load_default=False)
    number = fields.Integer(required=True, validate=validate.Range(min=1))
    state = fields.String(
        required=True,
        validate=validate.OneOf(["building", "frozen", "certified", "revealing", "published"]),
    )
    counted = fields.Integer(required=True)
    expected = fields.Integer(required=True)
    rows = fields.List(fields.Nested(BoardRow), required=True)
    proof = head_field()
