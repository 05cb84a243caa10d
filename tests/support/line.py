"""A line between a browser and a server that can be cut, as Wi-Fi is, with what runs through it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PIECE = 65_536


class Line:
    """Passes connections on to `to`, a port of this machine, once that is set and unless it is cut."""

    def __init__(self, *, to: int | None = None) -> None:
        self.to = to
        self._whole = True
        self._ends: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the line begins, without a closing slash."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection, and let none through until it is mended."""
        self._whole = False
        for end in list(self._ends):
            hang_up(end)

    def mend(self) -> None:
        """Let connections through again."""
        self._whole = True

    def close(self) -> None:
        """Take the line away."""
        self.cut()
        hang_up(self._listener)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        try:
            if not self._whole or self.to is None:
                raise ConnectionRefusedError
            far = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            hang_up(near)
            return
        self._ends |= {near, far}
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                target.sendall(piece)
        for end in (source, target):
            hang_up(end)
            self._ends.discard(end)


def hang_up(end: socket.socket) -> None:
    """End a connection at once, whatever is under way on it."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def a_line() -> Iterator[Line]:
    """Lend a line while the block runs."""
    line = Line()
    try:
        yield line
    finally:
        line.close()
