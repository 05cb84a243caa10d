"""What a stack runs: a table of programs, and the tiers in which they stop."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# From name, port and scratch folder to the words of a command.
Command = Callable[[str, int, str], tuple[str, ...]]

SERVICES = ("registration", "judging", "scoring", "matching")
ALL_PROGRAMS = (*SERVICES, "relay", "gateway", "live")
INFRASTRUCTURE = ("epmd", "broker", "database")

# Who calls stops before who is called: the highest number first.
TIERS = {"names": 10, "stores": 20, "services": 30, "web": 40}


@dataclass(frozen=True)
class Program:
    """A process to keep running.

    `stop_seconds` is how long it may take to end by itself; `group_dies` says that its children
    live and die with it.
    """

    name: str
    tier: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    starts_alone: bool = False
    stop_seconds: int = 15
    group_dies: bool = False

    @property
    def address(self) -> str:
        """The name by which the supervisor knows it."""
        return f"{self.tier}:{self.name}"


def _service(name: str, port: int, scratch: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "services.chassis.run", f"services.{name}.service:SERVICE")


def _relay(name: str, port: int, scratch: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "services.chassis.publishing.relay", *SERVICES)


def _live(name: str, port: int, scratch: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "gateway.live", "--bind", f"127.0.0.1:{port}")


def _gateway(name: str, port: int, scratch: str) -> tuple[str, ...]:
    where = ("--bind", f"127.0.0.1:{port}", "--worker-tmp-dir", scratch, "--no-control-socket")
    return (sys.executable, "-m", "gunicorn", *where, "--config", "python:gateway.serving")


def _behind(command: Command) -> Command:
    """Let others go first: where phones send more than can be counted, they wait and no queue grows."""
    return lambda name, port, scratch: ("nice", "-n", "2", *command(name, port, scratch))


def _before(command: Command) -> Command:
    """Go before others where the system allows it: a change is to be with thousands within a second.

    `nice` says so and runs the program as it is where it may not.
    """
    return lambda name, port, scratch: ("nice", "-n", "-5", *command(name, port, scratch))


_COMMANDS: Mapping[str, tuple[str, Command]] = {
    **dict.fromkeys(SERVICES, ("services", _service)),
    "relay": ("services", _relay),
    "gateway": ("web", _behind(_gateway)),
    "live": ("web", _before(_live)),
}


def product_program(name: str, *, port: int, scratch: str) -> Program:
    """Return the program called `name`, its health on `port`; KeyError for a name not in ALL_PROGRAMS."""
    tier, command = _COMMANDS[name]
    return Program(
        name=name,
        tier=tier,
        command=command(name, port, scratch),
        environment={"DARKHORSE_HEALTH_PORT": str(port)},
    )
