"""Files on their way in: received whole, then handed to registration in parts.

A file is not one message: it would hold up the broker's other messages and be in memory everywhere.
"""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import request
from werkzeug.exceptions import ClientDisconnected

from gateway.clients import Unavailable
from gateway.resources.doors import command
from schemas.commands import KeepDeckPart, SubmitDeck
from schemas.commands.decks import DECK_BYTES, PART_BYTES
from schemas.refusal import Refusal

# Of a worker's threads, so many may be held by phones that send slowly.
RECEIVED_AT_ONCE = 4
SILENCE_SECONDS = 20.0
READING_SECONDS = 75.0
IN_MEMORY = 1024 * 1024
TRIES = 3

_RECEIVING = threading.BoundedSemaphore(RECEIVED_AT_ONCE)


class DeckTooLarge(Refusal):
    """The file has more bytes than are taken."""

    code = "deck_too_large"
    status = 413


class TooSlow(Refusal):
    """Nothing came for too long."""

    code = "too_slow"
    status = 408


@dataclass(frozen=True)
class Received:
    """A file that is here as a whole. `digest` is its SHA-256 in hex."""

    content: IO[bytes]
    digest: str
    size: int


@contextmanager
def receiving() -> Iterator[None]:
    """Lend one of the places for slow senders; Unavailable when all are taken, TooSlow on silence."""
    if not _RECEIVING.acquire(blocking=False):
        raise Unavailable("several files are being received; send yours again in a moment")
    # Gunicorn waits for a body without end. It sets what it needs again for the next request.
    socket = request.environ.get("gunicorn.socket")
    try:
        if socket is not None:
            socket.settimeout(SILENCE_SECONDS)
        yield
    except (TimeoutError, ClientDisconnected) as error:
        raise TooSlow(f"nothing came for {SILENCE_SECONDS:.0f} seconds; send it again") from error
    else:
        if socket is not None:
            socket.settimeout(None)
    finally:
        _RECEIVING.release()


def check_length() -> None:
    """Turn away what says beforehand that it is too large."""
    if (request.content_length or 0) > DECK_BYTES:
        raise _too_large()


@contextmanager
def received(stream: IO[bytes]) -> Iterator[Received]:
    """Lend the file that a stream brings; DeckTooLarge when it goes on too long."""
    digest, size = sha256(), 0
    with SpooledTemporaryFile(max_size=IN_MEMORY) as content:
        while piece := stream.read(PART_BYTES):
            size += len(piece)
            if size > DECK_BYTES:
                raise _too_large()
            digest.update(piece)
            content.write(piece)
        yield Received(content, digest.hexdigest(), size)


def send_deck(file: Received, *, name: str, edition_id: str, entry_id: str) -> dict[str, Any]:
    """Hand a file to registration and return the deck that it became.

    Registration is asked first, and sent what it says is missing: what an earlier try left there is
    not sent again.
    """
    if not file.size:
        raise _empty()
    address = {"edition_id": edition_id, "entry_id": entry_id, "deck": file.digest}
    for _ in range(TRIES - 1):
        try:
            return _submit(address, file, name)
        except Refusal as refusal:
            if refusal.code != "deck_incomplete":
                raise
            for number in refusal.errors["missing"]:
                _send_part(address, file, number)
    return _submit(address, file, name)


def _submit(address: dict[str, str], file: Received, name: str) -> dict[str, Any]:
    return command(SubmitDeck, **address, size=file.size, name=name, timeout=READING_SECONDS)


def _send_part(address: dict[str, str], file: Received, number: int) -> None:
    file.content.seek(number * PART_BYTES)
    part = file.content.read(PART_BYTES)
    data = base64.b64encode(part).decode()
    digest = sha256(part).hexdigest()
    command(KeepDeckPart, part=f"part-{number}", **address, number=number, digest=digest, data=data)


def _too_large() -> DeckTooLarge:
    allowed = {"file": {"allowed": f"up to {DECK_BYTES:,} bytes"}}
    return DeckTooLarge("the file is larger than is taken", errors=allowed)


def _empty() -> Refusal:
    refusal = Refusal("the file is empty")
    refusal.code, refusal.status = "deck_not_pdf", 422
    return refusal
