"""The relay: publishes what services wrote as pending. A process of its own, on plain threads.

`python -m services.chassis.publishing.relay registration judging ...`

A fact is removed from its document only after the broker confirmed it, so a crash at any point
means that it is published again. Two relays may run: facts are then heard twice, which is
harmless. A fact the broker cannot route stays pending, and is counted.
"""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import structlog
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import PyMongoError

from services.chassis.publishing.depths import observe_depths
from services.chassis.publishing.publisher import Outcome, Outgoing, Publisher
from services.chassis.settings import Settings
from services.chassis.storage import open_database
from services.chassis.storage.pending import PENDING_FILTER, pending_facts, publishing_collections
from services.chassis.storage.repository import PENDING_INDEX
from services.chassis.telemetry import HEART, configure_logging, serve_health, watch
from services.chassis.telemetry.metrics import PENDING, PENDING_AGE, PUBLISHED, RETURNED

LOG = structlog.get_logger(__name__)

Document = dict[str, Any]

SWEEP_DOCUMENTS = 500
CONFIRM_SECONDS = 20.0
WAKE_MS = 1_000
RETRY_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 5.0

NEW_FACTS: list[dict[str, Any]] = [
    {
        "$match": {
            "$or": [
                {"fullDocument.pending.0": {"$exists": True}},
                {"updateDescription.updatedFields.pending.0": {"$exists": True}},
                {"updateDescription.updatedFields.pending/0": {"$exists": True}},
            ]
        }
    },
    {"$project": {"_id": 1, "ns": 1}},
]


class Round:
    """The facts of one sweep, and which of them the broker has."""

    def __init__(self, collection: Collection[Document], documents: list[Document]) -> None:
        self.collection = collection
        self.facts = [(d["_id"], fact) for d in documents for fact in d["pending"]]
        self.outcomes: dict[tuple[Any, str], Outcome] = {}
        self._all_settled = threading.Event()

    def publish(self, publisher: Publisher) -> None:
        """Send every fact and wait until the fate of each is known, 20 seconds at the most."""
        for owner, fact in self.facts:
            publisher.submit(self._outgoing(owner, fact))
        self._all_settled.wait(CONFIRM_SECONDS)

    def confirmed(self) -> dict[Any, list[str]]:
        """Return the ids of the facts that are safe with the broker, by document."""
        safe: dict[Any, list[str]] = {}
        for (owner, fact_id), outcome in list(self.outcomes.items()):
            if outcome is Outcome.CONFIRMED:
                safe.setdefault(owner, []).append(fact_id)
        return safe

    def count(self, outcome: Outcome) -> int:
        """Return how many facts met this outcome."""
        return sum(1 for each in list(self.outcomes.values()) if each is outcome)

    def _outgoing(self, owner: Any, fact: Document) -> Outgoing:
        def settled(outcome: Outcome) -> None:
            self.outcomes[owner, fact["id"]] = outcome
            if len(self.outcomes) == len(self.facts):
                self._all_settled.set()

        return Outgoing(
            id=fact["id"],
            exchange=fact["exchange"],
            key=fact["key"],
            body=fact["body"].encode(),
            settled=settled,
            mandatory=fact["mandatory"],
        )


class Relay:
    """Publishes the pending facts of one database."""

    def __init__(self, database: Database[Document], publisher: Publisher) -> None:
        self.database = database
        self.publisher = publisher
        self.stopping = threading.Event()
        self._collections: list[str] = []
        self._looked_at = float("-inf")

    def run(self) -> None:
        """Sweep for as long as the process runs, woken by the database's change stream."""
        while not self.stopping.is_set():
            HEART.beat(self.database.name)
            try:
                self._run_until_lost()
            except PyMongoError as error:
                HEART.beat(self.database.name, consuming=False)
                LOG.warning("database not ready", database=self.database.name, error=str(error))
                self.stopping.wait(RETRY_SECONDS)

    def sweep(self) -> int:
        """Publish what is pending now, once, and return how many facts were confirmed."""
        confirmed = 0
        for collection in self._with_facts():
            confirmed += self._sweep(collection)
        return confirmed

    def observe(self) -> None:
        """Set the gauges for what is pending and for how long."""
        pending, oldest = pending_facts(self.database)
        PENDING.labels(self.database.name).set(pending)
        PENDING_AGE.labels(self.database.name).set(oldest)

    def _run_until_lost(self) -> None:
        while not self.stopping.is_set():
            # The stream is opened before the last empty sweep, so nothing falls between them,
            # and is closed while there is work: sweeping finds that by itself.
            with self.database.watch(NEW_FACTS, max_await_time_ms=WAKE_MS) as stream:
                HEART.beat(self.database.name, consuming=self.publisher.connected)
                if not self.sweep():
                    self._wait_for_facts(stream)
            self._sweep_until_empty()

    def _wait_for_facts(self, stream: Any) -> None:
        while not self.stopping.is_set() and stream.alive:
            HEART.beat(self.database.name, consuming=self.publisher.connected)
            change = stream.try_next()
            if change is not None:
                if change["ns"]["coll"] not in self._collections:
                    self._collections = []
                return
            if self._left_over():
                return

    def _left_over(self) -> bool:
        """Return whether something is pending that no change will announce: it failed before."""
        if time.monotonic() - self._looked_at < LOOK_AGAIN_SECONDS:
            return False
        self._looked_at = time.monotonic()
        # A collection may be new, or have its index only now.
        self._collections = []
        self.observe()
        return any(True for c in self._with_facts() for _ in c.find(PENDING_FILTER, {"_id": 1}).limit(1))

    def _sweep_until_empty(self) -> None:
        while not self.stopping.is_set():
            HEART.beat(self.database.name, consuming=self.publisher.connected)
            if not self.sweep():
                return

    def _sweep(self, collection: Collection[Document]) -> int:
        documents = list(
            collection.find(PENDING_FILTER, {"pending": 1}).hint(PENDING_INDEX).limit(SWEEP_DOCUMENTS)
        )
        if not documents:
            return 0
        if not self.publisher.connected:
            self.stopping.wait(RETRY_SECONDS)
            return 0
        batch = Round(collection, documents)
        batch.publish(self.publisher)
        return self._clear(batch)

    def _clear(self, batch: Round) -> int:
        safe = batch.confirmed()
        returned = batch.count(Outcome.RETURNED)
        if returned:
            RETURNED.labels(self.database.name).inc(returned)
            LOG.error("no queue for facts, kept as pending", database=self.database.name, facts=returned)
        if safe:
            facts = [id for ids in safe.values() for id in ids]
            # By the majority, as the next sweep reads: it would publish what it does not see cleared.
            batch.collection.update_many(
                {"_id": {"$in": list(safe)}}, {"$pull": {"pending": {"id": {"$in": facts}}}}
            )
        confirmed = sum(len(ids) for ids in safe.values())
        PUBLISHED.labels(self.database.name).inc(confirmed)
        return confirmed

    def _with_facts(self) -> Iterator[Collection[Document]]:
        if not self._collections:
            self._collections = [c.name for c in publishing_collections(self.database)]
        return (self.database[name] for name in self._collections)


def main(services: list[str]) -> None:
    """Relay the facts of the named services until a signal asks to stop."""
    settings = Settings.from_environment()
    configure_logging("relay", level=settings.log_level)
    publisher = Publisher(settings.amqp_uri, name="relay")
    publisher.start()
    relays = [
        Relay(open_database(settings.mongodb_uri, settings.database_name(service)), publisher)
        for service in services
    ]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    serve_health(settings.health_port, HEART)
    watch(HEART, thread=threading.Thread, sleep=time.sleep)
    threads = [threading.Thread(target=relay.run, name=relay.database.name, daemon=True) for relay in relays]
    for thread in threads:
        thread.start()
    while not stop.wait(LOOK_AGAIN_SECONDS):
        observe_depths(settings.amqp_uri)
    for relay in relays:
        relay.stopping.set()
    for thread in threads:
        thread.join(timeout=5)
    publisher.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
