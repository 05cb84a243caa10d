"""Files that founders answer a question with, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.applications import FileAnswer, SavedAnswer
from schemas.api.base import Answer, Parameters, body_of, text
from schemas.commands import RemoveAttachment
from schemas.commands.attachments import no_or_digest_field
from schemas.fields import SHORT

RemoveAttachmentBody = body_of(RemoveAttachment, "edition_id", "entry_id", "field_id")


class AttachedAnswer(SavedAnswer, FileAnswer):
    """How the draft stands, and the file that is the answer now."""

    field_id = text()


class AnsweringFile(FileAnswer):
    """A `label` that is empty is the known one of the field's id."""

    field_id = text()
    label = text()


class AttachmentsAnswer(Answer):
    files = fields.List(fields.Nested(AnsweringFile))


class AttachParameters(Parameters):
    """`instead_of` is the file that was seen there, by its SHA-256; empty for none."""

    name = fields.String(load_default="", validate=validate.Length(max=SHORT))
    instead_of = no_or_digest_field()
