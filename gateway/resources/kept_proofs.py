"""Proofs as files, compressed and kept: one of 20,000 leaves is 9 MB before that."""

import gzip
import io
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gateway.clients import Unavailable
from schemas.queries.scoring import LEAVES_AT_ONCE

Meta = dict[str, Any]
Key = tuple[str, str]

MOST = 4
FRESH_SECONDS = 5.0
LEVEL = 5


@dataclass(frozen=True)
class Kept:
    """A proof as compressed JSON, its tag, and until when nobody is asked whether it is the newest."""

    packed: bytes
    tag: str
    until: float


class KeptProofs:
    """The proofs asked for last. One is put together at a time, by whoever asks first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key, *, meta: Callable[[], Meta], build: Callable[[Meta], bytes]) -> Kept:
        """Return the proof; `meta` tells of what it is, `build` puts it together when that is news."""
        kept = self._kept.get(key)
        if kept is not None and self._clock() < kept.until:
            return kept
        with self._lock:
            return self._renewed(key, meta, build)

    def _renewed(self, key: Key, meta: Callable[[], Meta], build: Callable[[Meta], bytes]) -> Kept:
        kept = self._kept.get(key)
        if kept is not None and self._clock() < kept.until:
            return kept
        told = meta()
        tag = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
        packed = kept.packed if kept is not None and kept.tag == tag else build(told)
        renewed = Kept(packed, tag, self._clock() + FRESH_SECONDS)
        self._kept[key] = renewed
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return renewed


def write(meta: Meta, leaves_from: Callable[[int, int], list[Meta]]) -> bytes:
    """Return the whole proof as compressed JSON, a leaf on each line, asking for leaves part by part."""
    log = meta["log"]
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=LEVEL, mtime=0) as file:
        rest = {key: value for key, value in meta.items() if key != "log"}
        file.write(_json(rest)[:-1] + b',"log":' + _json(log)[:-1] + b',"leaves":[\n')
        for first in range(0, log["size"], LEAVES_AT_ONCE):
            wanted = min(LEAVES_AT_ONCE, log["size"] - first)
            leaves = leaves_from(first, wanted)
            if len(leaves) != wanted:
                raise Unavailable("the log could not be read as a whole; try again in a moment")
            file.write((b",\n" if first else b"") + b",\n".join(map(_json, leaves)))
        file.write(b"\n]}}\n")
    return packed.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
