"""What was broadcast, and when: heard beside the live process, or made by us."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pika

from schemas.envelope import decode, wrap
from schemas.events import BoardChanged
from schemas.routes import PUBLIC_EXCHANGE, binding_key

OURS = "crowd"
LAST_SECONDS = 1.0

Made = dict[str, list[tuple[int, float]]]


class Maker:
    """Broadcasts boards of a stage that does not exist, one number after the other."""

    def __init__(self, amqp_uri: str, edition_id: str, *, rows: int = 0) -> None:
        parameters = pika.URLParameters(amqp_uri)
        parameters.heartbeat = 0  # it is left alone for as long as a night lasts
        self._connection = pika.BlockingConnection(parameters)
        self._channel = self._connection.channel()
        self._edition_id = edition_id
        self._rows = [_row(place) for place in range(1, rows + 1)]
        self.made: list[tuple[int, float]] = []

    topic = f"{OURS}.b"

    def make(self) -> int:
        """Broadcast the next; return its number."""
        number = len(self.made) + 1
        body = {"edition_id": self._edition_id, "stage_id": OURS, "number": number, "state": "building"}
        body |= {"counted": number, "expected": 10_000, "rows": self._rows}
        event = wrap(BoardChanged, body, subject=OURS, time=datetime.now(UTC))
        self.made.append((number, time.time()))
        self._channel.basic_publish(PUBLIC_EXCHANGE, event.type, event.encode())
        return number

    @contextmanager
    def making(self, *, every: float) -> Iterator[None]:
        """Broadcast one after the other, on a thread, for as long as the block lasts."""
        stop = threading.Event()

        def make() -> None:
            while not stop.wait(every):
                self.make()

        thread = threading.Thread(target=make, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def rest(self, seconds: float) -> None:
        """Let time pass, and keep the connection."""
        self._connection.sleep(seconds)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


class Listening(threading.Thread):
    """Notes every board that is broadcast for an edition, with the time at which it was decided."""

    def __init__(self, amqp_uri: str, edition_id: str) -> None:
        super().__init__(daemon=True)
        self._parameters = pika.URLParameters(amqp_uri)
        self._edition_id = edition_id
        self._ending = threading.Event()
        self._hears = threading.Event()
        self.made: Made = {}
        self.largest = 0

    def __enter__(self) -> "Listening":
        self.start()
        if not self._hears.wait(10):
            raise TimeoutError("the broker does not let us listen")
        return self

    def __exit__(self, *error: object) -> None:
        time.sleep(LAST_SECONDS)
        self._ending.set()
        self.join()

    def run(self) -> None:
        """Listen until told to stop."""
        connection = pika.BlockingConnection(self._parameters)
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, PUBLIC_EXCHANGE, routing_key=binding_key(BoardChanged))
        self._hears.set()
        for method, _, body in channel.consume(queue, auto_ack=True, inactivity_timeout=0.2):
            if self._ending.is_set():
                break
            if method is not None:
                self._note(body)
        connection.close()

    def _note(self, body: bytes) -> None:
        envelope = decode(body)
        data: dict[str, Any] = envelope.data
        if data["edition_id"] == self._edition_id:
            self.largest = max(self.largest, len(body))
            topic = f"{data['stage_id']}.b"
            self.made.setdefault(topic, []).append((data["number"], envelope.time.timestamp()))


def _row(place: int) -> dict[str, Any]:
    entry = {"entry_id": f"crowd-{place}", "company": f"Startup {place:05}", "place": place}
    return {**entry, "shared": False, "total": f"{100 - place / 1000:.3f}", "award": ""}
