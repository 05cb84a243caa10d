"""What is done with endpoints and messages: load, decide, save."""

import json
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from schemas.envelope import Envelope
from schemas.events import EVENTS
from schemas.queries.webhooks import PAGE
from schemas.refusal import NotFound
from schemas.rehearsals import rehearsed
from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.registration.domain.ids import make_id
from services.registration.domain.refusals import NotInRehearsals
from services.registration.repository import RegistrationStore
from services.registration.webhooks.addresses import Addresses
from services.registration.webhooks.domain.delivery import Delivery
from services.registration.webhooks.domain.endpoint import KINDS, MOST, TEST, Endpoint
from services.registration.webhooks.domain.refusals import EndpointOff, TooManyEndpoints
from services.registration.webhooks.sending import Sender

Answer = dict[str, Any]

AT_ONCE = 20
SECRET_BYTES = 32
FACTS = {
    "EntrySubmitted": "entry.submitted",
    "EntryScreened": "entry.screened",
    "EntryPromoted": "entry.promoted",
    "EntryWithdrawn": "entry.withdrawn",
    "StageOpened": "stage.opened",
    "StageClosed": "stage.closed",
    "ResultsPublished": "results.published",
    "IntroMade": "intro.made",
    "MeetingsScheduled": "meetings.scheduled",
}
UNREVEALED = ("place",)
SCHEMAS = {name: EVENTS[name]() for name in FACTS}


# What organisers do.


def add_endpoint(command: Asked, store: RegistrationStore, *, addresses: Addresses) -> Answer:
    """Keep a new endpoint, and tell its secret this once. A rehearsal has none."""
    data = command.data
    store.editions.get(data["edition_id"])
    if rehearsed(data["edition_id"]) is not None:
        raise NotInRehearsals("nothing of a rehearsal is sent to other systems")
    addresses.check(data["url"])
    endpoint = Endpoint(
        id=make_id("wh", command.id, data["edition_id"], digits=16),
        edition_id=data["edition_id"],
        url=data["url"],
        kinds=tuple(kind for kind in KINDS if kind in data["kinds"]),
        secret=new_secret(),
        made_at=command.now,
    )
    known: Endpoint | None = store.endpoints.find(endpoint.id)
    if known is not None:
        return {**known.as_dict(), "secret": known.secret}
    if len(_endpoints(data["edition_id"], store)) >= MOST:
        raise TooManyEndpoints(f"an edition has at most {MOST} endpoints; remove one first")
    store.endpoints.save(endpoint)
    return {**endpoint.as_dict(), "secret": endpoint.secret}


def change_endpoint(command: Asked, store: RegistrationStore, *, addresses: Addresses) -> Answer:
    """Change where messages go, which, and whether; again the same changes nothing."""
    endpoint = endpoint_of(store, command.data)
    addresses.check(command.data["url"])
    if endpoint.change(**{name: command.data[name] for name in ("seen", "url", "kinds", "on")}):
        store.endpoints.save(endpoint)
    return endpoint.as_dict()


def remove_endpoint(command: Asked, store: RegistrationStore) -> Answer:
    """Send nothing to it any more; what waits is given up. Its log stays."""
    endpoint: Endpoint | None = store.endpoints.find(command.data["endpoint_id"])
    if endpoint is not None and endpoint.edition_id == command.data["edition_id"] and not endpoint.removed:
        endpoint.removed, endpoint.secret = True, ""
        store.endpoints.save(endpoint)
    return {"endpoint_id": command.data["endpoint_id"]}


def send_test(command: Asked, store: RegistrationStore) -> Answer:
    """Send a message that tells of nothing, by which a receiver can be tried."""
    endpoint = endpoint_of(store, command.data)
    if not endpoint.takes:
        raise EndpointOff("switch the endpoint on first")
    told = {"edition_id": endpoint.edition_id, "endpoint_id": endpoint.id}
    delivery = _delivery(endpoint, TEST, told, cause=command.id, at=command.now, now=command.now)
    store.dispatch.add([delivery])
    return delivery.as_dict()


def send_again(command: Asked, store: RegistrationStore) -> Answer:
    """Send a message once more, under its old id."""
    delivery = delivery_of(store, command.data)
    endpoint: Endpoint | None = store.endpoints.find(delivery.endpoint_id)
    if endpoint is None or not endpoint.takes:
        raise EndpointOff("the endpoint is switched off or was removed")
    delivery.again(now=command.now)
    store.deliveries.save(delivery)
    return delivery.as_dict()


# What writes messages.


def write_deliveries(events: Sequence[Envelope], store: RegistrationStore, *, now: datetime) -> None:
    """Write a message for each fact and each endpoint that wants it; heard twice, written once."""
    wanted = {"state.edition_id": {"$in": sorted({event.data["edition_id"] for event in events})}}
    endpoints: list[Endpoint] = [each for each in store.endpoints.select(wanted) if each.takes]
    if not endpoints:
        return
    store.dispatch.add(
        _delivery(
            endpoint,
            FACTS[event.name],
            _told(event),
            cause=f"{event.id}.{event.data.get('entry_id', '')}",
            at=event.time,
            now=now,
        )
        for event in events
        for endpoint in endpoints
        if endpoint.edition_id == event.data["edition_id"] and endpoint.wants(FACTS[event.name])
    )


def _told(event: Envelope) -> dict[str, Any]:
    """Return what a message says; the place by which an entry goes on may not have been revealed yet."""
    told: dict[str, Any] = SCHEMAS[event.name].dump(event.data)
    return {name: value for name, value in told.items() if name not in UNREVEALED}


def _delivery(
    endpoint: Endpoint, kind: str, told: Mapping[str, Any], *, cause: str, at: Any, now: datetime
) -> Delivery:
    when = at if isinstance(at, str) else at.astimezone(UTC).isoformat()
    body = {"type": kind, "timestamp": when, "data": told}
    return Delivery(
        id=make_id("msg", cause, endpoint.id, digits=24),
        endpoint_id=endpoint.id,
        edition_id=endpoint.edition_id,
        kind=kind,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        created_at=now,
        next_at=now,
        about=str(told.get("entry_id", "")),
    )


# What sends them.


def deliver_due(store: RegistrationStore, *, sender: Sender, now: Callable[[], datetime]) -> int:
    """Send the messages that are due; return how many were tried."""
    deliveries = store.dispatch.due(now=now(), limit=AT_ONCE)
    endpoints = store.endpoints.load({delivery.endpoint_id for delivery in deliveries})
    for delivery in deliveries:
        endpoint: Endpoint | None = endpoints.get(delivery.endpoint_id)
        delivery.begin(now=now())
        if endpoint is None or not endpoint.takes:
            delivery.give_up()
            store.deliveries.save_all([delivery])
        # Others may have it: whoever saves first sends it.
        elif not store.deliveries.save_all([delivery]):
            attempt = sender.send(delivery, url=endpoint.url, secret=endpoint.secret, now=now())
            delivery.note(attempt, now=now())
            _keep(delivery, store)
    return len(deliveries)


def _keep(delivery: Delivery, store: RegistrationStore) -> None:
    try:
        store.deliveries.save(delivery)
    except VersionConflict:
        return  # somebody asked for it again meanwhile: it is sent once more


# Finding them.


def list_endpoints(store: RegistrationStore, query: Mapping[str, Any], *, addresses: Addresses) -> Answer:
    """Answer ListEndpoints."""
    store.editions.get(query["edition_id"])
    found = sorted(_endpoints(query["edition_id"], store), key=lambda endpoint: endpoint.made_at)
    return {"endpoints": [endpoint.as_dict() for endpoint in found], "private": addresses.private}


def list_deliveries(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Answer ListDeliveries."""
    found, total = store.dispatch.page(query["edition_id"], number=query["page"], size=PAGE)
    return {"deliveries": [delivery.as_dict() for delivery in found], "total": total}


def get_delivery(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetDelivery."""
    delivery = delivery_of(store, query)
    endpoint: Endpoint | None = store.endpoints.find(delivery.endpoint_id)
    return {**delivery.in_full(), "url": endpoint.url if endpoint else ""}


def endpoint_of(store: RegistrationStore, data: Mapping[str, Any]) -> Endpoint:
    """Return the endpoint that is named, if it is of the edition that is named; NotFound otherwise."""
    endpoint: Endpoint | None = store.endpoints.find(data["endpoint_id"])
    if endpoint is None or endpoint.removed or endpoint.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no endpoint {data['endpoint_id']!r}")
    return endpoint


def delivery_of(store: RegistrationStore, data: Mapping[str, Any]) -> Delivery:
    """Return the delivery that is named, if it is of the edition that is named; NotFound otherwise."""
    delivery: Delivery | None = store.deliveries.find(data["delivery_id"])
    if delivery is None or delivery.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no delivery {data['delivery_id']!r}")
    return delivery


def new_secret() -> str:
    """Return a secret in the form of Standard Webhooks."""
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _endpoints(edition_id: str, store: RegistrationStore) -> list[Endpoint]:
    return [each for each in store.endpoints.select({"state.edition_id": edition_id}) if not each.removed]
