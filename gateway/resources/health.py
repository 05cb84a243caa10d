"""Whether the process is up and of use. Not part of the API."""

from typing import Any

from flask import Blueprint, Response, jsonify

from gateway.clients import Fault, Unavailable
from gateway.resources.doors import doors
from gateway.telemetry import exposition
from schemas.refusal import Refusal

blp = Blueprint("health", __name__)

PATIENCE_SECONDS = 2.0


@blp.get("/healthz")
def healthz() -> Any:
    """Answer 200 while the process serves."""
    return {"status": "up"}


@blp.get("/readyz")
def readyz() -> Any:
    """Answer 200 once scorecards can be told and registration has answered.

    Later a silent registration leaves the process ready: it still takes scorecards.
    """
    waiting = [] if doors().tell.connected else ["broker"]
    if not doors().ask.heard and not _registration_answers():
        waiting.append("registration")
    if not waiting:
        return {"status": "ready"}
    response = jsonify(status="not ready", waiting_for=waiting)
    response.status_code = 503
    return response


@blp.get("/metrics")
def metrics() -> Response:
    """Return what Prometheus reads."""
    return exposition()


def _registration_answers() -> bool:
    try:
        doors().ask.call("registration", "pending_facts", {"data": {}}, timeout=PATIENCE_SECONDS)
    except (Unavailable, Fault, Refusal):
        return False
    return True
