"""Run a service: `python -m services.chassis.run services.judging.service:SERVICE`."""

import os
import warnings

# Known, and decided on in docs/decisions: nameko stands on eventlet.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
# Names are looked up aside, below.
os.environ["EVENTLET_NO_GREENDNS"] = "yes"

import eventlet

eventlet.monkey_patch()

import signal
import sys
from importlib import import_module
from typing import Any

from nameko.constants import DEFAULT_SERIALIZER
from nameko.runners import ServiceRunner

from services.chassis.lookups import look_up_aside
from services.chassis.messaging.asking import SafeRpc
from services.chassis.settings import Settings
from services.chassis.storage.pending import pending_facts
from services.chassis.telemetry import HEART, configure_logging, serve_health, watch

MAX_WORKERS = 64


def with_introspection(service: type) -> type:
    """Return the service with the RPC method by which its pending facts can be asked for."""

    @SafeRpc.decorator  # type: ignore[untyped-decorator]
    def pending_facts_method(self: Any, request: dict[str, Any]) -> dict[str, Any]:
        """Answer {"pending": n, "oldest_seconds": x}."""
        pending, oldest = pending_facts(self.store.database)
        return {"answer": {"pending": pending, "oldest_seconds": oldest}}

    return type(service.__name__, (service,), {"pending_facts": pending_facts_method})


def main(path: str) -> None:
    """Run the service at `module:NAME` until a signal asks to stop."""
    module_name, _, attribute = path.partition(":")
    service = getattr(import_module(module_name), attribute)
    settings = Settings.from_environment()
    configure_logging(service.name, level=settings.log_level)
    look_up_aside()
    serve_health(settings.health_port, HEART)
    watch(
        HEART,
        thread=eventlet.patcher.original("threading").Thread,
        sleep=eventlet.patcher.original("time").sleep,
    )
    runner = ServiceRunner(
        {
            "AMQP_URI": settings.amqp_uri,
            "max_workers": MAX_WORKERS,
            "serializer": DEFAULT_SERIALIZER,
            "HEARTBEAT": 10,
        }
    )
    runner.add_service(with_introspection(service))
    stop = eventlet.event.Event()

    def ask_to_stop(*_: object) -> None:
        if not stop.ready():
            eventlet.spawn(stop.send, None)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    eventlet.spawn(_run, runner, stop)
    stop.wait()
    with eventlet.Timeout(5, False):
        runner.stop()


def _run(runner: ServiceRunner, stop: Any) -> None:
    try:
        runner.start()
        runner.wait()
    except Exception as error:  # noqa: BLE001 -- the process runner starts it again
        if not stop.ready():
            stop.send_exception(error)


if __name__ == "__main__":
    main(sys.argv[1])
