"""Taking messages from one durable queue, on a connection of its own."""

from collections.abc import Callable
from typing import Any

import eventlet
import structlog
from amqp.exceptions import AMQPError
from eventlet.event import Event as Signal
from kombu import Connection, Consumer, Queue
from kombu.message import Message as Delivery
from kombu.mixins import ConsumerMixin

from services.chassis.telemetry import HEART

LOG = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 10
BACKOFF_FIRST = 0.1

LOST = (AMQPError, OSError)


class Listener(ConsumerMixin):  # type: ignore[misc]
    """Hands each delivery of a queue to `on_delivery`, and reconnects for as long as it runs.

    The queue must exist; nothing is declared. Up to `prefetch` deliveries are unsettled at once.
    `emptied` is sent once, when all that lay in the queue was handed over.
    """

    def __init__(
        self, amqp_uri: str, queue: str, *, prefetch: int, on_delivery: Callable[[Delivery], None]
    ) -> None:
        self.queue = queue
        self.connection = Connection(amqp_uri, heartbeat=HEARTBEAT_SECONDS, connect_timeout=5)
        self._prefetch = prefetch
        self._on_delivery = on_delivery
        self._channel: Any = None
        self.emptied = Signal()
        HEART.beat(self.queue, consuming=False)

    def get_consumers(self, Consumer: type[Consumer], channel: Any) -> list[Consumer]:
        channel.basic_qos(0, self._prefetch, False)
        return [Consumer([Queue(self.queue, no_declare=True)], on_message=self._on_delivery)]

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **options: Any) -> None:
        self._channel = channel
        HEART.beat(self.queue, consuming=True)
        LOG.info("consuming", queue=self.queue)

    def on_iteration(self) -> None:
        HEART.beat(self.queue)
        # Asked on the channel that delivers: what was sent before the answer is handed over before it.
        if (
            not self.emptied.ready()
            and not self._channel.queue_declare(self.queue, passive=True).message_count
        ):
            self.emptied.send()

    def on_connection_error(self, exc: BaseException, interval: float) -> None:
        HEART.beat(self.queue, consuming=False)
        LOG.warning("broker not reached", queue=self.queue, error=str(exc), again_in_seconds=interval)

    def on_connection_revived(self) -> None:
        HEART.beat(self.queue, consuming=False)


def settle(action: Callable[..., None], **options: Any) -> bool:
    """Acknowledge or reject; False when the connection it came on is gone.

    The broker then has the message still and brings it again.
    """
    try:
        action(**options)
    except LOST as error:
        LOG.info("delivery not settled, it will come again", error=str(error))
        return False
    return True


def back_off(delivery: Delivery, *, longest: float) -> None:
    """Give a delivery back after a while that grows with each try up to `longest` seconds.

    The broker counts the tries and moves it to the dead letters at the delivery limit.
    """
    tries = int((delivery.headers or {}).get("x-delivery-count", 0))
    delay = min(longest, BACKOFF_FIRST * 2**tries)
    eventlet.spawn_after(delay, settle, delivery.reject, requeue=True)
