"""What resources and pages reach the services by."""

from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app, g, request

from gateway.access.sessions import Sessions
from gateway.clients import AskDoor, TellDoor
from gateway.clients.ask import TIMEOUT_SECONDS
from gateway.clients.tell import RecentCommands
from gateway.resources.kept_proofs import KeptProofs
from gateway.settings import Settings
from schemas.message import Command, Query
from schemas.refusal import Invalid

ORGANISER = "organiser"
IDEMPOTENCY_KEY = "Idempotency-Key"


@dataclass(frozen=True)
class Doors:
    """The wiring of one app."""

    settings: Settings
    ask: AskDoor
    tell: TellDoor
    sessions: Sessions
    recent: RecentCommands
    proofs: KeptProofs = field(default_factory=KeptProofs)


# For what goes over all entries of an edition: thousands of them take longer than one does.
MANY_SECONDS = 120.0


def doors() -> Doors:
    """Return the wiring of the app that serves the request."""
    return cast(Doors, current_app.extensions["darkhorse"])


def command(
    message: type[Command], /, *, part: str = "", timeout: float = TIMEOUT_SECONDS, **data: Any
) -> dict[str, Any]:
    """Ask for the command in the name of whoever is signed in, and return the answer.

    `part` tells apart the commands of a request that needs several, `timeout` is in seconds.
    """
    by = g.identity.person_id if g.identity else None
    key = idempotency_key()
    command_id = f"{key[:100]}.{part}" if key and part else key
    role = acting_as(data.get("edition_id"))
    return doors().ask.ask(message, data, command_id=command_id, by=by, role=role, timeout=timeout)


def acting_as(edition_id: str | None) -> str | None:
    """Return `organiser` where one is at work, by which the act gets into the audit trail."""
    known = g.identity
    if known is None or not known.granted(ORGANISER):
        return None
    return ORGANISER if edition_id is None or known.organises(edition_id) else None


def query(message: type[Query], /, **data: Any) -> dict[str, Any]:
    """Return the answer to the query."""
    by = g.identity.person_id if g.identity else None
    return doors().ask.ask(message, data, by=by)


def idempotency_key() -> str | None:
    """Return the command id that the request names, None when it names none."""
    key = request.headers.get(IDEMPOTENCY_KEY) or request.form.get("command_id") or None
    if key is not None and not _fits(key):
        allowed = "letters, digits and . : - _, 1 to 120 of them"
        raise Invalid(
            f"the header {IDEMPOTENCY_KEY} is no id",
            errors={IDEMPOTENCY_KEY: {"came": key, "allowed": allowed}},
        )
    return key


def _fits(key: str) -> bool:
    return 1 <= len(key) <= 120 and all(c.isascii() and (c.isalnum() or c in ".:-_") for c in key)
