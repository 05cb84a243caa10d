"""Who listens to what, and the loop that brings them what is new."""

import asyncio
import time
from collections import deque
from typing import Any, Protocol

from gateway.live.kinds import Kind
from gateway.live.metrics import CHANGES, CLIENTS, DROPPED, FRAMES, LOOK_AGAIN, SECONDS_TO_LAST
from gateway.live.news import News, seen_by

HEARTBEAT = b": still here\n\n"
HEARTBEAT_SECONDS = 15.0
STALLED_SECONDS = 30.0
AT_A_TIME = 250
REST_SHORTEST, REST_LONGEST = 0.02, 0.1
# Told all at once, thousands of pages would ask the gateway at once.
LOOK_AGAIN_A_SECOND = 250


class Listener(Protocol):
    """A client as streams know it. `ready` is False while something is still to be sent to it."""

    ready: bool
    position: int
    moved: float

    def send(self, frames: bytes) -> None:
        """Write what the connection takes now, and the rest when it can; never wait."""

    def drop(self) -> None:
        """End the connection at once."""


class Stream:
    """What is new in an edition, and who listens. The board alone is a stream of its own."""

    def __init__(self, era: str, *, named: bool) -> None:
        self.news = News(era, named=named)
        self.listeners: set[Listener] = set()

    def bring(self, listener: Listener) -> None:
        """Send the listener what it does not have yet; a slow one is left in peace until it is ready."""
        if listener.ready and listener.position < self.news.position:
            frames = self.news.since(listener.position)
            listener.position = self.news.position
            listener.send(frames)
            FRAMES.inc()


class Streams:
    """Every stream of this process. All of it runs on one event loop."""

    def __init__(self, *, stalled_seconds: float = STALLED_SECONDS, sweep_every: float = 1.0) -> None:
        self._streams: dict[tuple[str, str], Stream] = {}
        self._stalled_seconds = stalled_seconds
        self._sweep_every = sweep_every
        self._owed: deque[tuple[Stream, Listener]] = deque()
        self._changed = asyncio.Event()
        self._waiting: dict[Stream, float] = {}
        self.clients = 0
        self.hearing_since = time.time()

    @property
    def era(self) -> str:
        """Name the time since which everything was heard that was broadcast."""
        return format(int(self.hearing_since * 1000), "x")

    def hear(self, kind: Kind, body: dict[str, Any]) -> None:
        """Take a state from the broker."""
        news = self._take("show", kind, body)
        if kind.name == "board":
            self._take("board", kind, body)
        if news:
            CHANGES.labels(kind.name).inc()

    def missed_some(self) -> None:
        """Begin an era: what was broadcast before this was perhaps not heard."""
        self.hearing_since = max(time.time(), self.hearing_since + 0.001)
        for stream in self._streams.values():
            stream.news.renew(self.era)
            self._owed.extend((stream, listener) for listener in stream.listeners)

    def join(
        self, edition_id: str, path: str, listener: Listener, last_event_id: str
    ) -> tuple[Stream, bytes]:
        """Let a client listen; return its stream, and the frames it is to begin with."""
        stream = self._stream(edition_id, path)
        stream.listeners.add(listener)
        self.clients += 1
        CLIENTS.set(self.clients)
        era, seen = seen_by(last_event_id)
        listener.position = stream.news.position
        first = stream.news.beyond(seen)
        if era == self.era:
            return stream, first
        if last_event_id:
            self._owed.append((stream, listener))
        return stream, f"id: {self.era}\n\n".encode() + first

    def leave(self, edition_id: str, path: str, listener: Listener) -> None:
        """Forget a client."""
        stream = self._streams[edition_id, path]
        stream.listeners.discard(listener)
        self.clients -= 1
        CLIENTS.set(self.clients)
        if not stream.listeners and not stream.news.position:
            del self._streams[edition_id, path]

    def newest(self, edition_id: str) -> tuple[int, dict[str, list[str]]]:
        """Return how many changes an edition has seen, and its newest bodies as JSON."""
        stream = self._streams.get((edition_id, "show"))
        return (stream.news.position, stream.news.newest()) if stream else (0, {})

    async def run(self) -> None:
        """Bring what is new to everyone, round after round, until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            began = time.monotonic()
            waiting, self._waiting = self._waiting, {}
            for stream, heard in waiting.items():
                await self._round(stream)
                if stream.listeners:
                    SECONDS_TO_LAST.observe(time.monotonic() - heard)
            # What changes meanwhile goes out together, and others have the processor.
            took = time.monotonic() - began
            await asyncio.sleep(min(REST_LONGEST, max(REST_SHORTEST, took / 2)))

    async def sweep(self) -> None:
        """Say a word to who has long heard none, let go of who takes nothing, pay what is owed."""
        while True:
            await asyncio.sleep(self._sweep_every)
            self._pay(max(1, int(LOOK_AGAIN_A_SECOND * self._sweep_every)))
            now = time.monotonic()
            for stream in list(self._streams.values()):
                for listener in tuple(stream.listeners):
                    self._look_after(listener, now - listener.moved)

    def _look_after(self, listener: Listener, quiet: float) -> None:
        if not listener.ready:
            if quiet > self._stalled_seconds:
                DROPPED.labels("stalled").inc()
                listener.drop()
        elif quiet > HEARTBEAT_SECONDS:
            listener.send(HEARTBEAT)

    def _pay(self, most: int) -> None:
        frame = f"event: look-again\nid: {self.era}\ndata: {{}}\n\n".encode()
        for _ in range(min(most, len(self._owed))):
            stream, listener = self._owed.popleft()
            if listener in stream.listeners and listener.ready:
                listener.send(frame)
                LOOK_AGAIN.inc()
            elif listener in stream.listeners:
                self._owed.append((stream, listener))

    async def _round(self, stream: Stream) -> None:
        for place, listener in enumerate(tuple(stream.listeners), start=1):
            stream.bring(listener)
            if place % AT_A_TIME == 0:
                await asyncio.sleep(0)

    def _take(self, path: str, kind: Kind, body: dict[str, Any]) -> bool:
        stream = self._stream(body["edition_id"], path)
        if not stream.news.take(kind, body):
            return False
        self._waiting.setdefault(stream, time.monotonic())
        self._changed.set()
        return True

    def _stream(self, edition_id: str, path: str) -> Stream:
        key = (edition_id, path)
        if key not in self._streams:
            self._streams[key] = Stream(self.era, named=path == "show")
        return self._streams[key]
