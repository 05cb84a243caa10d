"""Pitch decks, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, count, moment, text
from schemas.fields import SHORT


class DeckAnswer(Answer):
    """`pages` is how many the file has, `pictures` how many of them were drawn, from the first on."""

    entry_id = text()
    version = count()
    name = text()
    size = count()
    digest = text()
    pages = count()
    pictures = count()
    submitted_at = moment()


class DecksAnswer(Answer):
    decks = fields.List(fields.Nested(DeckAnswer))


class ShownDeck(Part):
    """What a judge sees of a deck; the address of page n is that of `picture` with n for 1."""

    pages = count(required=True)
    pictures = count(required=True)
    version = count(required=True)
    picture = text(required=True)


class SubmitDeckParameters(Parameters):
    name = fields.String(load_default="", validate=validate.Length(max=SHORT))


class DeckParameters(Parameters):
    version = fields.Integer(load_default=None, validate=validate.Range(min=1, max=1_000_000))
