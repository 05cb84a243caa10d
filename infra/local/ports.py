"""The ports of a stack: free ones on 127.0.0.1, the same ones again after a restart where possible."""

import json
import random
import socket
from collections.abc import Callable, Collection
from pathlib import Path

from infra.local.folder import write_private

# Below Linux's ephemeral range (32768 and up): a port from that range can be lost, while its
# program restarts, to the source port of any client, even one that connects to itself.
_FIRST, _LAST = 15_000, 31_999


def is_free(port: int) -> bool:
    """Return whether a program could listen on 127.0.0.1:`port` now."""
    with socket.socket() as probe:
        # As the programs do themselves; without it a port just left counts as taken for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def keep_or_pick(
    kept: dict[str, int],
    names: Collection[str],
    *,
    free: Callable[[int], bool] = is_free,
    rng: random.Random | None = None,
) -> dict[str, int]:
    """Return a port per name: the kept one while it is free, else another free one; no port twice."""
    rng = rng or random.SystemRandom()
    ports = {name: kept[name] for name in names if name in kept and free(kept[name])}
    for name in names:
        while name not in ports:
            port = rng.randint(_FIRST, _LAST)
            if port not in ports.values() and free(port):
                ports[name] = port
    return ports


def read_ports(path: Path) -> dict[str, int]:
    """Return the ports that the stack used last; none when there was no stack."""
    try:
        return {str(name): int(port) for name, port in json.loads(path.read_text()).items()}
    except (FileNotFoundError, ValueError):
        return {}


def settle_ports(path: Path, names: Collection[str]) -> dict[str, int]:
    """Return the ports to use now, and keep them in `path` for the next time."""
    ports = keep_or_pick(read_ports(path), names)
    write_private(path, json.dumps(ports, indent=1) + "\n")
    return ports
