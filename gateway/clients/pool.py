"""Kept RPC clients, each with one borrower at a time."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

# nameko brings eventlet along, whose resolver of names nobody here uses: it takes 7 MB.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")

from nameko.standalone.rpc import ClusterRpcProxy

from gateway.clients.trouble import Unavailable

BORROW_SECONDS = 2.0
CONNECT_SECONDS = 3


class Client(Protocol):
    """One connection by which services can be asked."""

    fresh: bool

    def call(self, service: str, method: str, request: dict[str, Any], *, timeout: float) -> Any:
        """Return the reply; RpcTimeout when there is none in time."""

    def close(self) -> None:
        """Give the connection up."""


class NamekoClient:
    """A nameko client. Threads that shared one would corrupt its frames."""

    def __init__(self, amqp_uri: str) -> None:
        self.fresh = True
        self._cluster = ClusterRpcProxy({"AMQP_URI": amqp_uri}, timeout=10)
        self._proxy = self._cluster.start()

    def call(self, service: str, method: str, request: dict[str, Any], *, timeout: float) -> Any:
        # The consumer reads its timeout at each wait.
        self._cluster._reply_listener.queue_consumer.timeout = timeout
        reply = getattr(self._proxy[service], method)(request)
        self.fresh = False
        return reply

    def close(self) -> None:
        self._cluster.stop()


class Pool:
    """At most `size` clients; one that met an error is thrown away."""

    def __init__(self, make: Callable[[], Client], *, size: int) -> None:
        self._make = make
        self._places = threading.Semaphore(size)
        self._idle: list[Client] = []

    @contextmanager
    def borrowed(self, *, fresh: bool = False) -> Iterator[Client]:
        """Lend a client for the block; Unavailable when all stay lent out."""
        if not self._places.acquire(timeout=BORROW_SECONDS):
            raise Unavailable("too many requests wait for an answer; try again")
        try:
            client = self._take(fresh=fresh)
            try:
                yield client
            except BaseException:
                _give_up(client)
                raise
            self._idle.append(client)
        finally:
            self._places.release()

    def _take(self, *, fresh: bool) -> Client:
        if fresh:
            stale, self._idle = self._idle, []
            for client in stale:
                _give_up(client)
        try:
            return self._idle.pop()
        except IndexError:
            return self._make()


def _give_up(client: Client) -> None:
    with suppress(Exception):  # its connection is broken, or soon will be: nothing to save
        client.close()
