"""The broker as somebody outside the services sees it: tells, looks into queues, asks."""

import json
from contextlib import contextmanager
from uuid import uuid4

import pika
from nameko.standalone.rpc import ClusterRpcProxy

from schemas.commands import SubmitScorecard
from schemas.events import EVENTS
from schemas.routes import QUEUES, UNROUTABLE, exchange_for

MESSAGES = {**EVENTS, "SubmitScorecard": SubmitScorecard}


class Hall:
    """A channel with confirms; every queue is empty at first, unless one is only `looking`."""

    def __init__(self, amqp_uri: str, *, purge: bool = True) -> None:
        self.connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        if purge:
            self.purge()

    @classmethod
    def looking(cls, amqp_uri: str) -> "Hall":
        """Return a hall that leaves the queues as they are."""
        return cls(amqp_uri, purge=False)

    def waiting_for(self, *services: str) -> dict[str, int]:
        """Return how many messages are ready in each queue of the services, and in its dead letters."""
        names = [name for queue in QUEUES if queue.service in services for name in (queue.name, queue.dead)]
        return {name: self.waiting(name) for name in (*names, UNROUTABLE)}

    def tell(self, *envelopes) -> None:
        """Publish envelopes where they belong, and return when the broker has them."""
        for envelope in envelopes:
            exchange = exchange_for(MESSAGES[envelope.name])
            self.put(exchange, envelope.type, envelope.encode())

    def put(self, exchange: str, key: str, body: bytes) -> None:
        properties = pika.BasicProperties(delivery_mode=2)
        self.channel.basic_publish(exchange, key, body, properties, mandatory=True)

    def waiting(self, queue: str) -> int:
        """Return how many messages are ready in a queue."""
        return self.channel.queue_declare(queue, passive=True).method.message_count

    def take(self, queue: str) -> list[dict]:
        """Return the envelopes in a queue as they came over the wire, and empty it."""
        taken = []
        while (body := self.channel.basic_get(queue, auto_ack=True)[2]) is not None:
            taken.append(json.loads(body))
        return taken

    def purge(self) -> None:
        for queue in QUEUES:
            self.channel.queue_purge(queue.name)
            self.channel.queue_purge(queue.dead)
        self.channel.queue_purge(UNROUTABLE)

    def close(self) -> None:
        if self.connection.is_open:
            self.connection.close()


@contextmanager
def asking(amqp_uri: str, *, timeout: float = 60):
    """Lend a function `ask(service, method, data, id=..., **request)` that returns the whole reply."""
    with ClusterRpcProxy({"AMQP_URI": amqp_uri}, timeout=timeout) as cluster:

        def ask(service, method, data=None, *, id=None, **request):
            whole = {"id": id or str(uuid4()), "by": "p-1", "data": data or {}, **request}
            return getattr(cluster[service], method)(whole)

        yield ask


def drop_requests(amqp_uri: str, service: str) -> None:
    """Drop the queue of a service's RPC requests, those that nobody acknowledged as well."""
    hall = Hall.looking(amqp_uri)
    hall.channel.queue_delete(f"rpc-{service}")
    hall.close()
