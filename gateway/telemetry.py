"""Correlation and metrics of requests."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from services.chassis.telemetry import correlated, correlation_id

LOG = structlog.get_logger(__name__)

SECONDS = Histogram(
    "darkhorse_request_seconds",
    "Seconds that a request took, and by its count how many there were",
    ["endpoint"],
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
RESPONSES = Counter("darkhorse_responses", "Responses, by endpoint and status", ["endpoint", "status"])


class Correlated:
    """WSGI middleware: does each request under the caller's traceparent, or a new one."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with correlated(environ.get("HTTP_TRACEPARENT")):
            return self._app(environ, start_response)


def observe(app: Flask, *, log_requests: bool) -> None:
    """Count the app's requests and give each response its correlation id."""
    app.wsgi_app = Correlated(app.wsgi_app)  # type: ignore[method-assign]
    seconds: dict[str, Any] = {}
    responses: dict[tuple[str, int], Any] = {}

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        endpoint, status = request.endpoint or "unknown", response.status_code
        took = time.perf_counter() - g.get("began", time.perf_counter())
        if endpoint not in seconds:
            seconds[endpoint] = SECONDS.labels(endpoint)
        seconds[endpoint].observe(took)
        if (endpoint, status) not in responses:
            responses[endpoint, status] = RESPONSES.labels(endpoint, str(status))
        responses[endpoint, status].inc()
        response.headers["X-Correlation-Id"] = correlation_id() or ""
        if log_requests:
            LOG.info("request", method=request.method, path=shown_path(), status=status, seconds=took)
        return response


def shown_path() -> str:
    """Return the request's path as logs may have it: where a ticket is part of it, its rule."""
    rule = request.url_rule
    secret = rule is not None and "ticket" in rule.arguments
    return rule.rule if rule is not None and secret else request.path


def exposition() -> Response:
    """Return what Prometheus reads: the sum over the workers where they share."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
