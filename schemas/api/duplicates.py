"""Entries that look alike, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, moment, optional, text
from schemas.api.registration import EntryAnswer
from schemas.commands import DecidePair
from schemas.commands.duplicates import PAIR_STATES

DecidePairBody = body_of(DecidePair, "edition_id", "pair_id")


class LikenessAnswer(Part):
    """How alike two entries are in one thing, of 100."""

    field = text(required=True, validate=validate.OneOf(["name", "site", "description"]))
    likeness = count(required=True)


class PairAnswer(Part):
    """`stays` is the entry that stayed when the two were merged; `version` is what `seen` names."""

    pair_id = text(required=True)
    state = text(required=True, validate=validate.OneOf(PAIR_STATES))
    score = count(required=True)
    reasons = fields.List(fields.Nested(LikenessAnswer), required=True)
    stays = optional()
    by = optional()
    decided_at = moment()
    version = count(required=True)


class WholePairAnswer(PairAnswer):
    entries = fields.List(fields.Nested(EntryAnswer), required=True)


class PairCounts(Answer):
    open = count()
    kept = count()
    merged = count()


class DuplicatesAnswer(Answer):
    """`waiting` is how many entries are not compared yet."""

    pairs = fields.List(fields.Nested(WholePairAnswer))
    total = count()
    counts = fields.Nested(PairCounts)
    waiting = count()


class DuplicatesParameters(Parameters):
    state = fields.String(load_default="open", validate=validate.OneOf(PAIR_STATES))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class LookingAnswer(Answer):
    waiting = count()
