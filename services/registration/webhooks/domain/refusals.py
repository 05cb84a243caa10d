"""Why nothing is done with a webhook."""

from schemas.refusal import Invalid, Refusal


class EndpointChanged(Refusal):
    """Somebody else changed the endpoint since it was read."""

    code = "endpoint_changed"


class AddressNotAllowed(Invalid):
    """Nothing is sent to such an address."""

    code = "address_not_allowed"


class TooManyEndpoints(Refusal):
    """An edition has as many endpoints as it may."""

    code = "too_many_endpoints"


class EndpointOff(Refusal):
    """The endpoint is switched off or was removed."""

    code = "endpoint_off"
