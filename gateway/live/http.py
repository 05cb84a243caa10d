"""As much of HTTP/1.1 as a stream and a few short answers need."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote

HEAD_LONGEST = 16_384
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """The head of a request; names of headers are in lower case."""

    method: str
    path: str
    headers: dict[str, str]


def read_head(head: bytes) -> Request | None:
    """Return what a head says; None when it is none."""
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[1].startswith("/") or not words[2].startswith("HTTP/1."):
        return None
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            return None
        headers[name.lower()] = value.strip()
    return Request(words[0], unquote(words[1].partition("?")[0]), headers)


def answer(status: HTTPStatus, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole answer, after which the connection is closed."""
    length = {} if status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED) else {"length": len(body)}
    return head(status, **headers, **{f"content_{name}": str(n) for name, n in length.items()}) + body


def head(status: HTTPStatus, **headers: str) -> bytes:
    """Return the head of an answer; `content_type` becomes Content-Type."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Connection: close"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
