"""What registration can be asked to tell of pitch decks.

A deck is {"entry_id", "version", "name", "size", "digest", "pages", "pictures", "submitted_at"}:
`pages` is how many the file has, `pictures` how many of them were drawn, from the first on.
"""

from marshmallow import fields, validate

from schemas.commands.decks import DECK_BYTES, DECK_PAGES, parts_of
from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery


def version_field() -> fields.Integer:
    """Return the number of a version; the newest when it is None."""
    return fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1))


class GetDecks(RegistrationQuery):
    """Answers {"decks": {entry_id: deck}}, the newest of each entry that has one."""

    edition_id = id_field()
    entry_ids = fields.List(id_field(), required=True, validate=validate.Length(max=2000))


class ListDecks(RegistrationQuery):
    """Answers {"decks": [deck, ...]}: the versions that are kept of one entry's, newest first."""

    edition_id = id_field()
    entry_id = id_field()


class GetDeckPart(RegistrationQuery):
    """Answers {"deck": deck, "data": base64}: a part of the file as KeepDeckPart takes it."""

    edition_id = id_field()
    entry_id = id_field()
    deck_version = version_field()
    number = fields.Integer(required=True, validate=validate.Range(min=0, max=parts_of(DECK_BYTES) - 1))


class GetDeckPicture(RegistrationQuery):
    """Answers {"deck": deck, "data": base64|None}: a page as WebP.

    `data` is None when the deck is the one whose digest is `unless`.
    """

    edition_id = id_field()
    entry_id = id_field()
    deck_version = version_field()
    page = fields.Integer(required=True, validate=validate.Range(min=1, max=DECK_PAGES))
    unless = fields.String(load_default="", validate=validate.Length(max=64))
