"""Files on their way in: received whole, then handed to registration in parts.

A file is not one message: it would hold up the broker's other messages and be in memory everywhere.
"""

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import request
from werkzeug.exceptions import ClientDisconnected

from gateway.clients import Unavailable
from gateway.resources.doors import command
from schemas.commands import AttachFile, KeepAttachmentPart, KeepDeckPart, SubmitDeck
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


class FileTooLarge(Refusal):
    """The file that answers a question has more bytes than are taken."""

    code = "attachment_too_large"
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


def check_length(limit: int = DECK_BYTES) -> None:
    """Turn away what says beforehand that it is too large."""
    if (request.content_length or 0) > limit:
        raise _too_large(limit)


@contextmanager
def received(stream: IO[bytes], *, limit: int = DECK_BYTES) -> Iterator[Received]:
    """Lend the file that a stream brings; DeckTooLarge or FileTooLarge when it goes on too long."""
    digest, size = sha256(), 0
    with SpooledTemporaryFile(max_size=IN_MEMORY) as content:
        while piece := stream.read(PART_BYTES):
            size += len(piece)
            if size > limit:
                raise _too_large(limit)
            digest.update(piece)
            content.write(piece)
        yield Received(content, digest.hexdigest(), size)


def send_deck(file: Received, *, name: str, edition_id: str, entry_id: str) -> dict[str, Any]:
    """Hand a file to registration and return the deck that it became."""
    if not file.size:
        raise _empty("deck_not_pdf")
    address = {"edition_id": edition_id, "entry_id": entry_id, "deck": file.digest}
    sizes = {"size": file.size, "name": name}
    return _handed_over(
        file,
        lambda: command(SubmitDeck, **address, **sizes, timeout=READING_SECONDS),
        lambda number, **part: command(KeepDeckPart, part=f"part-{number}", number=number, **address, **part),
    )


def send_attachment(
    file: Received, *, name: str, edition_id: str, entry_id: str, field_id: str, instead_of: str
) -> dict[str, Any]:
    """Hand a file to registration as the answer to a question, and return how the draft stands."""
    if not file.size:
        raise _empty("attachment_kind")
    address = {"edition_id": edition_id, "entry_id": entry_id, "file": file.digest}
    answer = {"field_id": field_id, "size": file.size, "name": name, "instead_of": instead_of}
    # A request may bring several, also the same file twice.
    key = sha256(f"{field_id} {file.digest}".encode()).hexdigest()[:12]
    return _handed_over(
        file,
        lambda: command(AttachFile, part=key, **address, **answer, timeout=READING_SECONDS),
        lambda number, **part: command(
            KeepAttachmentPart, part=f"{key}-{number}", number=number, **address, **part
        ),
    )


def _handed_over(
    file: Received, submit: Callable[[], dict[str, Any]], keep: Callable[..., Any]
) -> dict[str, Any]:
    """Return what registration answers to `submit`.

    It is asked first, and sent by `keep` what it says is missing: what an earlier try left there is not
    sent again.
    """
    for _ in range(TRIES - 1):
        try:
            return submit()
        except Refusal as refusal:
            if refusal.code != "deck_incomplete":
                raise
            for number in refusal.errors["missing"]:
                keep(number, **_part(file, number))
    return submit()


def _part(file: Received, number: int) -> dict[str, str]:
    file.content.seek(number * PART_BYTES)
    part = file.content.read(PART_BYTES)
    return {"digest": sha256(part).hexdigest(), "data": base64.b64encode(part).decode()}


def _too_large(limit: int) -> Refusal:
    allowed = {"file": {"allowed": f"up to {limit:,} bytes"}}
    kind = DeckTooLarge if limit == DECK_BYTES else FileTooLarge
    return kind("the file is larger than is taken", errors=allowed)


def _empty(code: str) -> Refusal:
    refusal = Refusal("the file is empty")
    refusal.code, refusal.status = code, 422
    return refusal
