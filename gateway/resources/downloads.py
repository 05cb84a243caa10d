"""Files on their way out: what browsers may keep of them, and that none is in memory as a whole."""

import base64
import threading
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response

from gateway.clients import Unavailable
from schemas.commands.decks import parts_of

# A file named with its version never changes; without one it is asked for again.
FOREVER, AGAIN = "private, max-age=31536000, immutable", "private, no-cache"
# Of a worker's threads, so many may be held by phones that receive slowly.
_SENDING = threading.BoundedSemaphore(4)


def kept(response: Response, tag: str, *, forever: bool) -> Response:
    """Return the response with what a browser may keep it by."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = FOREVER if forever else AGAIN
    return response


def stream(response: Response, first: str, size: int, ask: Callable[[int], dict[str, Any]]) -> None:
    """Send a file part by part, its first one, in base64, first; `ask` answers the others by number."""
    if not _SENDING.acquire(blocking=False):
        raise Unavailable("several files are being sent; ask again in a moment")
    response.call_on_close(_SENDING.release)

    def parts() -> Iterator[bytes]:
        yield base64.b64decode(first)
        for number in range(1, parts_of(size)):
            yield base64.b64decode(ask(number)["data"])

    response.response = parts()
    response.content_length = size
