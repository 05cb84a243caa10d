"""The RPC entrypoint: commands and queries that want their outcome as the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import structlog
from kombu.exceptions import KombuError
from marshmallow import ValidationError
from nameko.amqp.publish import UndeliverableMessage
from nameko.messaging import QueueConsumer
from nameko.rpc import Rpc, RpcConsumer

from schemas.message import Command, Message, body_digest
from schemas.refusal import Invalid, Refusal
from schemas.routes import method_name
from services.chassis.messaging.auditing import audited
from services.chassis.messaging.consuming import out_of_reach
from services.chassis.messaging.listener import LOST
from services.chassis.storage.repository import VersionConflict
from services.chassis.telemetry import HEART
from services.chassis.telemetry.correlation import correlated
from services.chassis.telemetry.metrics import REFUSALS, timed

LOG = structlog.get_logger(__name__)

TRIES = 5
RPC_LOOP = "rpc"


@dataclass(frozen=True, slots=True)
class Asked:
    """A command or query with its loaded data, who it is from, and when it is carried out."""

    id: str
    by: str | None
    now: datetime
    data: Mapping[str, Any]


class Unavailable(Refusal):
    """What is needed to answer cannot be reached; the same will work later."""

    code = "unavailable"
    status = 503


class WatchedQueueConsumer(QueueConsumer):  # type: ignore[misc]
    """nameko's consumer, which beats, and says whether it is connected."""

    def on_iteration(self) -> None:
        HEART.beat(RPC_LOOP)
        super().on_iteration()

    def on_connection_error(self, exc: BaseException, interval: float) -> None:
        HEART.beat(RPC_LOOP, consuming=False)
        super().on_connection_error(exc, interval)

    def on_consume_ready(self, *args: Any, **options: Any) -> None:
        HEART.beat(RPC_LOOP, consuming=True)
        super().on_consume_ready(*args, **options)


class ForgivingRpcConsumer(RpcConsumer):  # type: ignore[misc]
    """Leaves a request unacknowledged when its reply cannot be sent, instead of dying of it.

    The broker brings the request again; receipts make the second run harmless.
    """

    queue_consumer = WatchedQueueConsumer()

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        try:
            answer: tuple[Any, Any] = super().handle_result(message, result, exc_info)
        except (*LOST, KombuError, UndeliverableMessage) as error:
            LOG.warning("reply not sent, the request will come again", error=str(error))
            return result, exc_info
        return answer


class SafeRpc(Rpc):  # type: ignore[misc]
    """A nameko RPC entrypoint that survives a broker outage."""

    rpc_consumer = ForgivingRpcConsumer()


def ask(message: type[Message], *, keep_answer: bool = True) -> Callable[[Callable[..., Any]], Any]:
    """Make a method answer a command or query over RPC.

    The request is `{"id", "by", "role", "traceparent", "data"}`, the role only where the act is to be
    in the audit trail; the reply is `{"answer": ...}` or
    `{"refusal": ...}`. A command's answer is kept under its id unless `keep_answer` is off, as
    it must be where the answer holds a secret. A conflict of versions runs the method again.
    """
    schema = message()
    receipts = keep_answer and issubclass(message, Command)

    def decorate(method: Callable[[Any, Asked], dict[str, Any]]) -> Any:
        if method.__name__ != method_name(message):
            raise TypeError(
                f"{method.__name__} answers {message.message_name()}; it must be called {method_name(message)}"
            )

        @wraps(method)
        def answer(self: Any, request: dict[str, Any]) -> dict[str, Any]:
            with correlated(request.get("traceparent")):
                return _reply(self, method, request, schema=schema, receipts=receipts)

        return SafeRpc.decorator(answer)

    return decorate


def _reply(
    service: Any,
    method: Callable[[Any, Asked], Any],
    request: dict[str, Any],
    *,
    schema: Message,
    receipts: bool,
) -> dict[str, Any]:
    try:
        with timed(service.name, method.__name__):
            return {"answer": _answer(service, method, request, schema=schema, receipts=receipts)}
    except Refusal as refusal:
        REFUSALS.labels(service.name, refusal.code).inc()
        return {"refusal": refusal.as_dict()}
    except Exception as error:
        if out_of_reach(error):
            LOG.warning("database out of reach", method=method.__name__, error=str(error))
            return {"refusal": Unavailable("the database cannot be reached; try again").as_dict()}
        LOG.exception("command failed", method=method.__name__)
        return {"fault": f"{service.name}.{method.__name__} failed"}


def _answer(
    service: Any,
    method: Callable[[Any, Asked], Any],
    request: dict[str, Any],
    *,
    schema: Message,
    receipts: bool,
) -> Any:
    digest = body_digest({schema.message_type(): request["data"]}) if receipts else ""
    if receipts and (first := service.store.receipts.answer(request["id"], digest)) is not None:
        return first
    try:
        data = schema.load(request["data"])
    except ValidationError as error:
        errors = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise Invalid("the command does not fit its schema", errors=errors) from error
    asked = Asked(id=request["id"], by=request.get("by"), now=datetime.now(UTC), data=data)
    with audited(service.store, request, schema, asked) as act:
        act.answer = answer = _decide(service, method, asked)
    if receipts:
        service.store.receipts.keep(request["id"], digest, answer)
    return answer


def _decide(service: Any, method: Callable[[Any, Asked], Any], asked: Asked) -> Any:
    for _ in range(TRIES - 1):
        try:
            return method(service, asked)
        except VersionConflict as conflict:
            LOG.info("decided again", method=method.__name__, conflict=str(conflict))
    return method(service, asked)
