"""The sockets of the live process: one protocol object for each client, one event loop for all.

Not a web framework: a stream's client costs a socket and two small objects, and a change is one
encoded frame written straight to each socket. docs/decisions/016 has what was measured.
"""

import asyncio
import random
import socket
import time
from typing import Any, cast

from gateway.live.http import HEAD_END, HEAD_LONGEST, Request, read_head
from gateway.live.metrics import DROPPED
from gateway.live.pages import Pages, too_large, unreadable
from gateway.live.streams import Stream, Streams

BACKLOG = 4096
DEAD_AFTER_MS = 30_000
# Beyond this the newest waits here, where it can still be replaced by what is newer.
UNSENT_MOST = 4096
SHORT_SECONDS = 15.0
RETRY_MS = (1000, 4000)


class Client(asyncio.Protocol):
    """A connection: a short answer, or a stream until either side ends it."""

    __slots__ = ("_got", "_server", "_stream", "_transport", "_where", "moved", "position", "ready")

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._got = b""
        self._stream: Stream | None = None
        self._where = ("", "")
        self.ready = True
        self.position = 0
        self.moved = time.monotonic()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it among those that have yet to ask for something."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=0)
        self._server.short.add(self)

    def data_received(self, data: bytes) -> None:
        """Answer once the head is there; what follows it is not read."""
        if self._stream is not None or self._transport.is_closing():
            return
        self._got += data
        end = self._got.find(HEAD_END)
        if end >= 0:
            self._answer(read_head(self._got[:end]))
        elif len(self._got) > HEAD_LONGEST:
            self._close_with(too_large())

    def pause_writing(self) -> None:
        """Note that the connection takes no more for now."""
        self.ready = False

    def resume_writing(self) -> None:
        """Bring what has become new meanwhile."""
        self.ready = True
        if self._stream is not None:
            self._stream.bring(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the client."""
        self.ready = False
        self._server.short.discard(self)
        if self._stream is not None:
            if error is not None:
                DROPPED.labels("lost").inc()
            self._server.streams.leave(*self._where, self)

    def send(self, frames: bytes) -> None:
        """Write what the connection takes now, and the rest when it can; never wait."""
        self.moved = time.monotonic()
        self._transport.write(frames)

    def drop(self) -> None:
        """End the connection at once."""
        self._transport.abort()

    def _answer(self, request: Request | None) -> None:
        self._got = b""
        if request is None:
            self._close_with(unreadable())
            return
        found = self._server.pages.find(request)
        if isinstance(found, bytes):
            self._close_with(found)
        else:
            self._listen(found, request.headers.get("last-event-id", ""))

    def _listen(self, where: tuple[str, str], last_event_id: str) -> None:
        self._server.short.discard(self)
        self._settle_socket()
        self._where = where
        self._stream, first = self._server.streams.join(*where, self, last_event_id)
        retry = random.randint(*RETRY_MS)  # noqa: S311 -- so that thousands do not come back at once
        self.send(self._server.pages.stream_head + f"retry: {retry}\n\n".encode() + first)

    def _settle_socket(self) -> None:
        client = self._transport.get_extra_info("socket")
        # The system ends a connection whose phone has gone without a word.
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, self._server.dead_after_ms)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_MOST)

    def _close_with(self, answer: bytes) -> None:
        self.send(answer)
        self._transport.close()


class Server:
    """Listens on one port, and serves streams and pages from one event loop."""

    def __init__(self, streams: Streams, pages: Pages, *, dead_after_ms: int = DEAD_AFTER_MS) -> None:
        self.streams = streams
        self.pages = pages
        self.dead_after_ms = dead_after_ms
        self.short: set[Client] = set()

    async def serve(self, host: str, port: int, *, stop: asyncio.Event, opened: Any = None) -> None:
        """Serve until `stop` is set; `opened` is called with the port once it is listening."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Client(self), host, port, backlog=BACKLOG)
        if opened is not None:
            opened(server.sockets[0].getsockname()[1])
        work = (stop.wait(), self.streams.run(), self.streams.sweep(), self._tidy())
        tasks = [asyncio.create_task(each) for each in work]
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        server.close()
        for task in tasks:
            task.cancel()
        for task in ended:
            task.result()

    async def _tidy(self) -> None:
        """End connections that ask for nothing, or do not take their answer."""
        while True:
            await asyncio.sleep(1.0)
            long_ago = time.monotonic() - SHORT_SECONDS
            for client in tuple(self.short):
                if client.moved < long_ago:
                    client.drop()
