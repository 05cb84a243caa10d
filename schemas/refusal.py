"""What a service answers instead of doing what it was asked."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A command that was understood and turned down; nothing was changed by it.

    `code` is the stable word a client may branch on, `status` the HTTP status that says the
    same, `detail` a sentence for a person, and `errors` maps a field to what is wrong with it:
    what came and what is allowed.
    """

    code = "refused"
    status = 409

    def __init__(self, detail: str, *, errors: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = dict(errors or {})

    def as_dict(self) -> dict[str, Any]:
        """Return the refusal as it travels: code, status, detail, errors."""
        return {
            "code": self.code,
            "status": self.status,
            "detail": self.detail,
            "errors": self.errors,
        }


class NotFound(Refusal):
    """What was named does not exist."""

    code = "not_found"
    status = 404


class Invalid(Refusal):
    """A value is of the wrong kind or outside what is allowed."""

    code = "invalid"
    status = 422


class CommandReused(Refusal):
    """The command's id was used before with another body."""

    code = "command_reused"
    status = 422
