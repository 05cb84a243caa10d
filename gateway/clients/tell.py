"""The tell door: commands onto a durable queue, answered once the broker has them."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

import structlog
from prometheus_client import Counter, Gauge

from gateway.clients.trouble import Unavailable
from schemas.envelope import Envelope
from schemas.refusal import CommandReused
from schemas.routes import COMMAND_EXCHANGE
from services.chassis.publishing.publisher import Outcome, Outgoing, Publisher

LOG = structlog.get_logger(__name__)

CONFIRM_SECONDS = 2.0
SILENCES_ALLOWED = 5
REMEMBERED_COMMANDS = 50_000

IN_FLIGHT = Gauge(
    "darkhorse_tell_in_flight", "Told commands that wait for their confirm", multiprocess_mode="livesum"
)
OUTCOMES = Counter("darkhorse_tell", "Told commands, by what became of them", ["outcome"])
_COUNTS = {outcome: OUTCOMES.labels(outcome.value) for outcome in Outcome}
_UNCONFIRMED = OUTCOMES.labels("unconfirmed")


class Waiting:
    """Holds a request's thread until its message is settled."""

    __slots__ = ("_lock", "outcome")

    def __init__(self) -> None:
        self.outcome: Outcome | None = None
        self._lock = threading.Lock()
        self._lock.acquire()

    def settled(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._lock.release()

    def wait(self, seconds: float) -> Outcome | None:
        """Return the outcome, None when there is none in time."""
        self._lock.acquire(timeout=seconds)
        return self.outcome


class TellDoor:
    """Tells commands to services. Safe to use from many threads, before and after a fork."""

    def __init__(
        self,
        amqp_uri: str,
        *,
        confirm_seconds: float = CONFIRM_SECONDS,
        make_publisher: Callable[..., Publisher] = Publisher,
    ) -> None:
        self._make = lambda: make_publisher(amqp_uri, name=f"gateway {os.getpid()}")
        self._confirm_seconds = confirm_seconds
        self._lock = threading.Lock()
        self._publisher: Publisher | None = None
        self._pid = 0
        self._silences = 0

    @property
    def connected(self) -> bool:
        """Whether commands can be told now."""
        return self.publisher().connected

    def wait_connected(self, seconds: float) -> bool:
        """Return whether commands can be told, waiting for it for a while."""
        until = time.monotonic() + seconds
        while not self.connected and time.monotonic() < until:
            time.sleep(0.02)
        return self.connected

    def publisher(self) -> Publisher:
        """Return this process's publisher, started."""
        publisher = self._publisher
        if publisher is not None and self._pid == os.getpid():
            return publisher
        with self._lock:
            if self._publisher is None or self._pid != os.getpid():
                self._publisher, self._pid = self._make(), os.getpid()
                self._publisher.start()
            return self._publisher

    def tell(self, envelope: Envelope) -> None:
        """Return once the broker has the command on disk; Unavailable when that is not known."""
        waiting = Waiting()
        publisher = self.publisher()
        publisher.submit(
            Outgoing(envelope.id, COMMAND_EXCHANGE, envelope.type, envelope.encode(), waiting.settled)
        )
        IN_FLIGHT.inc()
        outcome = waiting.wait(self._confirm_seconds)
        IN_FLIGHT.dec()
        if outcome is Outcome.CONFIRMED:
            self._silences = 0
            _COUNTS[outcome].inc()
            return
        raise Unavailable(self._trouble(outcome, publisher))

    def stop(self) -> None:
        """Close the connection; what is in flight is not safe."""
        if self._publisher is not None and self._pid == os.getpid():
            self._publisher.stop()

    def _trouble(self, outcome: Outcome | None, publisher: Publisher) -> str:
        if outcome is None:
            _UNCONFIRMED.inc()
            self._replace_when_stuck(publisher)
            return f"no confirm from the broker in {self._confirm_seconds:g} s; send it again"
        _COUNTS[outcome].inc()
        if outcome is Outcome.RETURNED:
            LOG.error("no queue takes a told command; is the topology declared?")
            return "nothing takes this command at the moment; send it again"
        return "the broker cannot be reached; send it again"

    def _replace_when_stuck(self, publisher: Publisher) -> None:
        """Start over with a new connection when one that looks alive confirms nothing."""
        self._silences += 1
        if self._silences < SILENCES_ALLOWED:
            return
        with self._lock:
            if self._publisher is publisher:
                LOG.warning("publisher replaced, it confirmed nothing", silences=self._silences)
                self._publisher, self._silences = None, 0
                threading.Thread(target=publisher.stop, daemon=True).start()


class RecentCommands:
    """Remembers the receipts of the last commands of this process, to notice a reused id at once.

    Judging decides finally, from what it has stored.
    """

    def __init__(self, *, size: int = REMEMBERED_COMMANDS) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._receipts: OrderedDict[str, str] = OrderedDict()

    def knows(self, command_id: str) -> bool:
        """Return whether the command came before."""
        return command_id in self._receipts

    def check(self, command_id: str, receipt: str) -> None:
        """Remember the command; CommandReused when its id came with another body before."""
        with self._lock:
            known = self._receipts.setdefault(command_id, receipt)
            if len(self._receipts) > self._size:
                self._receipts.popitem(last=False)
        if known != receipt:
            raise CommandReused("this command's id was used before with another body; take a new id")
