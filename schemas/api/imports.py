"""Files of entries, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Part, body_of, count, moment, optional, text
from schemas.api.registration import SkippedLine
from schemas.commands import StartImport
from schemas.commands.imports import IMPORT_STATES

StartImportBody = body_of(StartImport, "edition_id")


class ImportJobAnswer(Part):
    """`done` of `total` are in. `skipped` are the first 500 of `skipped_count` bad lines.

    `code` and `why` are empty unless it was refused; `can_skip` says that its good lines can be entered.
    """

    import_id = text(required=True)
    name = text()
    state = text(required=True, validate=validate.OneOf(IMPORT_STATES))
    skip_bad_lines = fields.Boolean()
    total = fields.Integer(allow_none=True)
    done = count()
    imported = count()
    already = count()
    skipped = fields.List(fields.Nested(SkippedLine))
    skipped_count = count()
    code = text()
    why = text()
    can_skip = fields.Boolean()
    by = optional()
    at = moment()
    ended_at = moment()


class ImportJobsAnswer(Answer):
    imports = fields.List(fields.Nested(ImportJobAnswer))
