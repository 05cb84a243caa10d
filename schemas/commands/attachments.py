"""What registration can be asked to do with files that founders answer a question with."""

from marshmallow import fields, validate

from schemas.commands.applications import field_id_field
from schemas.commands.decks import PART_BYTES, digest_field, parts_of
from schemas.commands.registration import RegistrationCommand
from schemas.fields import SHORT, id_field

FILE_BYTES = 10 * 1024 * 1024


def no_or_digest_field() -> fields.String:
    """Return a SHA-256 in hex, empty for none."""
    return fields.String(load_default="", validate=validate.Regexp(r"^([0-9a-f]{64})?$(?!\n)"))


class KeepAttachmentPart(RegistrationCommand):
    """Keep a part of a file that is being sent; the same part again changes nothing.

    `file` is the SHA-256 of the whole file, the rest as in KeepDeckPart.
    """

    audited = False  # AttachFile tells of it

    edition_id = id_field()
    entry_id = id_field()
    file = digest_field()
    number = fields.Integer(required=True, validate=validate.Range(min=0, max=parts_of(FILE_BYTES) - 1))
    digest = digest_field()
    data = fields.String(required=True, validate=validate.Length(min=4, max=PART_BYTES * 4 // 3 + 4))


class AttachFile(RegistrationCommand):
    """Make a file whose parts are kept the draft's answer to a question, once it was checked.

    `instead_of` is the file that was seen there, empty for none. Refused with code `deck_incomplete`
    and the numbers in `missing` while parts are not there, with `draft_changed` when another file is.
    """

    edition_id = id_field()
    entry_id = id_field()
    field_id = field_id_field()
    file = digest_field()
    size = fields.Integer(required=True, validate=validate.Range(min=1, max=FILE_BYTES))
    name = fields.String(load_default="", validate=validate.Length(max=SHORT))
    instead_of = no_or_digest_field()


class RemoveAttachment(RegistrationCommand):
    """Take a file out of the draft. Versions that were submitted with it keep it."""

    edition_id = id_field()
    entry_id = id_field()
    field_id = field_id_field()
    file = digest_field()
