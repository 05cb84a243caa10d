"""Webhooks: where other programs are told what happens, and what became of each message."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.webhooks import (
    AddEndpointBody,
    ChangeEndpointBody,
    DeliveriesAnswer,
    DeliveryAnswer,
    DeliveryParameters,
    EndpointAnswer,
    EndpointsAnswer,
    NewEndpointAnswer,
    RemovedEndpointAnswer,
    WholeDeliveryAnswer,
)
from schemas.commands import AddEndpoint, ChangeEndpoint, RemoveEndpoint, SendAgain, SendTest
from schemas.queries import GetDelivery, ListDeliveries, ListEndpoints

blp = Room("webhooks", __name__, description="Webhooks")

ROOT = "/editions/<id:edition_id>/webhooks"
ENDPOINT = f"{ROOT}/endpoints/<id:endpoint_id>"
DELIVERY = f"{ROOT}/deliveries/<id:delivery_id>"


@blp.route(f"{ROOT}/endpoints")
@blp.response(200, EndpointsAnswer)
def list_endpoints(edition_id: str) -> Any:
    """Return where messages go, without secrets."""
    return query(ListEndpoints, edition_id=edition_id)


@blp.route(f"{ROOT}/endpoints", methods=["POST"])
@blp.arguments(AddEndpointBody)
@blp.response(200, NewEndpointAnswer)
def add_endpoint(body: dict[str, Any], edition_id: str) -> Any:
    """Tell another program what happens; the answer alone has the secret that signs it."""
    return command(AddEndpoint, edition_id=edition_id, **body)


@blp.route(ENDPOINT, methods=["POST"])
@blp.arguments(ChangeEndpointBody)
@blp.response(200, EndpointAnswer)
def change_endpoint(body: dict[str, Any], edition_id: str, endpoint_id: str) -> Any:
    """Change where messages go, which, and whether."""
    return command(ChangeEndpoint, edition_id=edition_id, endpoint_id=endpoint_id, **body)


@blp.route(f"{ENDPOINT}/remove", methods=["POST"])
@blp.response(200, RemovedEndpointAnswer)
def remove_endpoint(edition_id: str, endpoint_id: str) -> Any:
    """Send nothing to the endpoint any more."""
    return command(RemoveEndpoint, edition_id=edition_id, endpoint_id=endpoint_id)


@blp.route(f"{ENDPOINT}/test", methods=["POST"])
@blp.response(200, DeliveryAnswer)
def send_test(edition_id: str, endpoint_id: str) -> Any:
    """Send a message that tells of nothing."""
    return command(SendTest, edition_id=edition_id, endpoint_id=endpoint_id)


@blp.route(f"{ROOT}/deliveries")
@blp.arguments(DeliveryParameters, location="query")
@blp.response(200, DeliveriesAnswer)
def list_deliveries(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return the messages of the last 30 days, newest first."""
    return query(ListDeliveries, edition_id=edition_id, **parameters)


@blp.route(DELIVERY)
@blp.response(200, WholeDeliveryAnswer)
def get_delivery(edition_id: str, delivery_id: str) -> Any:
    """Return a message with its body and what came back."""
    return query(GetDelivery, edition_id=edition_id, delivery_id=delivery_id)


@blp.route(f"{DELIVERY}/send", methods=["POST"])
@blp.response(200, DeliveryAnswer)
def send_again(edition_id: str, delivery_id: str) -> Any:
    """Send a message once more, under its old id."""
    return command(SendAgain, edition_id=edition_id, delivery_id=delivery_id)
