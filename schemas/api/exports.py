"""Tables that are made to be taken away, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, count, optional, text
from schemas.fields import id_field

EXPORT_FORMS = ("csv", "xlsx")
EXPORT_STATES = ("running", "done", "failed")


class BeginExportBody(Parameters):
    """Which table, as which kind of file; `stage_id` where there is one of each stage."""

    table = id_field()
    form = fields.String(load_default="csv", validate=validate.OneOf(EXPORT_FORMS))
    stage_id = id_field(required=False, load_default="")


class ExportJobAnswer(Answer):
    """`rows` are written of `expected`, where that is known; `file` is where it is once it is done."""

    job_id = text()
    table = text()
    form = text(validate=validate.OneOf(EXPORT_FORMS))
    stage_id = text()
    state = text(validate=validate.OneOf(EXPORT_STATES))
    rows = count()
    expected = fields.Integer(allow_none=True)
    file = optional()
