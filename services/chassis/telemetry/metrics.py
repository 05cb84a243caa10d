"""What Prometheus can read from every process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

SECONDS = Histogram(
    "darkhorse_entrypoint_seconds",
    "Seconds that an entrypoint took, and by its count how often it ran",
    ["service", "entrypoint"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
FAILURES = Counter(
    "darkhorse_entrypoint_failures", "Entrypoints that ended in an exception", ["service", "entrypoint"]
)
REFUSALS = Counter("darkhorse_refusals", "Commands that were refused, by code", ["service", "code"])
MESSAGES = Counter("darkhorse_messages", "Messages taken from a queue", ["service", "queue"])
GIVEN_UP = Counter(
    "darkhorse_messages_dead", "Messages sent to the dead letters at once", ["service", "queue", "reason"]
)
PENDING = Gauge("darkhorse_pending_facts", "Facts written and not yet published", ["database"])
PENDING_AGE = Gauge("darkhorse_pending_oldest_seconds", "Age of the oldest unpublished fact", ["database"])
PUBLISHED = Counter("darkhorse_published", "Facts confirmed by the broker", ["database"])
RETURNED = Counter("darkhorse_returned", "Facts the broker could not route, kept as pending", ["database"])
QUEUE_DEPTH = Gauge("darkhorse_queue_depth", "Messages ready in a queue", ["queue"])
DEAD_LETTERS = Gauge("darkhorse_dead_letters", "Messages in a dead-letter queue", ["queue"])


@contextmanager
def timed(service: str, entrypoint: str) -> Iterator[None]:
    """Count the block, its seconds, and its failure when it raises."""
    began = time.perf_counter()
    try:
        yield
    except Exception:
        FAILURES.labels(service, entrypoint).inc()
        raise
    finally:
        SECONDS.labels(service, entrypoint).observe(time.perf_counter() - began)
