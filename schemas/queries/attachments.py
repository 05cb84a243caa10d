"""What registration can be asked to tell of files that founders answered a question with.

A file is {"file": its SHA-256, "name", "media", "size", "erased": whether only that it was there is known}.
"""

from marshmallow import fields, validate

from schemas.commands.attachments import FILE_BYTES
from schemas.commands.decks import digest_field, parts_of
from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery


class ListAttachments(RegistrationQuery):
    """Answers {"files": [file with "field_id" and "label", ...]}: those of the version that counts, as asked."""

    edition_id = id_field()
    entry_id = id_field()


class CountAttachments(RegistrationQuery):
    """Answers {"counts": {entry_id: number}}: how many files the version that counts has, where it has any."""

    edition_id = id_field()
    entry_ids = fields.List(id_field(), required=True, validate=validate.Length(max=2000))


class GetAttachmentPart(RegistrationQuery):
    """Answers file with "data": base64: a part of it as KeepAttachmentPart takes it.

    It is a file of a version that was submitted, with `drafts` of the draft as well.
    """

    edition_id = id_field()
    entry_id = id_field()
    file = digest_field()
    number = fields.Integer(required=True, validate=validate.Range(min=0, max=parts_of(FILE_BYTES) - 1))
    drafts = fields.Boolean(load_default=False)
