"""What is asked for, and the short answers."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.live.http import Request, answer, head
from gateway.live.kinds import broadcast_kinds
from gateway.live.streams import Streams

STREAMS = ("board", "show")
ALWAYS = ("board", "session", "vote")
JSON = "application/json"
Where = tuple[str, str]


class Pages:
    """Finds the stream or the answer that a request is for. `most` clients may listen at once."""

    def __init__(
        self, streams: Streams, *, public_url: str, consuming: Callable[[], bool], most: int = 20_000
    ) -> None:
        self._streams = streams
        self._consuming = consuming
        self._most = most
        self._names = sorted({*ALWAYS, *(kind.name for kind in broadcast_kinds().values())})
        self._shared = {
            "access_control_allow_origin": public_url,
            "vary": "Origin",
            "x_content_type_options": "nosniff",
        }
        self.stream_head = head(
            HTTPStatus.OK,
            content_type="text/event-stream; charset=utf-8",
            cache_control="no-store",
            x_accel_buffering="no",
            **self._shared,
        )

    def find(self, request: Request) -> bytes | Where:
        """Return an answer, or the edition and the name of the stream that is to be listened to."""
        if request.method == "OPTIONS":
            return self._preflight()
        if request.method != "GET":
            return _said(HTTPStatus.METHOD_NOT_ALLOWED, "only GET is answered here", allow="GET, OPTIONS")
        match request.path.strip("/").split("/"):
            case ["editions", edition_id, name] if name in STREAMS:
                return (edition_id, name) if self._streams.clients < self._most else self._full()
            case ["editions", edition_id, "show.json"]:
                return self._show(edition_id, request.headers.get("if-none-match", ""))
            case [name]:
                return self._about_us(name)
        return self._nothing()

    def _about_us(self, name: str) -> bytes:
        match name:
            case "healthz":
                return _json(HTTPStatus.OK, {"status": "up"})
            case "readyz":
                return self._ready()
            case "metrics":
                return answer(HTTPStatus.OK, generate_latest(), content_type=CONTENT_TYPE_LATEST)
        return self._nothing()

    def _nothing(self) -> bytes:
        return _said(HTTPStatus.NOT_FOUND, "there is no such address here", **self._shared)

    def _show(self, edition_id: str, known: str) -> bytes:
        """Return the newest states that are known here.

        `hearing_since` is the moment since which nothing that was broadcast was missed; who sees
        another one than before asks the gateway for what may have been.
        """
        position, newest = self._streams.newest(edition_id)
        # A digest, so that a header is never made of what was asked for.
        mark = hashlib.sha256(f"{edition_id} {self._streams.era} {position}".encode()).hexdigest()[:20]
        headers = {**self._shared, "etag": f'"{mark}"', "cache_control": "no-cache", "x_server_time": _now()}
        headers["access_control_expose_headers"] = "ETag, X-Server-Time"
        if mark in known:
            return answer(HTTPStatus.NOT_MODIFIED, **headers)
        parts = [f'"{name}s":[{",".join(newest.get(name, []))}]' for name in self._names]
        since = datetime.fromtimestamp(self._streams.hearing_since, UTC).isoformat()
        body = "{" + ",".join([f'"hearing_since":"{since}"', *parts]) + "}"
        return answer(HTTPStatus.OK, body.encode(), content_type=JSON, **headers)

    def _preflight(self) -> bytes:
        headers = {
            "access_control_allow_methods": "GET",
            "access_control_allow_headers": "If-None-Match, Last-Event-ID",
            "access_control_max_age": "86400",
        }
        return answer(HTTPStatus.NO_CONTENT, **self._shared, **headers)

    def _full(self) -> bytes:
        return _said(
            HTTPStatus.SERVICE_UNAVAILABLE, "as many listen as can", retry_after="10", **self._shared
        )

    def _ready(self) -> bytes:
        if self._consuming():
            return _json(HTTPStatus.OK, {"status": "consuming"})
        said = {"status": "not consuming", "waiting_for": ["broker"]}
        return _json(HTTPStatus.SERVICE_UNAVAILABLE, said)


def too_large() -> bytes:
    """Return the answer to a head that does not end."""
    return _said(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the head of the request is too long")


def unreadable() -> bytes:
    """Return the answer to what is no HTTP."""
    return _said(HTTPStatus.BAD_REQUEST, "this is no request")


def _said(status: HTTPStatus, text: str, **headers: str) -> bytes:
    return _json(status, {"status": text}, **headers)


def _json(status: HTTPStatus, body: dict[str, object], **headers: str) -> bytes:
    return answer(status, json.dumps(body).encode(), content_type=JSON, cache_control="no-store", **headers)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
