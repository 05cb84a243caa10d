"""Work on what strangers sent, in a process that can do little harm.

The process knows no address and no password of ours, gives way to everybody else, and is ended
when it needs more memory, processor or time than it was given. It can still read what its user can.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ")
NICE = 10
OPEN_FILES = 64
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Megabytes of memory, seconds of processor, seconds by the clock, megabytes of a file."""

    memory: int
    processor: int
    clock: float
    file: int


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, None when it was ended by a limit or a fault; what it said."""

    code: int | None
    said: str


def run_confined(module: str, *words: str, folder: Path, limits: Limits) -> Ended:
    """Run `python -m module words` in `folder` and wait for its end, letting green threads go on.

    The module calls `confine` before it touches what strangers sent.
    """
    said = folder / "said"
    with said.open("wb") as output, (folder / "complained").open("wb") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", module, *words],
            cwd=folder,
            env=_environment(limits),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaints,
            start_new_session=True,
        )
        code = _wait(process, limits.clock)
    return Ended(code, said.read_text(encoding="utf-8", errors="replace"))


def confine(environment: Mapping[str, str] = os.environ) -> None:
    """Take the limits upon this process that `run_confined` was given; there is no way back."""
    memory, processor, file = (int(part) for part in environment["DARKHORSE_LIMITS"].split())
    os.nice(NICE)
    _limit(resource.RLIMIT_AS, memory * MEGABYTE)
    _limit(resource.RLIMIT_CPU, processor)
    _limit(resource.RLIMIT_FSIZE, file * MEGABYTE)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)


def _environment(limits: Limits) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    told = f"{limits.memory} {limits.processor} {limits.file}"
    return {**passed_on, "PYTHONPATH": str(ROOT), "DARKHORSE_LIMITS": told}


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> int | None:
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        # Its group too, and also when whoever waits is ended.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return code if code >= 0 else None


def _limit(kind: int, most: int) -> None:
    resource.setrlimit(kind, (most, most))
