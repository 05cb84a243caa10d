"""Webhooks, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, moment, text
from schemas.commands import AddEndpoint, ChangeEndpoint
from schemas.commands.webhooks import KINDS

AddEndpointBody = body_of(AddEndpoint, "edition_id")
ChangeEndpointBody = body_of(ChangeEndpoint, "edition_id", "endpoint_id")

STATES = ("waiting", "delivered", "failed")


class EndpointAnswer(Answer):
    endpoint_id = text()
    url = text()
    kinds = fields.List(fields.String(validate=validate.OneOf(KINDS)))
    on = fields.Boolean()
    made_at = moment()
    version = count()


class NewEndpointAnswer(EndpointAnswer):
    """`secret` is told this once only."""

    secret = text()


class EndpointsAnswer(Answer):
    endpoints = fields.List(fields.Nested(EndpointAnswer))
    private = fields.Boolean()


class RemovedEndpointAnswer(Answer):
    endpoint_id = text()


class DeliveryAnswer(Part):
    """`delivery_id` is the `webhook-id`; `status` is the last answer's, null where there was none."""

    delivery_id = text(required=True)
    endpoint_id = text(required=True)
    kind = text(required=True)
    state = text(required=True, validate=validate.OneOf(STATES))
    created_at = moment(required=True)
    next_at = moment()
    tries = count(required=True)
    status = count(allow_none=True)
    why = text()


class AttemptAnswer(Answer):
    at = moment()
    status = count(allow_none=True)
    answer = text()
    why = text()
    milliseconds = count()


class WholeDeliveryAnswer(DeliveryAnswer):
    url = text(required=True)
    body = text(required=True)
    attempts = fields.List(fields.Nested(AttemptAnswer), required=True)


class DeliveriesAnswer(Answer):
    deliveries = fields.List(fields.Nested(DeliveryAnswer))
    total = count()


class DeliveryParameters(Parameters):
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
