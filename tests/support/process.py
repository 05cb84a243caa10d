"""Processes that a test starts, and ends by pid."""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.waiting import until

CHECKOUT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """A Python program with a health port, its output kept in a file; it runs from when it is made."""

    def __init__(self, *arguments: str, environment: Mapping[str, str], log: Path) -> None:
        self.environment = environment
        self.log = log
        self._command = [sys.executable, *arguments]
        self.start()

    def start(self) -> None:
        """Start it, again once it has ended; it may not be ready yet when this returns."""
        self.port = free_port()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self._command,
                env={**self.environment, "DARKHORSE_HEALTH_PORT": str(self.port)},
                cwd=CHECKOUT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @classmethod
    def service(cls, path: str, *, environment: Mapping[str, str], log: Path) -> "Program":
        return cls("-m", "services.chassis.run", path, environment=environment, log=log)

    @classmethod
    def relay(cls, *services: str, environment: Mapping[str, str], log: Path) -> "Program":
        return cls("-m", "services.chassis.publishing.relay", *services, environment=environment, log=log)

    @classmethod
    def at(cls, url: str) -> "Program":
        """Return a program that somebody else runs, to ask for its health."""
        program = cls.__new__(cls)
        program.port = int(url.rpartition(":")[2])
        return program

    def alive(self) -> bool:
        """Return whether it answers."""
        return self._asked("/healthz") == 200

    def ready(self) -> bool:
        """Return whether it says that it consumes."""
        return self._asked("/readyz") == 200

    def wait_ready(self, *, seconds: float = 60) -> "Program":
        until(lambda: self.ready() or self._ended(), seconds=seconds)
        return self

    def metrics(self) -> str:
        """Return its metrics as Prometheus reads them."""
        return self._get("/metrics")[1]

    def metric(self, name: str, **labels: str) -> float:
        """Return one sample of its metrics, 0 when it has none."""
        wanted = ",".join(f'{key}="{value}"' for key, value in labels.items())
        for line in self.metrics().splitlines():
            if line.startswith(f"{name}{{{wanted}}} "):
                return float(line.rsplit(" ", 1)[1])
        return 0.0

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=60)

    def _asked(self, path: str) -> int | None:
        try:
            return self._get(path)[0]
        except (OSError, http.client.HTTPException):
            return None

    def _get(self, path: str) -> tuple[int, str]:
        # It is asked many times a second: httpx would read all certificates of the world each time.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def _ended(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"ended with {self.process.returncode}:\n{self.log.read_text()[-3000:]}")
        return False
