"""The kinds of message, and what each promises about fields it does not know."""

import hashlib
import json
from typing import Any, ClassVar

from marshmallow import EXCLUDE, RAISE, Schema

# Made once: json.dumps makes an encoder for each call that wants more than its defaults.
_SORTED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


class Message(Schema):
    """A named, versioned body. `source` is the service that owns it.

    The class is the schema; a body is the plain dict it loads. `version` goes up when an old
    reader could misread a new body.
    """

    source: ClassVar[str] = ""
    version: ClassVar[int] = 1

    @classmethod
    def message_name(cls) -> str:
        """Return the name it has on the wire, without its version."""
        return cls.__name__

    @classmethod
    def message_type(cls) -> str:
        """Return the CloudEvents type, which is also the routing key: `Name.v1`."""
        return f"{cls.__name__}.v{cls.version}"


class Command(Message):
    """Asks the service `source` to do something. Unknown fields are refused.

    Those that are not `audited` are left out of the audit trail, each for a reason of its own.
    """

    audited: ClassVar[bool] = True

    class Meta:
        unknown = RAISE


class Query(Message):
    """Asks the service `source` to tell something. Unknown fields are refused."""

    class Meta:
        unknown = RAISE


class Event(Message):
    """Reports what happened in the service `source`. Unknown fields are ignored.

    `broadcast` events are whole snapshots for whoever is looking: nobody needs to listen, and
    a late listener asks for the current one. They are the only ones a public page can hear.
    """

    broadcast: ClassVar[bool] = False

    class Meta:
        unknown = EXCLUDE


def parse_type(text: str) -> tuple[str, int]:
    """Split `Name.v2` into its name and version; ValueError when it is not of that form."""
    name, dot, version = text.rpartition(".v")
    if not dot or not name or not version.isdigit():
        raise ValueError(f"type is {text!r}; a name and a version such as 'EntryPromoted.v1' is expected")
    return name, int(version)


def body_digest(body: dict[str, Any]) -> str:
    """Return a SHA-256 in hex over the body, the same for equal bodies whatever their key order."""
    return hashlib.sha256(_SORTED.encode(body).encode()).hexdigest()
