"""One stack per run folder: who holds it, and what a dead one left behind."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable

import psutil  # type: ignore[import-untyped]

from infra.local.folder import RunFolder

_LAST_STOP_SECONDS = 90.0
_GRACE_SECONDS = 20.0
_PAUSE = 0.05


class StackRunning(RuntimeError):
    """A stack runs from this folder already; the message says which and how to stop it."""


def take_folder(folder: RunFolder, *, progress: Callable[[str], None]) -> int:
    """Return an open file that holds the folder for this process and for who inherits it.

    A stack whose owner is dead is stopping by itself and is waited for. Raises StackRunning when
    the folder is held by one that is alive.
    """
    lock = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + _LAST_STOP_SECONDS
    try:
        while not _locked(lock):
            owner = _owner(lock)
            if owner or time.monotonic() > deadline:
                raise StackRunning(_refusal(folder, owner))
            progress("waiting for the last run to stop")
            _until_locked_or(lock, min(deadline, time.monotonic() + 5))
        me = {"pid": os.getpid(), "since": psutil.Process().create_time()}
        os.ftruncate(lock, 0)
        os.pwrite(lock, json.dumps(me).encode(), 0)
    except BaseException:
        os.close(lock)
        raise
    return lock


def is_held(folder: RunFolder) -> bool:
    """Return whether a stack runs, or is still stopping, in `folder`."""
    try:
        lock = os.open(folder.lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _locked(lock)
    finally:
        os.close(lock)


def supervisor_pid(folder: RunFolder) -> int | None:
    """Return the process id of the supervisor that runs from `folder`, if one does."""
    try:
        pid = int(folder.supervisor_pid.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return pid if _of_this_folder(pid, folder) else None


def end_running(folder: RunFolder, *, timeout: float = _LAST_STOP_SECONDS) -> bool:
    """Stop the stack that runs from `folder` and wait for its end; False when there was none.

    Raises StackRunning when it has not ended in `timeout` seconds.
    """
    pid = supervisor_pid(folder)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while is_held(folder):
        if time.monotonic() > deadline:
            raise StackRunning(f"the supervisor, process {pid}, has not ended in {timeout:.0f} s")
        time.sleep(_PAUSE)
    return True


def end_leftovers(folder: RunFolder) -> list[str]:
    """End what a killed supervisor left running, and return its names.

    Only processes that it noted, and that still say by their environment that they belong here:
    a process id may belong to someone else by now. Call it while holding the folder.
    """
    left = {}
    for note in [*folder.started.iterdir()]:
        pid = int(note.read_text() or 0)
        if pid and _of_this_folder(pid, folder):
            left[note.name] = psutil.Process(pid)
    for sig, patience in ((signal.SIGTERM, _GRACE_SECONDS), (signal.SIGKILL, 5.0)):
        for process in left.values():
            _signal_group(process, sig)
        psutil.wait_procs(list(left.values()), timeout=patience)
    for note in [*folder.started.iterdir()]:
        note.unlink()
    folder.socket.unlink(missing_ok=True)
    folder.supervisor_pid.unlink(missing_ok=True)
    return sorted(left)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until_locked_or(lock: int, deadline: float) -> None:
    while time.monotonic() < deadline and not _locked(lock):
        time.sleep(_PAUSE)


def _owner(lock: int) -> int | None:
    try:
        record = json.loads(os.pread(lock, 200, 0))
        alive = psutil.Process(record["pid"]).create_time() == record["since"]
    except (ValueError, psutil.NoSuchProcess):
        return None
    return int(record["pid"]) if alive else None


def _refusal(folder: RunFolder, owner: int | None) -> str:
    holder = f"started by process {owner}" if owner else f"its supervisor is process {supervisor_pid(folder)}"
    return f"a stack runs from {folder.root} already ({holder}); `make stop` ends it"


def _of_this_folder(pid: int, folder: RunFolder) -> bool:
    try:
        return bool(psutil.Process(pid).environ().get("DARKHORSE_RUN_DIR") == str(folder.root))
    except psutil.Error:
        return False


def _signal_group(process: psutil.Process, sig: signal.Signals) -> None:
    try:
        if process.is_running() and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, sig)
    except ProcessLookupError:
        pass
