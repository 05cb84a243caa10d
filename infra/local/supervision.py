"""What the supervisor is told: programs written as supervisord's configuration.

Format: http://supervisord.org/configuration.html
"""

import getpass
import shlex
from collections.abc import Iterable

from infra.local.folder import CHECKOUT, RunFolder
from infra.local.programs import TIERS, Program

# It never gives up; how long it waits between tries is capped where it runs.
_TRIES = 1_000_000_000


def supervisor_config(folder: RunFolder, programs: Iterable[Program], *, root: bool) -> str:
    """Return supervisord's configuration for `programs`, which stop tier by tier."""
    programs = list(programs)
    sections = [_supervisor(folder, root=root)]
    for tier, priority in TIERS.items():
        names = [program.name for program in programs if program.tier == tier]
        if names:
            sections.append(_section(f"group:{tier}", {"programs": ",".join(names), "priority": priority}))
    sections += [_program(folder, program) for program in programs]
    return "\n".join(sections)


def _supervisor(folder: RunFolder, *, root: bool) -> str:
    settings = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": folder.log("supervisor"),
        "logfile_maxbytes": "1MB",
        "logfile_backups": 1,
        "pidfile": folder.supervisor_pid,
        "childlogdir": folder.logs,
        "directory": CHECKOUT,
        "umask": "077",
    }
    if root:
        settings["user"] = getpass.getuser()
    factory = "supervisor.rpcinterface:make_main_rpcinterface"
    return "\n".join(
        [
            _section("supervisord", settings),
            _section("unix_http_server", {"file": folder.socket, "chmod": "0700"}),
            _section("rpcinterface:supervisor", {"supervisor.rpcinterface_factory": factory}),
        ]
    )


def _program(folder: RunFolder, program: Program) -> str:
    environment = ",".join(f"{name}={_quoted(value)}" for name, value in program.environment.items())
    settings: dict[str, object] = {
        "command": shlex.join(program.command),
        "environment": environment,
        "autostart": _word(program.starts_alone),
        "autorestart": "true",
        # One that dies younger than this is waited for a little longer each time.
        "startsecs": 5,
        "startretries": _TRIES,
        "stopwaitsecs": program.stop_seconds,
        "stopasgroup": _word(program.group_dies),
        "killasgroup": "true",
        "redirect_stderr": "true",
        # supervisord expands this one twice.
        "stdout_logfile": str(folder.log(program.name)).replace("%", "%%"),
        "stdout_logfile_maxbytes": "5MB",
        "stdout_logfile_backups": 2,
    }
    return _section(f"program:{program.name}", settings)


def _section(name: str, settings: dict[str, object]) -> str:
    lines = [f"{key} = {str(value).replace('%', '%%')}" for key, value in settings.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _quoted(value: str) -> str:
    # supervisord knows no escapes here: a value with both kinds of quotes cannot be written.
    return f"'{value}'" if '"' in value else f'"{value}"'


def _word(flag: bool) -> str:
    return "true" if flag else "false"
