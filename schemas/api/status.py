"""How the whole system is, as the HTTP interface speaks of it."""

from marshmallow import fields

from schemas.api.base import Answer, Part, count, text


class ServiceStatus(Part):
    """`pending` facts wait to be published, the oldest for `oldest_seconds`; null when it does not answer."""

    name = text(required=True)
    answers = fields.Boolean(required=True)
    pending = count(allow_none=True)
    oldest_seconds = fields.Float(allow_none=True)


class QueueStatus(Answer):
    name = text()
    ready = count()
    dead = count()


class StatusAnswer(Answer):
    """`pending` is the sum over the services that answer; queues are null when the broker does not."""

    programs = fields.List(fields.Nested(ServiceStatus))
    pending = count()
    dead_letters = count(allow_none=True)
    unroutable = count(allow_none=True)
    queues = fields.List(fields.Nested(QueueStatus))
