"""One correlation id from the phone's request through RPC and events.

Source: W3C Trace Context, https://www.w3.org/TR/trace-context/ (version 00).
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PATTERN = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def new_traceparent() -> str:
    """Return a traceparent that starts a trace. Its ids are unique, not secret."""
    return f"00-{random.getrandbits(128):032x}-{random.getrandbits(64):016x}-01"


def accepted(text: str | None) -> str:
    """Return `text` when it is a valid traceparent, else a new one."""
    match = _PATTERN.fullmatch(text or "")
    if match and set(match[1]) != {"0"} and set(match[2]) != {"0"}:
        return match[0]
    return new_traceparent()


def current() -> str | None:
    """Return the traceparent of what is being done now, if any."""
    return _current.get()


def correlation_id() -> str | None:
    """Return the trace id of what is being done now: 32 hex digits, or None."""
    traceparent = _current.get()
    return traceparent[3:35] if traceparent else None


@contextmanager
def correlated(traceparent: str | None) -> Iterator[str]:
    """Do the block under `traceparent`, or under a new one when it is None or invalid."""
    chosen = accepted(traceparent)
    token = _current.set(chosen)
    try:
        yield chosen
    finally:
        _current.reset(token)
