"""How much waits in each queue, as the broker says."""

from dataclasses import dataclass

import pika
import structlog
from pika.exceptions import AMQPError, ChannelClosedByBroker

from schemas.routes import QUEUES, UNROUTABLE
from services.chassis.telemetry.metrics import DEAD_LETTERS, QUEUE_DEPTH

LOG = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Depth:
    """Messages ready in a queue and in its dead letters."""

    name: str
    ready: int
    dead: int


def depths(amqp_uri: str) -> list[Depth]:
    """Ask the broker; the queue of unroutable messages is the last, its messages count as dead.

    Raises AMQPError when the broker cannot be reached, LookupError for a queue that is not
    declared.
    """
    parameters = pika.URLParameters(amqp_uri)
    parameters.socket_timeout = parameters.blocked_connection_timeout = 5
    connection = pika.BlockingConnection(parameters)
    try:
        channel = connection.channel()

        def ready(queue: str) -> int:
            return int(channel.queue_declare(queue, passive=True).method.message_count)

        found = [Depth(queue.name, ready(queue.name), ready(queue.dead)) for queue in QUEUES]
        return [*found, Depth(UNROUTABLE, 0, ready(UNROUTABLE))]
    except ChannelClosedByBroker as error:
        raise LookupError(f"{error.reply_text}; declare the topology first") from error
    finally:
        if connection.is_open:
            connection.close()


def observe_depths(amqp_uri: str) -> None:
    """Set the gauges; a broker out of reach is logged and left for the next time."""
    try:
        found = depths(amqp_uri)
    except (AMQPError, OSError, LookupError) as error:
        LOG.warning("queue depths not known", error=str(error))
        return
    for depth in found:
        QUEUE_DEPTH.labels(depth.name).set(depth.ready)
        DEAD_LETTERS.labels(depth.name).set(depth.dead)
