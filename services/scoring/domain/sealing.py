"""Certified results, sealed step by step, so that a screen can carry them before they are revealed.

Whoever holds the sealed steps learns nothing from them without the stage's reveal key: each is
AES-256-GCM (NIST SP 800-38D) under a key of its own, derived by HKDF-SHA256 (RFC 5869), and all
are of the same length.
"""

import base64
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 16
NONCE_BYTES = 12
GROUP = 4


def new_key() -> bytes:
    """Return a reveal key of 128 bits that nobody can guess."""
    return os.urandom(KEY_BYTES)


def spoken(key: bytes) -> str:
    """Return a key as people type it: base32 (RFC 4648) in groups of four, without padding."""
    letters = base64.b32encode(key).decode().rstrip("=")
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def seal(steps: Sequence[Sequence[dict[str, Any]]], *, key: bytes, salt: str) -> list[dict[str, Any]]:
    """Return what each step shows, sealed: {"step", "nonce", "sealed"}, the last two in base64.

    `steps` are the rows of each reveal in turn, JSON-ready; steps count from 1. Opened, a step is
    {"step", "rows"} as JSON, followed by spaces.
    """
    plain = [
        json.dumps({"step": number, "rows": rows}, ensure_ascii=False).encode()
        for number, rows in enumerate(steps, start=1)
    ]
    length = max(map(len, plain), default=0)
    return [
        _sealed(number, text.ljust(length), key=key, salt=salt) for number, text in enumerate(plain, start=1)
    ]


def step_key(number: int, *, key: bytes, salt: str) -> bytes:
    """Return the 256-bit key of one step."""
    return HKDF(SHA256(), length=32, salt=salt.encode(), info=_name(number)).derive(key)


def _sealed(number: int, text: bytes, *, key: bytes, salt: str) -> dict[str, Any]:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(step_key(number, key=key, salt=salt)).encrypt(nonce, text, _name(number))
    return {"step": number, "nonce": _base64(nonce), "sealed": _base64(sealed)}


def _name(number: int) -> bytes:
    return f"step {number}".encode()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
