"""Identifiers computed from what they identify, so that making a thing twice makes one thing."""

from uuid import UUID, uuid5

NAMESPACE = UUID("5b1f0a6e-7c1d-5f43-9c0a-2f6d8b7e4a10")


def make_id(prefix: str, *parts: str, digits: int) -> str:
    """Return `prefix-` and hexadecimal digits that are the same for the same parts."""
    return f"{prefix}-{uuid5(NAMESPACE, chr(31).join((prefix, *parts))).hex[:digits]}"


def natural(text: str) -> str:
    """Return a name as it is compared: without case, and with single spaces."""
    return " ".join(text.casefold().split())
