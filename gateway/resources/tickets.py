"""Tickets of the audience: their secrets, and which of them are known."""

import threading
from base64 import b32encode
from collections import OrderedDict
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from gateway.clients import Unavailable
from gateway.resources.doors import command, doors, query
from schemas.commands import IssueTickets
from schemas.queries import GetTicket
from schemas.refusal import Refusal

SECRET_BYTES = 16
REMEMBERED = 100_000


class UnknownTicket(Refusal):
    """The edition has no such ticket."""

    code = "ticket_unknown"
    status = 404


class Known:
    """Digests of tickets that this worker has seen to exist; a ticket never ceases to."""

    def __init__(self, *, size: int = REMEMBERED) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._digests: OrderedDict[str, None] = OrderedDict()

    def add(self, key: str) -> None:
        """Remember a ticket."""
        with self._lock:
            self._digests[key] = None
            if len(self._digests) > self._size:
                self._digests.popitem(last=False)

    def __contains__(self, key: str) -> bool:
        return key in self._digests


KNOWN = Known()


def new_secret() -> str:
    """Return 128 random bits as 26 letters and digits that can be read out and typed."""
    return b32encode(token_bytes(SECRET_BYTES)).decode().rstrip("=").lower()


def secret_of(typed: str) -> str:
    """Return a secret as it is meant, whatever stands between its letters."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def digest_of(secret: str) -> str:
    """Return what a ticket is known by. 128 random bits need neither salt nor a slow hash."""
    return sha256(secret.encode()).hexdigest()


def ticket_url(edition_id: str, secret: str) -> str:
    """Return the link of a ticket."""
    return f"{doors().settings.public_url}/vote/{edition_id}/{secret}"


def issue(edition_id: str, count: int, *, part: str = "") -> list[dict[str, Any]]:
    """Make tickets, and return their numbers and links: this is the only time that they are known."""
    secrets = [new_secret() for _ in range(count)]
    digests = [digest_of(secret) for secret in secrets]
    numbers = command(IssueTickets, part=part, edition_id=edition_id, tickets=digests)["numbers"]
    return [
        {"number": number, "secret": secret, "url": ticket_url(edition_id, secret)}
        for number, secret in zip(numbers, secrets, strict=True)
    ]


def look_up(edition_id: str, secret: str) -> dict[str, Any]:
    """Return what is known of a ticket; UnknownTicket, or Unavailable when it cannot be told."""
    digest = digest_of(secret)
    try:
        found = query(GetTicket, edition_id=edition_id, ticket=digest)
    except Refusal as refusal:
        raise UnknownTicket("26 letters and digits stand under the ticket's QR code") from refusal
    KNOWN.add(f"{edition_id}.{digest}")
    return found


def check_known(edition_id: str, secret: str) -> None:
    """Turn away what is no ticket; while scoring is away any is taken, and scoring decides later."""
    if f"{edition_id}.{digest_of(secret)}" in KNOWN:
        return
    try:
        look_up(edition_id, secret)
    except Unavailable:
        return
