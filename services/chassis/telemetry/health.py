"""Whether the process is up, and whether it consumes."""

import json
import os
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

LOG = structlog.get_logger(__name__)

STALLED_AFTER = 15.0
STALLED_EXIT = 70


class Heart:
    """The loops of a process, each with its last beat and whether it does its work.

    A loop beats whenever it goes round, also while it waits for a broker to come back; it is
    `consuming` only while it is connected.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._beats: dict[str, float] = {}
        self._consuming: dict[str, bool] = {}

    def beat(self, loop: str, *, consuming: bool | None = None) -> None:
        """Note that `loop` went round; `consuming` says whether it does its work, None: as before."""
        self._beats[loop] = self._clock()
        if consuming is not None or loop not in self._consuming:
            self._consuming[loop] = bool(consuming)

    def stalled(self, *, after: float = STALLED_AFTER) -> dict[str, float]:
        """Return the loops that have not gone round for `after` seconds, with their seconds."""
        now = self._clock()
        return {loop: now - beat for loop, beat in list(self._beats.items()) if now - beat > after}

    def idle(self) -> list[str]:
        """Return the loops that are not consuming; ["nothing"] when there is no loop yet."""
        if not self._consuming:
            return ["nothing"]
        return sorted(loop for loop, consuming in self._consuming.items() if not consuming)


HEART = Heart()


def watch(
    heart: Heart, *, thread: type[threading.Thread], sleep: Callable[[float], None]
) -> threading.Thread:
    """Start a watchdog that ends the process when a loop has stalled.

    `thread` and `sleep` must be the unpatched ones: a green watchdog would stall with what it
    watches.
    """

    def guard() -> None:
        while True:
            sleep(1.0)
            stalled = heart.stalled()
            if stalled:
                line = {"event": "watchdog ends a stalled process", "level": "critical", "stalled": stalled}
                os.write(2, (json.dumps(line) + "\n").encode())
                os._exit(STALLED_EXIT)

    guardian = thread(target=guard, name="watchdog", daemon=True)
    guardian.start()
    return guardian


def serve_health(port: int, heart: Heart) -> ThreadingHTTPServer:
    """Serve /healthz, /readyz and /metrics on 127.0.0.1:`port`; 0 takes a free port."""

    class Health(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, content_type, body = _answer(self.path, heart)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            LOG.debug("health asked", path=self.path)

    server = ThreadingHTTPServer(("127.0.0.1", port), Health)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server


def _answer(path: str, heart: Heart) -> tuple[int, str, bytes]:
    if path == "/metrics":
        return 200, CONTENT_TYPE_LATEST, generate_latest()
    if path == "/healthz":
        return 200, "application/json", b'{"status": "up"}'
    if path == "/readyz":
        idle = heart.idle()
        body = {"status": "consuming"} if not idle else {"status": "not consuming", "waiting_for": idle}
        return (503 if idle else 200), "application/json", json.dumps(body).encode()
    return 404, "application/json", b'{"status": "unknown path"}'
