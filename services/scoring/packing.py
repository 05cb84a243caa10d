"""Long lists, made small: a document holds 16 MB at most, and is written whole at every refresh."""

import json
import zlib
from typing import Any

FAST = 1


def pack(values: list[Any]) -> bytes:
    """Return a list of JSON values as compressed JSON."""
    return zlib.compress(json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode(), FAST)


def unpack(packed: bytes) -> list[Any]:
    """Return the list that was packed."""
    values: list[Any] = json.loads(zlib.decompress(packed))
    return values
