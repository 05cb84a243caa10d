"""Sending a message: signed, to an address that was looked at, and not for long."""

import time
from datetime import UTC, datetime

import httpx
from standardwebhooks import Webhook

from services.registration.webhooks.addresses import Addresses
from services.registration.webhooks.domain.delivery import KEPT_ANSWER, Attempt, Delivery
from services.registration.webhooks.domain.refusals import AddressNotAllowed

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 10.0


class Sender:
    """Sends messages, one at a time."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses

    def send(self, delivery: Delivery, *, url: str, secret: str, now: datetime) -> Attempt:
        """Return what came back. A redirect is an answer like another: it is not followed."""
        begun = time.monotonic()
        status, answer, why = None, "", ""
        try:
            place = self.addresses.look_up(url)
            with (
                httpx.Client(
                    timeout=httpx.Timeout(WHOLE_SECONDS, connect=CONNECT_SECONDS), trust_env=False
                ) as client,
                client.stream(
                    "POST",
                    place.url,
                    content=delivery.body.encode(),
                    headers={**headers_of(delivery, secret=secret, now=now), "host": place.host_header},
                    # The certificate must be the host's, though the address is what is called.
                    extensions={"sni_hostname": place.host},
                ) as response,
            ):
                status, answer = response.status_code, _beginning(response, until=begun + WHOLE_SECONDS)
        except AddressNotAllowed as error:
            why = error.detail
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = f"{type(error).__name__}: {error}"[:300]
        took = int((time.monotonic() - begun) * 1000)
        return Attempt(now.isoformat(timespec="seconds"), status, answer, why, took)


def headers_of(delivery: Delivery, *, secret: str, now: datetime) -> dict[str, str]:
    """Return the headers of Standard Webhooks; the signature is of id, time and body."""
    at = now.astimezone(UTC)
    return {
        "content-type": "application/json",
        "user-agent": "Darkhorse",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(delivery.id, at, delivery.body),
    }


def _beginning(response: httpx.Response, *, until: float) -> str:
    """Return the beginning of the answer; the rest is not waited for."""
    taken = b""
    for piece in response.iter_raw(512):
        taken += piece
        if len(taken) >= KEPT_ANSWER or time.monotonic() > until:
            break
    return taken[:KEPT_ANSWER].decode(errors="replace")
