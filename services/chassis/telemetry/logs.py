"""JSON logs, a line each, on standard output."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from services.chassis.telemetry.correlation import correlation_id

NOISY = ("amqp", "pika", "kombu", "pymongo", "nameko", "eventlet", "urllib3")


def configure_logging(program: str, *, level: str = "INFO") -> None:
    """Send what structlog and the standard library log to standard output as JSON lines.

    Each line has time, level, event, program and, where there is one, correlation_id.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _circumstances(program),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _circumstances(program: str) -> structlog.typing.Processor:
    def add(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        line["program"] = program
        correlation = correlation_id()
        if correlation:
            line["correlation_id"] = correlation
        return line

    return add
