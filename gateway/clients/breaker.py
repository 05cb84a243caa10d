"""Not waiting for a service that has stopped answering."""

import threading
import time
from collections.abc import Callable

SILENCES_ALLOWED = 2
REST_SECONDS = 3.0


class Breaker:
    """Remembers which services are silent, so that their callers do not hold every thread.

    After two silences in a row a service is left alone for a while; then one caller at a time
    may try whether it is back.
    """

    def __init__(self, *, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._silences: dict[str, int] = {}
        self._left_alone_until: dict[str, float] = {}

    def allows(self, service: str) -> bool:
        """Return whether the service may be asked now; a permitted try holds others off."""
        if self._silences.get(service, 0) < SILENCES_ALLOWED:
            return True
        with self._lock:
            if self._clock() < self._left_alone_until.get(service, 0.0):
                return False
            self._left_alone_until[service] = self._clock() + self._rest
            return True

    def answered(self, service: str) -> None:
        """Note that the service answered, be it with a refusal."""
        if self._silences.get(service):
            with self._lock:
                self._silences[service] = 0

    def was_silent(self, service: str) -> None:
        """Note that the service did not answer in time."""
        with self._lock:
            self._silences[service] = self._silences.get(service, 0) + 1
            self._left_alone_until[service] = self._clock() + self._rest
