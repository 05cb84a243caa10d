"""How the interface says that something is wrong."""

from marshmallow import fields

from schemas.api.base import Answer, optional, text


class Problem(Answer):
    """A problem after RFC 9457. `code` is stable; `errors` says by field what came and what is allowed."""

    type = text()
    title = text()
    status = fields.Integer()
    detail = text()
    code = text()
    errors = fields.Dict(keys=fields.String())
    correlation_id = optional()
