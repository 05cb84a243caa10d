"""Entrypoints for messages: one at a time, and in batches."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import eventlet
import structlog
from eventlet.event import Event as Signal
from eventlet.queue import LightQueue
from kombu.message import Message as Delivery
from nameko.extensions import Entrypoint, SharedExtension
from pymongo.errors import PyMongoError

from schemas.envelope import Envelope, Malformed, NewerVersion, decode, opened
from schemas.message import Message
from schemas.routes import queue_for
from services.chassis.messaging.listener import Listener, back_off, settle
from services.chassis.settings import Settings
from services.chassis.storage.repository import VersionConflict
from services.chassis.telemetry.correlation import correlated
from services.chassis.telemetry.metrics import FAILURES, GIVEN_UP, MESSAGES, timed

LOG = structlog.get_logger(__name__)

PREFETCH = 10
LOOK_SECONDS = 0.02
PATIENCE_FIRST = 0.2
PATIENCE_LONGEST = 5.0


def out_of_reach(error: BaseException) -> bool:
    """Return whether the database could not be reached, so that the same will work later."""
    return isinstance(error, PyMongoError) and (error.timeout or error.has_error_label("RetryableWriteError"))


class Inbox(SharedExtension):  # type: ignore[misc]
    """The listeners of a container: one for each queue that its entrypoints take from."""

    def __init__(self) -> None:
        self.entrypoints: dict[str, list[Consuming]] = {}
        self.listeners: list[Listener] = []
        # By queue, what came of it before somebody who waits for that was let go.
        self.first: dict[str, list[Delivery]] = {}

    def setup(self) -> None:
        settings = Settings.from_environment()
        self.amqp_uri = settings.amqp_uri
        self.longest_backoff = settings.longest_backoff

    def register(self, queue: str, entrypoint: "Consuming") -> None:
        self.entrypoints.setdefault(queue, []).append(entrypoint)

    def wait_handled(self, queue: str) -> None:
        """Return when all that lay in a queue at the start was handled, or will be tried again later."""
        while not (listener := next((each for each in self.listeners if each.queue == queue), None)):
            eventlet.sleep(LOOK_SECONDS)
        listener.emptied.wait()
        while any(not each.acknowledged and each.channel.connection for each in self.first[queue]):
            eventlet.sleep(LOOK_SECONDS)
        del self.first[queue]

    def start(self) -> None:
        for queue, entrypoints in self.entrypoints.items():
            prefetch = max(entrypoint.prefetch for entrypoint in entrypoints)
            by_name = {name: e for e in entrypoints for name in e.schemas}
            listener = Listener(
                self.amqp_uri, queue, prefetch=prefetch, on_delivery=self._dispatch(queue, by_name)
            )
            self.listeners.append(listener)
            self.container.spawn_managed_thread(listener.run, identifier=f"listener {queue}")

    def stop(self) -> None:
        for listener in self.listeners:
            listener.should_stop = True

    def _dispatch(self, queue: str, by_name: dict[str, "Consuming"]) -> Callable[[Delivery], None]:
        service = self.container.service_name
        taken = MESSAGES.labels(service, queue)

        def dispatch(delivery: Delivery) -> None:
            taken.inc()
            if queue in self.first:
                self.first[queue].append(delivery)
            try:
                envelope = decode(delivery.body)
                entrypoint = by_name.get(envelope.name)
                if entrypoint is None:
                    raise Malformed(f"{service} does not take {envelope.type} from {queue}")
                entrypoint.take(delivery, opened(envelope, entrypoint.schemas[envelope.name]))
            except Malformed as error:
                give_up(delivery, service=service, queue=queue, error=error)

        return dispatch


def give_up(delivery: Delivery, *, service: str, queue: str, error: Malformed) -> None:
    """Send a message that can never be handled to the dead letters, at once and with its reason."""
    reason = "newer_version" if isinstance(error, NewerVersion) else "malformed"
    GIVEN_UP.labels(service, queue, reason).inc()
    LOG.error("message to the dead letters", queue=queue, reason=reason, error=str(error))
    settle(delivery.reject, requeue=False)


class Consuming(Entrypoint):  # type: ignore[misc]
    """What both kinds have in common: the messages they take and how a method is run."""

    inbox = Inbox()
    prefetch = PREFETCH

    def __init__(self, *messages: type[Message]) -> None:
        self.messages = messages
        self.schemas = {message.message_name(): message() for message in messages}
        super().__init__(expected_exceptions=(VersionConflict,))

    def setup(self) -> None:
        service = self.container.service_name
        queues = {queue_for(service, message).name for message in self.messages}
        if len(queues) != 1:
            raise LookupError(f"{self.method_name} takes from {sorted(queues)}; one queue is allowed")
        self.queue = queues.pop()
        self.inbox.register(self.queue, self)

    def take(self, delivery: Delivery, envelope: Envelope) -> None:
        """Accept a delivery. Must not block: the listener waits for it."""
        raise NotImplementedError

    def fail(self, delivery: Delivery, envelope: Envelope, error: BaseException) -> None:
        """Give a message back that the method could not handle; it comes again after a while."""
        with correlated(envelope.traceparent):
            LOG.error("message failed, it comes again", type=envelope.type, id=envelope.id, error=repr(error))
        back_off(delivery, longest=self.inbox.longest_backoff)

    def run(self, argument: Any) -> BaseException | None:
        """Run the method once and return what it raised, or None.

        While the database is out of reach it is run again and again: that is no fault of the
        message, and must not use up its deliveries.
        """
        patience = PATIENCE_FIRST
        while True:
            error = self._run_once(argument)
            if error is None or not out_of_reach(error):
                return error
            LOG.warning("database out of reach", entrypoint=self.method_name, error=str(error))
            eventlet.sleep(patience)
            patience = min(PATIENCE_LONGEST, patience * 2)

    def _run_once(self, argument: Any) -> BaseException | None:
        done = Signal()

        def report(worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(exc_info[1] if exc_info else None)
            return result, exc_info

        with timed(self.container.service_name, self.method_name):
            self.container.spawn_worker(self, (argument,), {}, handle_result=report)
            outcome: BaseException | None = done.wait()
        if outcome is not None:
            FAILURES.labels(self.container.service_name, self.method_name).inc()
        return outcome


class Consume(Consuming):
    """One message at a time, up to ten at once."""

    def take(self, delivery: Delivery, envelope: Envelope) -> None:
        self.container.spawn_managed_thread(
            lambda: self._handle(delivery, envelope), identifier=self.method_name
        )

    def _handle(self, delivery: Delivery, envelope: Envelope) -> None:
        error = self.run(envelope)
        if error is None:
            settle(delivery.ack)
        else:
            self.fail(delivery, envelope, error)


class ConsumeBatch(Consuming):
    """Up to `size` messages, or what has come `wait_ms` after the first, as one list.

    One acknowledgement follows the one write. When the method raises, each message is run
    alone, so that one bad message holds up no other.

    With `behind` the first list waits until all that lay in the queue of that message, when the
    process started, was handled: what came while it was away is then known. Only what this process
    was given of it is waited for.
    """

    def __init__(
        self,
        *messages: type[Message],
        size: int = 200,
        wait_ms: int = 20,
        behind: type[Message] | None = None,
    ) -> None:
        super().__init__(*messages)
        self.size = size
        self.behind = behind
        self.wait = wait_ms / 1000
        self.prefetch = size * 2
        self.waiting: LightQueue[tuple[Delivery, Envelope]] = LightQueue()

    def setup(self) -> None:
        super().setup()
        self.before = queue_for(self.container.service_name, self.behind).name if self.behind else None
        if self.before:
            self.inbox.first[self.before] = []

    def start(self) -> None:
        self.container.spawn_managed_thread(self._collect_forever, identifier=f"batches {self.queue}")

    def take(self, delivery: Delivery, envelope: Envelope) -> None:
        self.waiting.put((delivery, envelope))

    def _collect_forever(self) -> None:
        if self.before:
            self.inbox.wait_handled(self.before)
        while True:
            batch = self._collect()
            if batch:
                self._handle(batch)

    def _collect(self) -> list[tuple[Delivery, Envelope]]:
        batch = [self.waiting.get()]
        with eventlet.Timeout(self.wait, False):
            while len(batch) < self.size:
                batch.append(self.waiting.get())
        # What came on a connection that is gone comes again on the next.
        return [pair for pair in batch if pair[0].channel.connection]

    def _handle(self, batch: list[tuple[Delivery, Envelope]]) -> None:
        error = self.run([envelope for _, envelope in batch])
        if error is None:
            self._acknowledge([delivery for delivery, _ in batch])
            return
        if len(batch) == 1:
            self.fail(*batch[0], error)
            return
        LOG.error("batch failed, each is run alone", queue=self.queue, messages=len(batch), error=repr(error))
        for delivery, envelope in batch:
            self._handle_alone(delivery, envelope)

    def _handle_alone(self, delivery: Delivery, envelope: Envelope) -> None:
        error = self.run([envelope])
        if error is None:
            settle(delivery.ack)
            return
        self.fail(delivery, envelope, error)

    def _acknowledge(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            if not settle(delivery.ack):
                return


def consume(*messages: type[Message]) -> Callable[[Callable[..., Any]], Any]:
    """Make a method take messages of one queue, an envelope at a time."""

    def decorate(method: Callable[[Any, Envelope], None]) -> Any:
        # A worker is a thread of its own: what is correlated outside is not known to it.
        @wraps(method)
        def take(self: Any, envelope: Envelope) -> None:
            with correlated(envelope.traceparent):
                method(self, envelope)

        return Consume.decorator(*messages)(take)

    return decorate


def consume_batch(
    *messages: type[Message], size: int = 200, wait_ms: int = 20, behind: type[Message] | None = None
) -> Callable[[Callable[..., Any]], Any]:
    """Make a method take messages of one queue as lists; see ConsumeBatch.

    A list is handled under the trace of its first message.
    """

    def decorate(method: Callable[[Any, list[Envelope]], None]) -> Any:
        @wraps(method)
        def take(self: Any, envelopes: list[Envelope]) -> None:
            with correlated(envelopes[0].traceparent):
                method(self, envelopes)

        return ConsumeBatch.decorator(*messages, size=size, wait_ms=wait_ms, behind=behind)(take)

    return decorate
