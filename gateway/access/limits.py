"""How often one ticket may vote. Counted by each worker on its own, in memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from schemas.refusal import Refusal

BURST = 6
SECONDS_FOR_ONE = 5.0
REMEMBERED = 100_000


class TooOften(Refusal):
    """The same was asked for too often."""

    code = "too_often"
    status = 429


class Limit:
    """Lets `burst` through at once and one more every `seconds`, for each key."""

    def __init__(
        self,
        *,
        burst: int = BURST,
        seconds: float = SECONDS_FOR_ONE,
        size: int = REMEMBERED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst, self._seconds, self._size, self._clock = burst, seconds, size, clock
        self._lock = threading.Lock()
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def check(self, key: str) -> None:
        """Note one more use; TooOften, with the seconds to wait, when it is one too many."""
        now = self._clock()
        with self._lock:
            full_at = max(now, self._full_at.get(key, now)) + self._seconds
            wait = full_at - now - self._burst * self._seconds
            if wait > 0:
                raise TooOften("too often; wait a little", errors={"retry_after": {"seconds": int(wait) + 1}})
            self._full_at[key] = full_at
            self._full_at.move_to_end(key)
            if len(self._full_at) > self._size:
                self._full_at.popitem(last=False)
