"""What registration can be asked to do with pitch decks."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import SHORT, id_field

DECK_BYTES = 20 * 1024 * 1024
DECK_PAGES = 60
# As large as the chunks that GridFS makes by itself; in base64 it is a message of 340 kB.
PART_BYTES = 255 * 1024


def digest_field() -> fields.String:
    """Return a required SHA-256 in hex."""
    return fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$(?!\n)"))


def parts_of(size: int) -> int:
    """Return in how many parts a file of `size` bytes is sent."""
    return -(-size // PART_BYTES)


class KeepDeckPart(RegistrationCommand):
    """Keep a part of a file that is being sent; the same part again changes nothing.

    `deck` is the SHA-256 of the whole file, `digest` that of the part, `data` the part in base64.
    Every part but the last has 261,120 bytes; the first is number 0. What is not submitted within
    an hour of its last part is thrown away.
    """

    audited = False  # there are eighty of them for one deck, and SubmitDeck tells of it

    edition_id = id_field()
    entry_id = id_field()
    deck = digest_field()
    number = fields.Integer(required=True, validate=validate.Range(min=0, max=parts_of(DECK_BYTES) - 1))
    digest = digest_field()
    data = fields.String(required=True, validate=validate.Length(min=4, max=PART_BYTES * 4 // 3 + 4))


class SubmitDeck(RegistrationCommand):
    """Make a file whose parts are kept the newest deck of its entry, once it was read and drawn.

    Refused with code `deck_incomplete` and the numbers in `missing` while parts are not there.
    """

    edition_id = id_field()
    entry_id = id_field()
    deck = digest_field()
    size = fields.Integer(required=True, validate=validate.Range(min=1, max=DECK_BYTES))
    name = fields.String(load_default="", validate=validate.Length(max=SHORT))
