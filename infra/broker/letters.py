"""Dead letters and unroutable messages: looked at without taking them, and sent on again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.spec import BasicProperties

from schemas.routes import QUEUES, UNROUTABLE


@dataclass(frozen=True)
class Letter:
    """A message that was given up. `reason` is the broker's: rejected, delivery_limit, unroutable."""

    id: str
    type: str
    subject: str
    time: str
    reason: str
    exchange: str
    key: str
    body: bytes


class NoSuchQueue(LookupError):
    """The name is none of the queues that can hold letters."""


class NotRouted(RuntimeError):
    """A letter could still not be delivered anywhere; it stays where it was."""


def holding_queues() -> dict[str, str]:
    """Return the queues that hold letters, by the name to ask for them."""
    return {**{queue.name: queue.dead for queue in QUEUES}, UNROUTABLE: UNROUTABLE}


def counts(amqp_uri: str) -> dict[str, int]:
    """Return how many letters each queue holds."""
    with _channel(amqp_uri) as channel:
        return {
            name: channel.queue_declare(queue, passive=True).method.message_count
            for name, queue in holding_queues().items()
        }


def letters(amqp_uri: str, name: str, *, limit: int = 100) -> list[Letter]:
    """Return up to `limit` letters, oldest first; they stay in the queue."""
    with _channel(amqp_uri) as channel:
        return [letter for _, letter in _take(channel, _holding(name), limit)]


def redrive(amqp_uri: str, name: str, *, limit: int | None = None) -> int:
    """Send letters on to where they failed, and return how many.

    Dead letters go back to their queue, unroutable messages to their exchange. Each is taken
    away only after the broker confirmed it in its new place. NotRouted when the broker has no
    place for one.
    """
    with _channel(amqp_uri) as channel:
        holding = _holding(name)
        waiting = channel.queue_declare(holding, passive=True).method.message_count
        channel.confirm_delivery()
        moved = 0
        for tag, letter in _take(channel, holding, min(waiting, limit or waiting)):
            _send_on(channel, name, letter)
            channel.basic_ack(tag)
            moved += 1
        return moved


def _send_on(channel: BlockingChannel, name: str, letter: Letter) -> None:
    unroutable = name == UNROUTABLE
    if unroutable and not _has_binding(letter):
        raise NotRouted(
            f"{letter.type} {letter.id}: still no queue takes {letter.key} from {letter.exchange}"
        )
    properties = BasicProperties(
        content_type="application/cloudevents+json", delivery_mode=2, message_id=letter.id
    )
    exchange, key = (letter.exchange, letter.key) if unroutable else ("", name)
    try:
        channel.basic_publish(exchange, key, letter.body, properties, mandatory=True)
    except pika.exceptions.UnroutableError as error:
        raise NotRouted(f"{letter.type} {letter.id}: {exchange or name} does not take it") from error


def _has_binding(letter: Letter) -> bool:
    # Its exchange would only send it round to this queue again.
    name = letter.key.partition(".")[0]
    return any(message.message_name() == name for queue in QUEUES for message in queue.messages)


def _take(channel: BlockingChannel, queue: str, limit: int) -> Iterator[tuple[int, Letter]]:
    for _ in range(limit):
        method, properties, body = channel.basic_get(queue)
        if method is None:
            return
        yield method.delivery_tag, _letter(method, properties, body)


def _letter(method: Any, properties: BasicProperties, body: bytes) -> Letter:
    death = ((properties.headers or {}).get("x-death") or [{}])[0]
    try:
        attributes = json.loads(body)
    except ValueError:
        attributes = {}
    if not isinstance(attributes, dict):
        attributes = {}
    return Letter(
        id=attributes.get("id") or properties.message_id or "",
        type=attributes.get("type", "not an envelope"),
        subject=attributes.get("subject", ""),
        time=attributes.get("time", ""),
        reason=death.get("reason", "unroutable"),
        exchange=death.get("exchange", method.exchange),
        key=(death.get("routing-keys") or [method.routing_key])[0],
        body=body,
    )


def _holding(name: str) -> str:
    holding = holding_queues()
    if name not in holding:
        raise NoSuchQueue(f"queue is {name!r}; allowed are {', '.join(sorted(holding))}")
    return holding[name]


@contextmanager
def _channel(amqp_uri: str) -> Iterator[BlockingChannel]:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
    try:
        yield connection.channel()
    finally:
        # Whatever was looked at and not acknowledged goes back to its queue.
        connection.close()
