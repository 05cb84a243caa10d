"""The programs that fault tests run, each with a fault of its own or none."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

from tests.support.process import Program
from tests.support.waiting import until

SERVICE = "services.chassis.run"
PROGRAMS = {
    "judging": (SERVICE, "services.judging.service:SERVICE"),
    "scoring": (SERVICE, "services.scoring.service:SERVICE"),
    "relay": ("services.chassis.publishing.relay", "judging", "scoring"),
    "sample": (SERVICE, "tests.support.sample:SERVICE"),
}
USUAL = ("judging", "scoring", "relay")
POWER_CUT = 137


class Cast:
    """Judging, scoring and the relay, without faults until one is given.

    `flag` is the file of the program that was started last.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment, self._folder = environment, folder
        self._numbers = count()
        self._running: dict[str, Program] = {}
        self._faulty: dict[str, tuple[list[str], dict[str, str]]] = {}
        for name in USUAL:
            self._start(name, "none")
        for program in self._running.values():
            program.wait_ready(seconds=60)

    def give(self, name: str, fault: str, **changes: str) -> None:
        """Run a program with a fault; `changes` are to its environment."""
        self._end(name)
        self._start(name, fault, **changes)
        self._faulty[name] = (self._command, self._changed)
        self._running[name].wait_ready(seconds=60)

    def restarted(self, name: str, *, ended_with: int = POWER_CUT) -> None:
        """Wait until a program has met its fault, and start it again as the supervisor would."""
        program = self._running[name]
        assert until(lambda: program.process.poll(), seconds=60) == ended_with
        command, environment = self._faulty[name]
        again = Program(*command, environment=environment, log=program.log)
        self._running[name] = again.wait_ready(seconds=60)
        if name in USUAL and environment == self._environment:
            del self._faulty[name]  # its flag stands: it is whole again

    def heal(self) -> None:
        """Run every program without a fault again."""
        healed = list(self._faulty)
        for name in healed:
            self._end(name)
            if name in USUAL:
                self._start(name, "none")
        for name in healed:
            if name in USUAL:
                self._running[name].wait_ready(seconds=60)
        self._faulty.clear()

    def end(self) -> None:
        """End every program."""
        for name in list(self._running):
            self._end(name)

    def _start(self, name: str, fault: str, **changes: str) -> None:
        number = next(self._numbers)
        self.flag, log = self._folder / f"{name}-{number}.flag", self._folder / f"{name}-{number}.log"
        self._command = ["-m", "tests.chaos.faulty", fault, str(self.flag), *PROGRAMS[name]]
        self._changed = {**self._environment, **changes}
        self._running[name] = Program(*self._command, environment=self._changed, log=log)

    def _end(self, name: str) -> None:
        program = self._running.pop(name, None)
        if program is not None:
            program.kill()
