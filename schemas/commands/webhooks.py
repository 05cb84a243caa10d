"""What registration can be asked to do with webhooks."""

from typing import Any

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import id_field

KINDS = (
    *("entry.submitted", "entry.screened", "entry.promoted", "entry.withdrawn"),
    *("stage.opened", "stage.closed", "results.published", "intro.made"),
    "meetings.scheduled",
)
LONGEST_URL = 500


def url_field() -> fields.String:
    """Return an address of at most 500 characters; registration says whether anything goes there."""
    return fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_URL))


def kinds_field() -> fields.List[Any]:
    """Return the kinds of message that are sent, one at least."""
    return fields.List(
        fields.String(validate=validate.OneOf(KINDS)), required=True, validate=validate.Length(min=1)
    )


class AddEndpoint(RegistrationCommand):
    """Tell another program what happens in an edition. The answer alone has the secret that signs it."""

    edition_id = id_field()
    url = url_field()
    kinds = kinds_field()


class ChangeEndpoint(RegistrationCommand):
    """Change where messages go, which, and whether. `seen` is its version as it was read."""

    edition_id = id_field()
    endpoint_id = id_field()
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    url = url_field()
    kinds = kinds_field()
    on = fields.Boolean(required=True)


class RemoveEndpoint(RegistrationCommand):
    """Send nothing to an endpoint any more."""

    edition_id = id_field()
    endpoint_id = id_field()


class SendTest(RegistrationCommand):
    """Send an endpoint a message that tells of nothing."""

    edition_id = id_field()
    endpoint_id = id_field()


class SendAgain(RegistrationCommand):
    """Send a message once more, under its old id."""

    edition_id = id_field()
    delivery_id = id_field()
