"""supervisord as a stack runs it: it ends with its owner, is patient, and notes what it starts.

python -m infra.local.supervisor <configuration> <folder for notes> <owner's process id>
"""

# mypy: ignore-errors
# supervisord carries no types, and this module is nothing but its subclasses.

import ctypes
import os
import resource
import signal
import sys
import time
from pathlib import Path

from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ProcessConfig, ServerOptions
from supervisor.poller import Poller
from supervisor.process import Subprocess
from supervisor.states import ProcessStates
from supervisor.supervisord import Supervisor

LONGEST_WAIT = 10.0

# supervisord looks at its children between two polls; its own choice, a second, is a second more
# for every restart and for every tier that stops.
_TICK = 0.2
# Enough for thousands of phones at one process; more only makes Erlang's tables larger.
_OPEN_FILES = 20_000
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class QuickPoller(Poller):
    """Returns sooner than supervisord asks."""

    def poll(self, timeout):
        return super().poll(min(timeout, _TICK))


class PatientProcess(Subprocess):
    """Waits a second longer before each new try, never over LONGEST_WAIT; notes its process id."""

    def spawn(self):
        pid = super().spawn()
        if pid:
            (self.config.options.notes / self.config.name).write_text(str(pid))
        return pid

    def change_state(self, new_state, expected=True):
        changed = super().change_state(new_state, expected)
        if new_state == ProcessStates.BACKOFF:
            self.delay = min(self.delay, time.time() + LONGEST_WAIT)
        return changed


class PatientConfig(ProcessConfig):
    """Makes processes that are patient."""

    def make_process(self, group=None):
        process = PatientProcess(self)
        process.group = group
        return process


class OwnedOptions(ServerOptions):
    """supervisord's view of the system, with an owner.

    When the owner is gone, the supervisor stops all in order; when the supervisor itself is
    killed, the kernel asks its children to stop.
    """

    def __init__(self, *, notes: Path, owner: int) -> None:
        super().__init__()
        self.poller = QuickPoller(self)
        self.notes = notes
        self._owner: int | None = owner
        self._own_pid = os.getpid()

    def processes_from_section(self, parser, section, group_name, klass=None):
        return super().processes_from_section(parser, section, group_name, PatientConfig)

    def get_signal(self):
        if self._owner is not None and os.getppid() != self._owner:
            self._owner = None
            self.logger.warn("the process that started this stack is gone")
            return signal.SIGTERM
        return super().get_signal()

    def setpgrp(self):
        # supervisord calls this in a new child, before it becomes the program.
        super().setpgrp()
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
        if os.getppid() != self._own_pid:
            os._exit(1)

    def cleanup_fds(self) -> None:
        """Close nothing: what is open here, the run folder's lock, must stay so."""


def main() -> None:
    """Supervise until told to stop, or until the owner is gone."""
    configuration, notes, owner = sys.argv[1:]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    options = OwnedOptions(notes=Path(notes), owner=int(owner))
    options.realize(["-c", configuration])
    options.first, options.test = True, False
    try:
        Supervisor(options).main()
    except ExitNow:
        pass
    finally:
        options.close_httpservers()
        options.close_logger()


if __name__ == "__main__":
    main()
