"""Names of hosts looked up by the system, in threads of its own: a slow answer holds nobody up.

Eventlet's resolver of its own knows less than the system's and takes 7 MB in each process; without
it a lookup would stop every green thread.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import eventlet.green.socket
from eventlet import tpool

Lookup = Callable[..., list[Any]]


def look_up_aside() -> None:
    """Let all that connects in this process look names up in threads; after eventlet's patching."""
    aside = looking_up_aside(eventlet.patcher.original("socket").getaddrinfo)
    for module in (socket, eventlet.green.socket):
        module.getaddrinfo = aside  # type: ignore[union-attr]


def looking_up_aside(look_up: Lookup) -> Lookup:
    """Return `look_up`, an equal of socket.getaddrinfo, so that only its caller waits for it."""

    def getaddrinfo(host: Any, *more: Any, **named: Any) -> list[Any]:
        if is_address(host):
            return look_up(host, *more, **named)
        found: list[Any] = tpool.execute(look_up, host, *more, **named)
        return found

    return getaddrinfo


def is_address(host: Any) -> bool:
    """Return whether nothing is to be looked up: it is an address already, or none at all."""
    try:
        ipaddress.ip_address(host or "::")
    except ValueError:
        return False
    return True
