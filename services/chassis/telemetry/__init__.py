"""Logs, correlation, metrics, health."""

from services.chassis.telemetry.correlation import correlated, correlation_id, current, new_traceparent
from services.chassis.telemetry.health import HEART, Heart, serve_health, watch
from services.chassis.telemetry.logs import configure_logging

__all__ = [
    "HEART",
    "Heart",
    "configure_logging",
    "correlated",
    "correlation_id",
    "current",
    "new_traceparent",
    "serve_health",
    "watch",
]
