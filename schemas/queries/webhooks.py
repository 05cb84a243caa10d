"""What registration can be asked to tell about webhooks."""

from marshmallow import fields, validate

from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery

PAGE = 50


class ListEndpoints(RegistrationQuery):
    """Answers {"endpoints": [{"endpoint_id", "url", "kinds", "on", "made_at", "version"}], "private": bool}.

    The oldest first, never with a secret; `private` says whether private addresses are allowed.
    """

    edition_id = id_field()


class ListDeliveries(RegistrationQuery):
    """Answers the messages of an edition of the last 30 days, newest first, by pages of 50.

    {"deliveries": [{"delivery_id", "endpoint_id", "kind", "state": "waiting"|"delivered"|"failed",
    "created_at", "next_at"|None, "tries", "status"|None, "why"}], "total"}
    """

    edition_id = id_field()
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class GetDelivery(RegistrationQuery):
    """Answers one message as in ListDeliveries, with "url", "body" and "attempts".

    An attempt is {"at", "status"|None, "answer", "why", "milliseconds"}, the newest last.
    """

    edition_id = id_field()
    delivery_id = id_field()
