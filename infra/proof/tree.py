"""Hashes of the log, written from RFC 6962, section 2.1, and from nothing else."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any


def leaf_hash(data: Mapping[str, Any]) -> bytes:
    """Return the hash of a leaf: of a zero byte and its JSON, keys sorted, without spaces, in UTF-8."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(b"\0" + text.encode()).digest()


def pair_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others."""
    return sha256(b"\1" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root of the tree over leaves of these hashes."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << ((len(hashes) - 1).bit_length() - 1)
    return pair_hash(root(hashes[:left]), root(hashes[left:]))


def consistent(proof: Mapping[str, Any], earlier: bytes, later: bytes) -> bool:
    """Return whether a proof, in the form of pymerkle, leads to both roots.

    What it is made of is folded twice: all of it to the later root, the part that `subset` marks
    to the earlier one.
    """
    path = [bytes.fromhex(each) for each in proof["path"]]
    if not path or len(proof["rule"]) != len(path) or len(proof["subset"]) != len(path):
        return False
    whole = path[0]
    for right, each in zip(proof["rule"], path[1:], strict=False):
        whole = pair_hash(each, whole) if right else pair_hash(whole, each)
    marked = [each for each, mark in zip(path, proof["subset"], strict=True) if mark]
    if not marked:
        return False
    before = marked[0]
    for each in marked[1:]:
        before = pair_hash(each, before)
    return (before, whole) == (earlier, later)
