"""A wire between a process and the broker or the database, which a test can cut and stall."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65_536


class Wire:
    """Forwards one port of 127.0.0.1 to where `uri` points; `uri` then leads through the wire."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._far = (parts.hostname, parts.port)
        self._ends: set[socket.socket] = set()
        self._flowing = _open_valve()
        self._stalled: list[threading.Event] = []
        self._lock = threading.Lock()
        self._door = _listen(0)
        self._port = self._door.getsockname()[1]
        who, at, _ = parts.netloc.rpartition("@")
        self.uri = urlunsplit(parts._replace(netloc=f"{who}{at}127.0.0.1:{self._port}"))
        self._serve()

    def cut(self) -> None:
        """End every connection, and refuse new ones until mended."""
        _close(self._door)
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _close(end)

    def mend(self) -> None:
        """Take connections again."""
        self._door = _listen(self._port)
        self._serve()

    def stall(self) -> None:
        """Let the connections there are stand, and nothing that the far end says arrive on them."""
        self._flowing.clear()
        self._stalled.append(self._flowing)
        self._flowing = _open_valve()

    def flow(self) -> None:
        """Let what was held up arrive."""
        for valve in self._stalled:
            valve.set()

    def _serve(self) -> None:
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._far)
            except OSError:
                near.close()
                continue
            with self._lock:
                self._ends |= {near, far}
            for ends in ((near, far, _open_valve()), (far, near, self._flowing)):
                threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, valve: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                valve.wait()
                sink.sendall(data)
        for end in (source, sink):
            _close(end)
            with self._lock:
                self._ends.discard(end)


def _open_valve() -> threading.Event:
    valve = threading.Event()
    valve.set()
    return valve


def _listen(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.listen(64)
    return door


def _close(end: socket.socket) -> None:
    # A thread that waits in it would keep it alive.
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
