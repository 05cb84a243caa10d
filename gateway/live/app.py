"""The live process: `gunicorn -k gevent "gateway.live.app:create_app()"`."""

import socket
from typing import Any

from flask import Flask, Response, jsonify, request
from prometheus_client import Gauge

from gateway.live.boards import Boards, seen_by
from gateway.live.hearing import Hearing
from gateway.settings import Settings
from gateway.telemetry import exposition
from services.chassis.telemetry import configure_logging

CLIENTS = Gauge("darkhorse_live_clients", "Who listens to the live stream", multiprocess_mode="livesum")
DEAD_AFTER_MS = 30_000


def create_app(settings: Settings | None = None, *, boards: Boards | None = None) -> Flask:
    """Return the live app; it hears the broker unless `boards` are given."""
    if settings is None:
        settings = Settings.from_environment()
        configure_logging("live", level=settings.log_level)
    app = Flask(__name__, static_folder=None)
    kept = boards or Boards()
    hearing = Hearing(settings.amqp_uri, kept)
    if boards is None:
        hearing.start()
    _serve_boards(app, kept, public_url=settings.public_url)
    _serve_health(app, hearing, kept)
    return app


def _serve_boards(app: Flask, boards: Boards, *, public_url: str) -> None:
    headers = {
        "Access-Control-Allow-Origin": public_url,
        "Vary": "Origin",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
        "X-Content-Type-Options": "nosniff",
    }

    @app.get("/editions/<edition_id>/board")
    def board(edition_id: str) -> Response:
        """Stream the boards of an edition: the newest at once, then each change."""
        _notice_death(request.environ.get("gunicorn.socket"))
        seen = seen_by(request.headers.get("Last-Event-ID"))
        return Response(boards.stream(edition_id, seen), content_type="text/event-stream", headers=headers)


def _serve_health(app: Flask, hearing: Hearing, boards: Boards) -> None:
    @app.get("/healthz")
    def healthz() -> Any:
        return {"status": "up"}

    @app.get("/readyz")
    def readyz() -> Any:
        if hearing.consuming:
            return {"status": "consuming"}
        response = jsonify(status="not consuming", waiting_for=["broker"])
        response.status_code = 503
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        CLIENTS.set(boards.clients)
        return exposition()


def _notice_death(client: Any) -> None:
    """Let the system end a connection whose phone has gone without a word."""
    if client is not None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
