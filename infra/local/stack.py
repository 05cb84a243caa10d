"""A whole system, started and stopped as one thing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

import psutil  # type: ignore[import-untyped]

from infra.broker.topology import declare
from infra.local.addresses import Addresses
from infra.local.broker import broker_programs, broker_trouble
from infra.local.control import Control
from infra.local.credentials import settle_credentials
from infra.local.database import database_program, database_trouble
from infra.local.folder import CHECKOUT, RunFolder, write_private
from infra.local.ownership import StackRunning, end_leftovers, supervisor_pid, take_folder
from infra.local.ports import settle_ports
from infra.local.programs import ALL_PROGRAMS, Program, product_program
from infra.local.readiness import readiness_trouble
from infra.local.supervision import supervisor_config

__all__ = ["ALL_PROGRAMS", "Stack", "StackNotReady", "StackRunning"]

_PORTS = ("epmd", "dist", "amqp", "mongodb", *ALL_PROGRAMS)
_INFRASTRUCTURE_SECONDS = 90.0
_PAUSE = 0.05

# Set by who started us for their own broker or supervisor; ours must not hear of it.
_FOREIGN = ("RABBITMQ_", "ERL_", "SUPERVISOR_", "GUNICORN_")


class StackNotReady(RuntimeError):
    """Something did not come up in time; the message names it and says what it said last."""


class Stack(Addresses):
    """A private broker and database, and the product's processes, under one supervisor.

    Everything it writes is under `run_dir`, by default the checkout's `.run`; everything that
    listens does so on 127.0.0.1. Where AMQP_URI or MONGODB_URI is set, that one is used and none
    is started. The stack ends with the process that started it.

    `programs` are those to run, of ALL_PROGRAMS; `environment` is added to what they are told.
    """

    def __init__(
        self,
        run_dir: Path | None = None,
        *,
        programs: Sequence[str] = ALL_PROGRAMS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        unknown = set(programs) - set(ALL_PROGRAMS)
        if unknown:
            raise ValueError(f"no such program: {', '.join(sorted(unknown))}")
        super().__init__(RunFolder(run_dir), environment=environment or {})
        self._names = tuple(programs)
        self._control = Control(self._folder.socket)
        self._supervisor: subprocess.Popen[bytes] | None = None

    # Up and down.

    def start(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Start all; back when broker and database serve, the topology stands and programs are started.

        Raises StackRunning when the folder's stack is up already, BrokerMissing or DatabaseMissing
        when the machine lacks one, and StackNotReady when one does not come up.
        """
        tell = progress or (lambda message: None)
        self._folder.make()
        lock = take_folder(self._folder, progress=tell)
        try:
            for name in end_leftovers(self._folder):
                tell(f"ended {name}, left over from a run that was killed")
            self._launch(lock)
        finally:
            os.close(lock)
        try:
            self._bring_up(tell)
        except BaseException:
            self.stop()
            raise

    def wait_ready(self, timeout: float = 120) -> None:
        """Return when every program's /readyz says 200; StackNotReady names the one that does not."""
        deadline = time.monotonic() + timeout
        for name in self._names:
            self._await(name, partial(readiness_trouble, self.health_url(name)), deadline)

    def stop(self) -> None:
        """Stop all, callers before those they call, and wait for the end; nothing happens when it is down."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is not None:
            supervisor.terminate()
            supervisor.wait()

    def is_up(self) -> bool:
        """Return whether this object's supervisor runs."""
        return self._supervisor is not None and self._supervisor.poll() is None

    def wait_end(self) -> int:
        """Return when this object's supervisor has ended: 0 when it was asked to, by whomever."""
        return self._supervisor.wait() if self._supervisor is not None else 0

    def __enter__(self) -> "Stack":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # One program at a time; these also work on a stack that another process started.

    def pid(self, program: str) -> int | None:
        """Return the process id of `program`, "broker" or "database"; None while it is down."""
        info = self._control.processes().get(program)
        return info["pid"] or None if info else None

    def kill(self, program: str, sig: signal.Signals = signal.SIGKILL) -> int:
        """Send `sig` to `program` and return the process id that got it; ProcessLookupError when it is down."""
        pid = self.pid(program)
        if pid is None:
            raise ProcessLookupError(f"{program} is not running")
        (os.killpg if program == "broker" else os.kill)(pid, sig)
        return pid

    def stop_program(self, program: str) -> None:
        """Stop `program` and wait for its end; it stays down until started."""
        self._control.stop(self._address(program))

    def start_program(self, program: str) -> None:
        """Start `program`; it may not be ready yet when this returns."""
        self._control.start(self._address(program), wait=False)

    def state(self) -> dict[str, str]:
        """Return the supervisor's word for each program: RUNNING, STARTING, BACKOFF, STOPPED, ..."""
        return {name: info["statename"] for name, info in self._control.processes().items()}

    def processes(self) -> list[tuple[str, int]]:
        """Return program and process id of every process of the stack, children included."""
        pid = supervisor_pid(self._folder)
        if pid is None:
            return []
        found = [("supervisor", pid)]
        for name, info in self._control.processes().items():
            if info["pid"] and psutil.pid_exists(info["pid"]):
                family = [psutil.Process(info["pid"]), *psutil.Process(info["pid"]).children(recursive=True)]
                found += [(name, process.pid) for process in family]
        return found

    def _address(self, program: str) -> str:
        info = self._control.processes()[program]
        return f"{info['group']}:{info['name']}"

    def _launch(self, lock: int) -> None:
        self._ports = settle_ports(self._folder.ports, _PORTS)
        config = supervisor_config(self._folder, self._programs(), root=os.geteuid() == 0)
        write_private(self._folder.supervisor_config, config)
        words = [str(self._folder.supervisor_config), str(self._folder.started), str(os.getpid())]
        with self._folder.log("supervisor-errors").open("wb") as errors:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "infra.local.supervisor", *words],
                cwd=CHECKOUT,
                env=self._told(),
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=[lock],
                # Ctrl-C at the terminal is the owner's to hear; it stops us in order.
                start_new_session=True,
            )

    def _programs(self) -> list[Program]:
        programs: list[Program] = []
        if self.own_broker:
            programs += broker_programs(
                self._folder, settle_credentials(self._folder.credentials), self._ports
            )
        if self.own_database:
            programs.append(database_program(self._folder, self._ports))
        scratch = str(self._folder.temporary)
        return programs + [product_program(n, port=self._ports[n], scratch=scratch) for n in self._names]

    def _told(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        return {
            **inherited,
            "AMQP_URI": self.amqp_uri,
            "MONGODB_URI": self.mongodb_uri,
            "DARKHORSE_SETUP_TOKEN": self.setup_token,
            "DARKHORSE_PUBLIC_URL": self.public_url,
            "DARKHORSE_LIVE_URL": self.live_url,
            "DARKHORSE_RUN_DIR": str(self.run_dir),
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self._folder.temporary),
            **self._environment,
        }

    def _bring_up(self, tell: Callable[[str], None]) -> None:
        deadline = time.monotonic() + _INFRASTRUCTURE_SECONDS
        tell("starting broker and database")
        self._await("supervisor", self._control.trouble, deadline)
        ours = self._ports if self.own_database else None
        self._await("database", lambda: database_trouble(self.mongodb_uri, ports=ours), deadline)
        self._await("broker", lambda: broker_trouble(self.amqp_uri), deadline)
        tell("declaring exchanges and queues")
        declare(self.amqp_uri)
        if self._names:
            tell(f"starting {', '.join(self._names)}")
        for name in self._names:
            self.start_program(name)

    def _await(self, name: str, trouble: Callable[[], str | None], deadline: float) -> None:
        while (why := trouble()) is not None:
            if not self.is_up():
                errors = self._folder.last_lines("supervisor-errors") or self._folder.last_lines("supervisor")
                raise StackNotReady(f"the supervisor ended:\n{errors}")
            if time.monotonic() > deadline:
                state = self.state().get(name, "not started here")
                said = self._folder.last_lines(name)
                raise StackNotReady(f"{name} is not ready ({state}): {why}\nIts last words:\n{said}")
            time.sleep(_PAUSE)
