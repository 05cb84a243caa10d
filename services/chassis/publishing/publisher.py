"""Publishing with confirms, many in flight, from a thread of its own on pika."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pika
import structlog
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel
from pika.spec import Basic, BasicProperties

from schemas.envelope import CONTENT_TYPE

LOG = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 10
BLOCKED_SECONDS = 15
RECONNECT_FIRST = 0.2
RECONNECT_LONGEST = 5.0
PERSISTENT = 2


class Outcome(Enum):
    """What became of a message: safe with the broker, not routable, or not known to be safe."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    FAILED = "failed"


@dataclass(eq=False, slots=True)
class Outgoing:
    """A message on its way. `settled` is called once, in the publishing thread."""

    id: str
    exchange: str
    key: str
    body: bytes
    settled: Callable[[Outcome], None]
    mandatory: bool = True
    returned: bool = field(default=False, init=False)


class Publisher:
    """Publishes persistent messages and tells what became of each.

    What is not confirmed when the connection is lost is FAILED: it may have arrived all the
    same, so whoever sends it again relies on its id. While there is no connection, submitting
    fails at once.
    """

    def __init__(self, amqp_uri: str, *, name: str) -> None:
        parameters = pika.URLParameters(amqp_uri)
        parameters.heartbeat = HEARTBEAT_SECONDS
        parameters.blocked_connection_timeout = BLOCKED_SECONDS
        parameters.connection_attempts = 1
        parameters.socket_timeout = 5
        parameters.client_properties = {"connection_name": name}
        self._parameters = parameters
        self._name = name
        self._waiting: deque[Outgoing] = deque()
        self._unconfirmed: dict[int, Outgoing] = {}
        self._by_id: dict[str, Outgoing] = {}
        self._woken = False
        self._stopping = threading.Event()
        self._connection: SelectConnection | None = None
        self._channel: Channel | None = None
        self._sequence = 0
        self._lowest = 1
        self._delay = RECONNECT_FIRST
        self._thread = threading.Thread(target=self._run, name=f"publisher {name}", daemon=True)

    @property
    def connected(self) -> bool:
        """Whether messages can be sent now."""
        return self._channel is not None

    @property
    def in_flight(self) -> int:
        """How many messages wait for their confirm."""
        return len(self._unconfirmed) + len(self._waiting)

    def start(self) -> None:
        """Start connecting, in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Close the connection and end the thread; what is in flight fails."""
        self._stopping.set()
        connection = self._connection
        if connection is not None:
            connection.ioloop.add_callback_threadsafe(self._close)
        self._thread.join(timeout=5)

    def submit(self, message: Outgoing) -> None:
        """Hand over a message from any thread."""
        self._waiting.append(message)
        connection = self._connection
        if self._channel is None or connection is None:
            self._fail_waiting()
        elif not self._woken:
            self._woken = True
            connection.ioloop.add_callback_threadsafe(self._send_waiting)

    def _run(self) -> None:
        while not self._stopping.is_set():
            connection = SelectConnection(
                self._parameters,
                on_open_callback=self._on_open,
                on_open_error_callback=self._on_closed,
                on_close_callback=self._on_closed,
            )
            self._connection = connection
            try:
                connection.ioloop.start()
            except Exception as error:  # noqa: BLE001 -- a publisher must outlive any one connection
                self._on_closed(connection, error)
            finally:
                self._connection = None
                connection.ioloop.close()
            self._stopping.wait(self._delay)
            self._delay = min(RECONNECT_LONGEST, self._delay * 2)

    def _close(self) -> None:
        if self._connection is not None and self._connection.is_open:
            self._connection.close()
        elif self._connection is not None:
            self._connection.ioloop.stop()

    def _on_open(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._on_channel_closed)
        channel.add_on_return_callback(self._on_returned)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._on_ready(channel))

    def _on_ready(self, channel: Channel) -> None:
        self._sequence, self._lowest, self._delay = 0, 1, RECONNECT_FIRST
        self._channel = channel
        # A wake-up that was on its way when the last connection was lost never came.
        self._send_waiting()
        LOG.info("publishing", publisher=self._name)

    def _on_channel_closed(self, channel: Channel, reason: BaseException) -> None:
        self._channel = None
        if self._connection is not None and self._connection.is_open:
            LOG.error("channel closed", publisher=self._name, reason=str(reason))
            self._connection.close()

    def _on_closed(self, connection: Any, reason: Any) -> None:
        self._channel = None
        if not self._stopping.is_set():
            LOG.warning("broker lost", publisher=self._name, reason=str(reason))
        lost, self._unconfirmed = list(self._unconfirmed.values()), {}
        self._by_id.clear()
        for message in lost:
            message.settled(Outcome.FAILED)
        self._fail_waiting()
        connection.ioloop.stop()

    def _fail_waiting(self) -> None:
        while self._waiting:
            try:
                message = self._waiting.popleft()
            except IndexError:
                return
            message.settled(Outcome.FAILED)

    def _send_waiting(self) -> None:
        self._woken = False
        while self._waiting and self._channel is not None:
            self._send(self._channel, self._waiting.popleft())

    def _send(self, channel: Channel, message: Outgoing) -> None:
        self._sequence += 1
        self._unconfirmed[self._sequence] = message
        self._by_id[message.id] = message
        channel.basic_publish(
            message.exchange,
            message.key,
            message.body,
            BasicProperties(content_type=CONTENT_TYPE, delivery_mode=PERSISTENT, message_id=message.id),
            mandatory=message.mandatory,
        )

    def _on_returned(self, channel: Channel, method: Any, properties: BasicProperties, body: bytes) -> None:
        # The broker returns a message before it confirms it.
        message = self._by_id.get(properties.message_id or "")
        if message is not None:
            message.returned = True

    def _on_confirm(self, frame: Any) -> None:
        tag, acked = frame.method.delivery_tag, isinstance(frame.method, Basic.Ack)
        tags = range(self._lowest, tag + 1) if frame.method.multiple else (tag,)
        for each in tags:
            self._settle(each, acked=acked)
        if frame.method.multiple:
            self._lowest = tag + 1

    def _settle(self, tag: int, *, acked: bool) -> None:
        message = self._unconfirmed.pop(tag, None)
        if message is None:
            return
        if self._by_id.get(message.id) is message:
            del self._by_id[message.id]
        if not acked:
            message.settled(Outcome.FAILED)
        else:
            message.settled(Outcome.RETURNED if message.returned else Outcome.CONFIRMED)
