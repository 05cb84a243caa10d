"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


LONGER = 1.3
LONGEST = 4


def until(condition: Callable[[], T], *, seconds: float = 60.0, every: float = 0.05) -> T:
    """Return the first true answer of `condition`; AssertionError with the last one after `seconds`.

    It looks less often the longer it takes, up to four times `every`: a look is work for whoever is waited for.
    """
    deadline = time.monotonic() + seconds
    pause = every
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"still {answer!r} after {seconds} s: {condition}")
        time.sleep(pause)
        pause = min(pause * LONGER, every * LONGEST)
