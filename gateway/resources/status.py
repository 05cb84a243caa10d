"""How the whole system is."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pika.exceptions import AMQPError

from gateway.clients import AskDoor, Fault, Unavailable
from gateway.resources.doors import doors
from gateway.resources.room import Room
from schemas.api.status import StatusAnswer
from schemas.refusal import Refusal
from schemas.routes import SERVICES, UNROUTABLE
from services.chassis.publishing.depths import depths

blp = Room("status", __name__, description="How the system is")

PATIENCE_SECONDS = 3.0


@blp.route("/status")
@blp.response(200, StatusAnswer)
def get_status() -> Any:
    """Return what is pending, what waits in queues, and what was given up."""
    return system_status()


def system_status() -> dict[str, Any]:
    """Return the status of every service and queue; what does not answer is said, not raised."""
    through = doors()
    with ThreadPoolExecutor(len(SERVICES)) as at_once:
        programs = list(at_once.map(lambda name: _service(through.ask, name), SERVICES))
    queues = _queues(through.settings.amqp_uri)
    unroutable = None if queues is None else sum(q["dead"] for q in queues if q["name"] == UNROUTABLE)
    dead = None if queues is None else sum(q["dead"] for q in queues if q["name"] != UNROUTABLE)
    return {
        "programs": programs,
        "pending": sum(program["pending"] or 0 for program in programs),
        "dead_letters": dead,
        "unroutable": unroutable,
        "queues": [q for q in queues or [] if q["name"] != UNROUTABLE],
    }


def _service(ask: AskDoor, name: str) -> dict[str, Any]:
    try:
        answer = ask.call(name, "pending_facts", {"data": {}}, timeout=PATIENCE_SECONDS)
    except (Unavailable, Fault, Refusal):
        return {"name": name, "answers": False, "pending": None, "oldest_seconds": None}
    return {"name": name, "answers": True, **answer}


def _queues(amqp_uri: str) -> list[dict[str, Any]] | None:
    try:
        return [{"name": d.name, "ready": d.ready, "dead": d.dead} for d in depths(amqp_uri)]
    except (AMQPError, OSError, LookupError):
        return None
