"""Talks with a running supervisor. Interface: http://supervisord.org/api.html"""

import time
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import Faults, SupervisorTransport  # type: ignore[import-untyped]

_PAUSE = 0.05


class Control:
    """One call per question to the supervisor at `socket`."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def trouble(self) -> str | None:
        """Return why the supervisor cannot be asked now; None when it can."""
        try:
            self._ask("getState")
        except OSError as error:
            return repr(error)
        return None

    def processes(self) -> dict[str, dict[str, Any]]:
        """Return what the supervisor knows of each program, by the program's name; none when it is down."""
        try:
            return {info["name"]: info for info in self._ask("getAllProcessInfo")}
        except (FileNotFoundError, ConnectionRefusedError):
            return {}

    def start(self, address: str, *, wait: bool) -> None:
        """Start the program at `address`; nothing happens when it runs."""
        self._ask("startProcess", address, wait, unless=Faults.ALREADY_STARTED)

    def stop(self, address: str) -> None:
        """Stop the program at `address` and wait until it has ended; nothing happens when it is down."""
        # Asked to wait itself, supervisord turns in circles until the program has ended.
        self._ask("stopProcess", address, False, unless=Faults.NOT_RUNNING)
        while self._ask("getProcessInfo", address)["statename"] == "STOPPING":
            time.sleep(_PAUSE)

    def _ask(self, method: str, *arguments: object, unless: int | None = None) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        try:
            proxy = ServerProxy("http://127.0.0.1", transport=transport)
            return getattr(proxy.supervisor, method)(*arguments)
        except Fault as fault:
            if fault.faultCode != unless:
                raise
            return None
        finally:
            transport.close()
