"""A RabbitMQ node of one's own: own name, cookie, ports and folders, on 127.0.0.1 only.

The distribution's package is used, but neither its system service nor its user. Names of variables
and settings: https://www.rabbitmq.com/docs/3.10/configure
"""

import shutil
from pathlib import Path
from urllib.parse import quote

import pika
from pika.exceptions import AMQPError

from infra.local.credentials import Credentials
from infra.local.folder import RunFolder, write_private
from infra.local.programs import Program

VHOST = "darkhorse"
_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

_SETTINGS = """\
listeners.tcp.1 = 127.0.0.1:{port}
default_vhost = {vhost}
default_user = {user}
default_pass = {password}
default_permissions.configure = .*
default_permissions.read = .*
default_permissions.write = .*
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 200MB
raft.wal_max_size_bytes = {log_file}
log.console = true
log.console.level = info
log.file = false
"""

# What quorum queues have on disk is in memory as well until a log file of this size is full; the usual
# 512 MB would be all that the broker may have.
_LOG_FILE = 64 * 1024 * 1024

# Two schedulers that do not spin: an idle broker then costs next to no processor. A node that is
# given its name here does not start a second Erlang just to see whether there is a port mapper, nor
# a port mapper that nobody watches whenever ours is away.
_ERLANG = (
    "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none +P 65536 -start_epmd false -sname {node}"
    " -kernel inet_dist_use_interface {{127,0,0,1}}"
    " -kernel inet_dist_listen_min {dist} -kernel inet_dist_listen_max {dist}"
)


class BrokerMissing(RuntimeError):
    """There is no RabbitMQ on this machine; the message says what to do."""


def broker_uri(credentials: Credentials, ports: dict[str, int]) -> str:
    """Return the URI by which the node is reached."""
    return (
        f"amqp://{credentials.user}:{quote(credentials.password, safe='')}@127.0.0.1:{ports['amqp']}/{VHOST}"
    )


def broker_programs(folder: RunFolder, credentials: Credentials, ports: dict[str, int]) -> list[Program]:
    """Write what the node reads and return its programs: Erlang's port mapper and the node."""
    epmd = shutil.which("epmd")
    if not epmd or not _SERVER.exists():
        raise BrokerMissing(
            "RabbitMQ is not installed: run `make setup`, or set AMQP_URI to a broker of yours"
        )
    _write_files(folder, credentials, ports)
    names = {"ERL_EPMD_PORT": str(ports["epmd"]), "ERL_EPMD_ADDRESS": "127.0.0.1"}
    mapper = Program(
        name="epmd",
        tier="names",
        command=(epmd, "-port", str(ports["epmd"]), "-address", "127.0.0.1"),
        starts_alone=True,
    )
    node = Program(
        name="broker",
        tier="stores",
        # The server is told to allow input and then that there is none: so the shell script gives
        # way to Erlang itself, and signals meet the node and not a script that starts another.
        command=(str(_SERVER), "-noinput"),
        environment={**names, **_environment(folder, credentials, ports)},
        starts_alone=True,
        stop_seconds=40,
        group_dies=True,
    )
    return [mapper, node]


def broker_trouble(uri: str) -> str | None:
    """Return why nobody can connect to `uri` now; None when one can."""
    parameters = pika.URLParameters(uri)
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = 5
    parameters.connection_attempts = 1
    try:
        pika.BlockingConnection(parameters).close()
    except (AMQPError, OSError) as error:
        return repr(error)
    return None


def _write_files(folder: RunFolder, credentials: Credentials, ports: dict[str, int]) -> None:
    settings = _SETTINGS.format(
        port=ports["amqp"],
        vhost=VHOST,
        user=credentials.user,
        password=credentials.password,
        log_file=_LOG_FILE,
    )
    write_private(folder.broker / "rabbitmq.conf", settings)
    write_private(folder.broker / "enabled_plugins", "[].\n")
    cookie = folder.broker / ".erlang.cookie"
    if not cookie.exists():
        write_private(cookie, credentials.cookie)
        cookie.chmod(0o400)


def _environment(folder: RunFolder, credentials: Credentials, ports: dict[str, int]) -> dict[str, str]:
    home = folder.broker
    return {
        "HOME": str(home),
        "RABBITMQ_ALLOW_INPUT": "1",
        "RABBITMQ_NODENAME": credentials.node,
        "RABBITMQ_DIST_PORT": str(ports["dist"]),
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(folder.logs),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG.format(node=credentials.node, dist=ports["dist"]),
    }
