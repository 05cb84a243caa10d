"""CloudEvents 1.0 in structured JSON: how every message travels.

Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
Extension attributes of ours: `aggregateversion`, `deadline`, `by`, and `traceparent` after the
distributed-tracing extension.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from marshmallow import ValidationError

from schemas.message import Message, parse_type

CONTENT_TYPE = "application/cloudevents+json"
_COMPACT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


class Malformed(ValueError):
    """The bytes are no envelope we can read; trying again cannot help."""


class NewerVersion(Malformed):
    """The message is of a later version than this process knows; it is to be kept for later."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message: what it says (`data`) and what is known about the saying.

    `subject` is the aggregate's id and `aggregate_version` its version after the fact, 0 where
    it has none. Times are UTC. `by` is the person a command comes from. After `opened`, `data` is
    loaded and `raw` keeps what came over the wire.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: dict[str, Any]
    aggregate_version: int = 0
    traceparent: str | None = None
    deadline: datetime | None = None
    by: str | None = None
    raw: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """Return the type without its version."""
        return parse_type(self.type)[0]

    def encode(self) -> bytes:
        """Return the JSON that goes over the wire."""
        attributes: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat(),
            "datacontenttype": "application/json",
            "aggregateversion": self.aggregate_version,
            "data": self.data,
        }
        if self.traceparent:
            attributes["traceparent"] = self.traceparent
        if self.deadline:
            attributes["deadline"] = self.deadline.isoformat()
        if self.by:
            attributes["by"] = self.by
        return _COMPACT.encode(attributes).encode()


def wrap(
    message: type[Message],
    data: dict[str, Any],
    *,
    subject: str,
    time: datetime,
    id: str | None = None,
    aggregate_version: int = 0,
    traceparent: str | None = None,
    deadline: datetime | None = None,
    by: str | None = None,
) -> Envelope:
    """Return an envelope around `data`, which must be JSON-ready."""
    return Envelope(
        id=id or str(uuid4()),
        source=message.source,
        type=message.message_type(),
        subject=subject,
        time=time,
        data=data,
        aggregate_version=aggregate_version,
        traceparent=traceparent,
        deadline=deadline,
        by=by,
    )


def decode(body: bytes | str) -> Envelope:
    """Read an envelope; its data is not yet checked. Raises Malformed, naming the attribute."""
    try:
        attributes = json.loads(body)
    except ValueError as error:
        raise Malformed(f"the body is not JSON: {error}") from error
    if not isinstance(attributes, dict) or attributes.get("specversion") != "1.0":
        raise Malformed("specversion is missing or not '1.0'")
    try:
        envelope = Envelope(
            id=attributes["id"],
            source=attributes["source"],
            type=attributes["type"],
            subject=attributes.get("subject", ""),
            time=_moment(attributes["time"]),
            data=attributes.get("data", {}),
            aggregate_version=int(attributes.get("aggregateversion", 0)),
            traceparent=attributes.get("traceparent"),
            deadline=_moment(attributes["deadline"]) if attributes.get("deadline") else None,
            by=attributes.get("by"),
        )
        parse_type(envelope.type)
    except KeyError as error:
        raise Malformed(f"attribute {error.args[0]} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Malformed(str(error)) from error
    return envelope


def opened(envelope: Envelope, schema: Message) -> Envelope:
    """Return the envelope with its data checked against `schema` and loaded.

    Raises NewerVersion when the envelope is of a later version than the schema, Malformed when
    the data does not fit.
    """
    _, version = parse_type(envelope.type)
    if version > schema.version:
        raise NewerVersion(f"type is {envelope.type}; versions up to {schema.version} are known")
    try:
        loaded: dict[str, Any] = schema.load(envelope.data)
    except ValidationError as error:
        raise Malformed(f"data of {envelope.type}: {error.messages}") from error
    return replace(envelope, data=loaded, raw=envelope.data)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"time is {text!r}; a time with its zone is expected")
    return moment.astimezone(UTC)
