"""Phones that listen, all in one process: `python -m loadtests.crowd.phones`.

Told what to do by lines of JSON on standard input, each answered by one. They come back as a
browser would: after the time that the stream said, with the last id that they have.
"""

import heapq
import json
import os
import resource
import select
import socket
import sys
import time
from contextlib import suppress
from typing import Any

import numpy as np

FILES_KEPT_BACK = 100
AT_ONCE = 2000
RETRY_MS = 3000
ALIKE: dict[bytes, str] = {}


class Phone:
    """One connection. `arrived` is, for each topic, the numbers that came and when."""

    __slots__ = ("arrived", "back", "last_id", "place", "rest", "retry", "socket")

    def __init__(self, place: int) -> None:
        self.place = place
        self.socket: socket.socket | None = None
        self.last_id = ""
        self.rest = b""
        self.retry = RETRY_MS / 1000
        self.back = 0.0
        self.arrived: dict[str, tuple[list[int], list[float]]] = {}

    def read(self, data: bytes, now: float) -> None:
        """Take what came. Most often it is what all others got, and is taken apart but once."""
        if not self.rest and self.back and (known := ALIKE.get(data)):
            self._take(known, now)
            return
        data = self.rest + data
        if not self.back:
            data = data.replace(b"\r\n", b"\n")
        *blocks, self.rest = data.split(b"\n\n")
        if len(blocks) == 1 and not self.rest and self.back and b"id: " in data:
            ALIKE.clear()
            ALIKE[data] = next(line for line in data.split(b"\n") if line.startswith(b"id: "))[4:].decode()
        for block in blocks:
            if not self.back and block.startswith(b"HTTP/1.1 200"):
                self.back = now
            for line in block.split(b"\n"):
                if line.startswith(b"id: "):
                    self._take(line[4:].decode(), now)
                elif line.startswith(b"retry: "):
                    self.retry = int(line[7:]) / 1000

    def newest(self, topic: str) -> int:
        """Return the newest number of a topic that it has."""
        numbers, _ = self.arrived.get(topic, ((0,), ()))
        return numbers[-1]

    def _take(self, last_id: str, now: float) -> None:
        self.last_id = last_id
        topic, _, number = last_id.rpartition(",")[2].rpartition(":")
        if topic:
            numbers, times = self.arrived.setdefault(topic, ([], []))
            numbers.append(int(number))
            times.append(now)


class Phones:
    """Every phone, on one loop."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._phones: list[Phone] = []
        self._by_file: dict[int, Phone] = {}
        self._to_come: list[tuple[float, int]] = []
        self._connecting: set[int] = set()
        self._where = ("", 0, "")
        self.refused = 0

    def run(self) -> None:
        """Do what is told until standard input ends."""
        told = sys.stdin.fileno()
        self._epoll.register(told, select.EPOLLIN)
        while True:
            for file, _ in self._epoll.poll(0.05, 1024):
                if file != told:
                    self._hear(self._by_file[file])
                    continue
                line = sys.stdin.readline()
                if not line:
                    return
                command = json.loads(line)
                answer = getattr(self, f"do_{command.pop('do')}")(**command)
                print(json.dumps(answer), flush=True)
            self._bring_back()

    # What may be told.

    def do_connect(self, *, host: str, port: int, path: str, count: int) -> dict[str, Any]:
        """Let `count` phones come, all at once as far as the other side takes them."""
        if not host.startswith("127."):
            raise SystemExit("only this machine is put under load")
        self._where = (host, port, path)
        self._phones = [Phone(place) for place in range(count)]
        self._to_come = [(0.0, place) for place in range(count)]
        return {}

    def do_state(self, *, topic: str = "", number: int = 0) -> dict[str, Any]:
        """Return how many are connected, and how many do not yet have that number."""
        return {
            "connected": sum(1 for phone in self._phones if phone.back),
            "behind": sum(1 for phone in self._phones if phone.newest(topic) < number) if topic else 0,
            "refused": self.refused,
        }

    def do_back(self, *, since: float) -> dict[str, Any]:
        """Return how many seconds after a moment the first and the last were connected again."""
        seconds = sorted(phone.back - since for phone in self._phones if phone.back > since)
        return {"first": seconds[0], "last": seconds[-1], "connected": len(seconds)}

    def do_waits(self, *, made: dict[str, list[tuple[int, float]]]) -> dict[str, Any]:
        """Return the waits in seconds for what was made (number and time, by topic).

        A change has arrived with the first state that is as new or newer. `waits` are of all
        phones and changes, as percentiles; `firsts` and `lasts` are those of the first and of the
        last phone, by change, None where it never came.
        """
        waits = np.vstack([self._waits(phone, made) for phone in self._phones])
        came = waits[np.isfinite(waits)]
        return {
            "p50": float(np.percentile(came, 50)) if came.size else None,
            "p99": float(np.percentile(came, 99)) if came.size else None,
            "firsts": _finite(waits.min(axis=0)),
            "lasts": _finite(waits.max(axis=0)),
            "never": int(np.sum(~np.isfinite(waits))),
        }

    def do_forget(self) -> dict[str, Any]:
        """Forget what came, save the newest."""
        for phone in self._phones:
            for numbers, times in phone.arrived.values():
                del numbers[:-1], times[:-1]
        return {}

    def do_leave(self) -> dict[str, Any]:
        """Hang up, all of them."""
        for phone in self._phones:
            self._hang_up(phone)
        self._phones, self._to_come, self._connecting = [], [], set()
        return {}

    # How it is done.

    @staticmethod
    def _waits(phone: Phone, made: dict[str, list[tuple[int, float]]]) -> Any:
        waits = []
        for topic, changes in made.items():
            numbers, times = phone.arrived.get(topic, ([], []))
            wanted, since = zip(*changes, strict=True)
            places = np.searchsorted(np.array(numbers), np.array(wanted), side="left")
            waits.append(np.append(np.array(times, dtype=float), np.inf)[places] - np.array(since))
        return np.concatenate(waits)

    def _bring_back(self) -> None:
        now = time.monotonic()
        while self._to_come and self._to_come[0][0] <= now and len(self._connecting) < AT_ONCE:
            self._call(self._phones[heapq.heappop(self._to_come)[1]])

    def _call(self, phone: Phone) -> None:
        host, port, path = self._where
        phone.socket = client = socket.socket()
        back = f"Last-Event-ID: {phone.last_id}\r\n" if phone.last_id else ""
        phone.back, phone.rest = 0.0, b""
        self._connecting.add(phone.place)
        try:
            # On one machine this is at once; the kernel of the other side takes it before its process does.
            client.settimeout(0.5)
            client.connect((host, port))
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: live\r\n{back}\r\n".encode())
            client.setblocking(False)
        except OSError:
            self._lost(phone)
            return
        self._by_file[client.fileno()] = phone
        self._epoll.register(client.fileno(), select.EPOLLIN)

    def _hear(self, phone: Phone) -> None:
        assert phone.socket is not None  # noqa: S101 -- for the type checker
        try:
            data = phone.socket.recv(8_192)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lost(phone)
            return
        phone.read(data, time.time())
        if phone.back:
            self._connecting.discard(phone.place)

    def _lost(self, phone: Phone) -> None:
        if not phone.back:
            self.refused += 1
        self._hang_up(phone)
        phone.back = 0.0
        heapq.heappush(self._to_come, (time.monotonic() + phone.retry, phone.place))

    def _hang_up(self, phone: Phone) -> None:
        self._connecting.discard(phone.place)
        if phone.socket is not None:
            self._by_file.pop(phone.socket.fileno(), None)
            phone.socket.close()
            phone.socket = None


def allow_files(count: int) -> None:
    """Let this process open so many connections; SystemExit says what is missing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = count + FILES_KEPT_BACK
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(
            f"{count:,} connections need {needed:,} open files in one process, and {hard:,} are allowed: "
            f"raise the limit (ulimit -Hn), or take --crowd {max(0, hard - FILES_KEPT_BACK)}"
        )
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def _finite(waits: Any) -> list[float | None]:
    return [float(wait) if np.isfinite(wait) else None for wait in waits]


if __name__ == "__main__":
    # Phones have processors of their own; where the system allows it, these need not wait for ours.
    with suppress(PermissionError):
        os.nice(-5)
    allow_files(int(sys.argv[1]))
    Phones().run()
