"""What Prometheus can read of the live process."""

from prometheus_client import Counter, Gauge, Histogram

CLIENTS = Gauge("darkhorse_live_clients", "Who listens to the live stream")
FRAMES = Counter("darkhorse_live_frames", "Writes of news to clients; several changes may go in one")
CHANGES = Counter("darkhorse_live_changes", "Changes heard that were news", ["kind"])
DROPPED = Counter("darkhorse_live_dropped", "Clients that were let go", ["reason"])
LOOK_AGAIN = Counter("darkhorse_live_look_again", "Clients told to look again")
SECONDS_TO_LAST = Histogram(
    "darkhorse_live_seconds_to_last",
    "Seconds from hearing a change until the last client that can take it has been written to",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
