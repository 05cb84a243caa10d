"""Hearing what is broadcast, on one connection for the whole process."""

import threading
from collections.abc import Callable
from typing import Any

import pika
import structlog
from pika.exceptions import AMQPError

from gateway.live.kinds import Kind, broadcast_kinds
from schemas.envelope import Malformed, decode
from schemas.routes import PUBLIC_EXCHANGE, binding_key

LOG = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 10
BLOCKED_SECONDS = 15
RECONNECT_FIRST = 0.2
RECONNECT_LONGEST = 5.0


class Hearing:
    """Takes every broadcast event from a queue of its own, and reconnects for as long as it runs.

    `take` gets each, on the hearing thread; `missed_some` is called whenever a connection begins.
    """

    def __init__(
        self,
        amqp_uri: str,
        *,
        take: Callable[[Kind, dict[str, Any]], Any],
        missed_some: Callable[[], Any] = lambda: None,
    ) -> None:
        self._parameters = pika.URLParameters(amqp_uri)
        self._parameters.heartbeat = HEARTBEAT_SECONDS
        self._parameters.blocked_connection_timeout = BLOCKED_SECONDS
        self._parameters.socket_timeout = self._parameters.stack_timeout = 5
        self._parameters.client_properties = {"connection_name": "live"}
        self._deliver = take
        self._missed_some = missed_some
        self._kinds = broadcast_kinds()
        self._stopping = threading.Event()
        self.consuming = False

    def start(self) -> "Hearing":
        """Start hearing in the background."""
        threading.Thread(target=self.run, name="hearing", daemon=True).start()
        return self

    def stop(self) -> None:
        """End within a second or two."""
        self._stopping.set()

    def run(self) -> None:
        """Hear until stopped."""
        delay = RECONNECT_FIRST
        while not self._stopping.is_set():
            try:
                self._hear()
            except (AMQPError, OSError) as error:
                LOG.warning("broker lost", error=repr(error), again_in_seconds=delay)
            delay = RECONNECT_FIRST if self.consuming else min(RECONNECT_LONGEST, delay * 2)
            self.consuming = False
            self._stopping.wait(delay)

    def _hear(self) -> None:
        connection = pika.BlockingConnection(self._parameters)
        try:
            channel = connection.channel()
            queue = channel.queue_declare("", exclusive=True, auto_delete=True).method.queue
            for kind in self._kinds.values():
                channel.queue_bind(queue, PUBLIC_EXCHANGE, routing_key=binding_key(type(kind.event)))
            self._missed_some()
            for method, _, body in channel.consume(queue, auto_ack=True, inactivity_timeout=1):
                self.consuming = True
                if self._stopping.is_set():
                    return
                if method is not None:
                    self._take(body)
        finally:
            if connection.is_open:
                connection.close()

    def _take(self, body: bytes) -> None:
        try:
            envelope = decode(body)
            kind = self._kinds[envelope.name]
            self._deliver(kind, kind.read(envelope))
        except Malformed as error:
            LOG.error("broadcast not understood", error=str(error))
