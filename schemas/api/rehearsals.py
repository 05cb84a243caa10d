"""Rehearsals, as the HTTP interface speaks of them."""

from marshmallow import RAISE, Schema, fields, validate

from schemas.api.base import Answer, count, moment, text
from schemas.api.registration import EditionAnswer
from schemas.fields import name_field

ENTRIES, MOST_ENTRIES = 12, 200
JUDGES, MOST_JUDGES = 5, 50


class StartRehearsalBody(Schema):
    """Start a rehearsal with so many made-up entries and judges."""

    class Meta:
        unknown = RAISE

    name = name_field()
    entries = fields.Integer(load_default=ENTRIES, validate=validate.Range(min=2, max=MOST_ENTRIES))
    judges = fields.Integer(load_default=JUDGES, validate=validate.Range(min=1, max=MOST_JUDGES))


class RehearseScoringBody(Schema):
    """Let the made-up judges send `share` percent of the scorecards that they owe."""

    class Meta:
        unknown = RAISE

    share = fields.Integer(load_default=100, validate=validate.Range(min=1, max=100))


class RehearsalsAnswer(Answer):
    rehearsals = fields.List(fields.Nested(EditionAnswer))


class RehearsedScoringAnswer(Answer):
    """`told` scorecards, or votes in a stage that these alone decide, are safe on the broker, of those `owed`."""

    told = count()
    owed = count()


class ThrownAwayAnswer(Answer):
    edition_id = text()
    thrown_away_at = moment()
