"""The ask door: nameko RPC, for what wants its outcome as the answer."""

import threading
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import structlog
from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError
from nameko.amqp.publish import UndeliverableMessage
from nameko.exceptions import RemoteError, RpcTimeout, UnknownService

from gateway.clients.breaker import Breaker
from gateway.clients.pool import Client, NamekoClient, Pool
from gateway.clients.trouble import Fault, Unavailable
from schemas.message import Message
from schemas.refusal import Refusal
from schemas.routes import method_name
from services.chassis.telemetry import current

LOG = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 10.0
LOST = (AMQPError, KombuError, OSError, RuntimeError)


class AskDoor:
    """Asks services by commands and queries. Safe to use from many threads.

    `size` is how many may ask at once; it is below the number of threads, so that a silent
    service never holds the threads that take scorecards.
    """

    def __init__(
        self,
        amqp_uri: str,
        *,
        size: int,
        make_client: Callable[[str], Client] = NamekoClient,
        breaker: Breaker | None = None,
    ) -> None:
        self._pool = Pool(lambda: make_client(amqp_uri), size=size)
        self._breaker = breaker or Breaker()
        self._schemas: dict[type[Message], Message] = {}
        self._heard = threading.Event()

    @property
    def heard(self) -> bool:
        """Whether any service has ever answered this process."""
        return self._heard.is_set()

    def ask(
        self,
        message: type[Message],
        data: Mapping[str, Any],
        *,
        command_id: str | None = None,
        by: str | None = None,
        role: str | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> dict[str, Any]:
        """Return what the service that owns `message` answers to it.

        Raises Refusal as the service gave it, Unavailable when there is no answer in `timeout`
        seconds, Fault when the service failed.
        """
        schema = self._schemas.get(message) or self._schemas.setdefault(message, message())
        request = {
            "id": command_id or str(uuid4()),
            "by": by,
            **({"role": role} if role else {}),
            "traceparent": current(),
            "data": schema.dump(data),
        }
        return self.call(message.source, method_name(message), request, timeout=timeout)

    def call(self, service: str, method: str, request: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        """Return the answer of one RPC method; raises as `ask` does."""
        if not self._breaker.allows(service):
            raise Unavailable(f"{service} does not answer; try again in a moment")
        try:
            reply = self._reply(service, method, request, timeout=timeout)
        except (RpcTimeout, UnknownService) as error:
            self._breaker.was_silent(service)
            LOG.warning("no answer", service=service, method=method, error=str(error))
            raise Unavailable(f"{service} does not answer; try again in a moment") from error
        except (UndeliverableMessage, *LOST) as error:
            LOG.warning("broker not reached", service=service, method=method, error=str(error))
            raise Unavailable("the broker cannot be reached; try again in a moment") from error
        except RemoteError as error:
            raise Fault(f"{service}.{method}: {error}") from error
        self._breaker.answered(service)
        self._heard.set()
        return _opened(reply)

    def _reply(self, service: str, method: str, request: dict[str, Any], *, timeout: float) -> Any:
        was_kept = False
        try:
            with self._pool.borrowed() as client:
                was_kept = not client.fresh
                return client.call(service, method, request, timeout=timeout)
        except LOST as error:
            if not was_kept:
                raise
            # A kept client outlived its broker. Asking again is safe: a command has its id.
            LOG.info("kept client was stale", error=str(error))
        with self._pool.borrowed(fresh=True) as client:
            return client.call(service, method, request, timeout=timeout)


def _opened(reply: Any) -> dict[str, Any]:
    if not isinstance(reply, dict) or "fault" in reply:
        raise Fault(str(reply))
    if "refusal" not in reply:
        answer: dict[str, Any] = reply["answer"]
        return answer
    told = reply["refusal"]
    if told["status"] == 503:
        raise Unavailable(told["detail"])
    raise TravelledRefusal(told)


class TravelledRefusal(Refusal):
    """A refusal as a service gave it."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told["detail"], errors=told.get("errors"))
        self.code = told["code"]
        self.status = told["status"]
