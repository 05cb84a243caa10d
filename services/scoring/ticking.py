"""An entrypoint that rings again and again, and is seen to."""

from collections.abc import Callable
from typing import Any

import eventlet
from eventlet.event import Event as Signal
from nameko.extensions import Entrypoint
from pymongo.errors import PyMongoError

from services.chassis.storage import VersionConflict
from services.chassis.telemetry import HEART

LOOP = "refresh"
BEAT_SECONDS = 1.0


class Every(Entrypoint):  # type: ignore[misc]
    """Runs the method, waits `seconds`, and runs it again; never twice at once.

    What the method raises is logged by the container, and the next run comes all the same.
    """

    def __init__(self, *, seconds: float) -> None:
        super().__init__(expected_exceptions=(PyMongoError, VersionConflict))
        self.seconds = seconds

    def start(self) -> None:
        self.container.spawn_managed_thread(self._run, identifier=self.method_name)

    def _run(self) -> None:
        while True:
            self._ring()
            eventlet.sleep(self.seconds)

    def _ring(self) -> None:
        done = Signal()

        def report(worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(None)
            return result, exc_info

        self.container.spawn_worker(self, (), {}, handle_result=report)
        HEART.beat(LOOP, consuming=True)
        while not done.ready():
            # A database that stalls is no stall of ours: the loop beats while it waits.
            with eventlet.Timeout(BEAT_SECONDS, False):
                done.wait()
            HEART.beat(LOOP, consuming=True)


def every(*, seconds: float) -> Callable[[Callable[..., Any]], Any]:
    """Run the method again and again, `seconds` after it last ended."""
    ring: Callable[[Callable[..., Any]], Any] = Every.decorator(seconds=seconds)
    return ring
