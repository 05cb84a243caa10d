"""Exchanges, queues and bindings, declared from schemas/routes.py before anything starts.

Each service has a topic exchange for its events; commands share one. What none of their queues
takes goes by their alternate exchange to the queue `unroutable`. Queues are quorum queues with
a delivery limit; beyond it, or when rejected, a message moves to the queue's dead letters.
"""

import pika
from pika.adapters.blocking_connection import BlockingChannel

from schemas.routes import (
    COMMAND_EXCHANGE,
    DEAD_EXCHANGE,
    DELIVERY_LIMIT,
    PUBLIC_EXCHANGE,
    QUEUES,
    SERVICES,
    UNROUTABLE,
    Queue,
    binding_key,
    exchange_for,
)


def declare(amqp_uri: str) -> None:
    """Declare everything; what stands already is left as it is."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
    try:
        channel = connection.channel()
        _declare_exchanges(channel)
        _declare_unroutable(channel)
        for queue in QUEUES:
            _declare_queue(channel, queue)
    finally:
        connection.close()


def _declare_exchanges(channel: BlockingChannel) -> None:
    channel.exchange_declare(UNROUTABLE, "fanout", durable=True)
    channel.exchange_declare(DEAD_EXCHANGE, "direct", durable=True)
    for name in (COMMAND_EXCHANGE, *(f"events.{service}" for service in SERVICES)):
        channel.exchange_declare(name, "topic", durable=True, arguments={"alternate-exchange": UNROUTABLE})
    # Broadcasts are whole snapshots: with nobody looking there is nothing to keep.
    channel.exchange_declare(PUBLIC_EXCHANGE, "topic", durable=True)


def _declare_unroutable(channel: BlockingChannel) -> None:
    channel.queue_declare(UNROUTABLE, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(UNROUTABLE, UNROUTABLE)


def _declare_queue(channel: BlockingChannel, queue: Queue) -> None:
    channel.queue_declare(queue.dead, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(queue.dead, DEAD_EXCHANGE, routing_key=queue.name)
    channel.queue_declare(
        queue.name,
        durable=True,
        arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD_EXCHANGE,
            "x-dead-letter-routing-key": queue.name,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    for message in queue.messages:
        channel.queue_bind(queue.name, exchange_for(message), routing_key=binding_key(message))
