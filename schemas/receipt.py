"""The name under which the outcome of a told command can be asked for."""

from typing import Any

from schemas.message import body_digest


def receipt_for(command_id: str, raw: dict[str, Any]) -> str:
    """Return the receipt of a command as it was sent: the same id with another body has another."""
    return f"{command_id}.{body_digest(raw)[:16]}"
