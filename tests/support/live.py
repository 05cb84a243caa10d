"""A live server in this process, and phones that listen to it over real sockets."""

import asyncio
import json
import socket
import struct
import threading
from contextlib import suppress

from gateway.live.kinds import broadcast_kinds
from gateway.live.pages import Pages
from gateway.live.server import Client, Server
from gateway.live.streams import STALLED_SECONDS, Streams

EDITION = "ed-1"
BOARD = broadcast_kinds()["BoardChanged"]

SO_ATTACH_FILTER = 26
RETURN_NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)


class Served:
    """Serves on a thread of its own until closed; `streams` may be touched by `do` only."""

    def __init__(self, *, stalled_seconds=STALLED_SECONDS, dead_after_ms=30_000, sweep_every=1.0):
        self.streams = Streams(stalled_seconds=stalled_seconds, sweep_every=sweep_every)
        pages = Pages(self.streams, public_url="http://localhost", consuming=lambda: True)
        self._server = Server(self.streams, pages, dead_after_ms=dead_after_ms)
        self._opened = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._opened.wait(5)
        return self

    def __exit__(self, *error):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def do(self, work):
        """Return what `work` does on the server's loop."""

        async def on_loop():
            return work()

        return asyncio.run_coroutine_threadsafe(on_loop(), self._loop).result(10)

    def hear(self, body, *, kind=BOARD):
        """Let a state come from the broker."""
        self._loop.call_soon_threadsafe(self.streams.hear, kind, {"more": 0, **body})

    @property
    def clients(self):
        return self.do(lambda: self.streams.clients)

    async def _serve(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await self._server.serve("127.0.0.1", 0, stop=self._stop, opened=self._note)

    def _note(self, port):
        self.port = port
        self._opened.set()


class Phone:
    """Listens to a stream. `last_id` is what a browser would come back with."""

    def __init__(self, served, path="show", *, edition=EDITION, last_id="", buffer=None):
        self.last_id = last_id
        self._rest = b""
        self.socket = socket.socket()
        if buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", served.port))
        back = f"Last-Event-ID: {last_id}\r\n" if last_id else ""
        self.socket.sendall(f"GET /editions/{edition}/{path} HTTP/1.1\r\nHost: live\r\n{back}\r\n".encode())
        self.head = self._block(b"\r\n\r\n").decode()

    def next(self):
        """Return the next event as (kind, body)."""
        while True:
            fields = dict(
                line.split(": ", 1) for line in self._block(b"\n\n").decode().split("\n") if line[0] != ":"
            )
            self.last_id = fields.get("id", self.last_id)
            if "data" in fields:
                return fields.get("event", "message"), json.loads(fields["data"])

    def nothing_within(self, seconds):
        """Return whether nothing comes for so long."""
        self.socket.settimeout(seconds)
        with suppress(TimeoutError):
            self.next()
            return False
        self.socket.settimeout(10)
        return True

    def go_dumb(self):
        """Neither close nor answer anything any more, as a phone that left the hall."""
        self.socket.setsockopt(
            socket.SOL_SOCKET,
            SO_ATTACH_FILTER,
            struct.pack("HP", 1, self._program()),
        )

    def close(self):
        self.socket.close()

    def _program(self):
        import ctypes

        self._kept = ctypes.create_string_buffer(RETURN_NOTHING)
        return ctypes.addressof(self._kept)

    def _block(self, end):
        while end not in self._rest:
            got = self.socket.recv(65536)
            if not got:
                raise EOFError(self._rest)
            self._rest += got
        block, _, self._rest = self._rest.partition(end)
        return block


class BlockingClient(Client):
    """The control: a client that is written to until it has taken all, or for most of a second."""

    def send(self, frames):
        own = socket.socket(fileno=self._transport.get_extra_info("socket").fileno())
        own.settimeout(0.8)
        with suppress(OSError):
            own.sendall(frames)
        own.setblocking(False)
        own.detach()
