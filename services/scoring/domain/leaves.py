"""What a leaf of the proof log says, and what it keeps to itself.

A leaf is canonical JSON: keys sorted, no spaces, UTF-8. It names the judge by an alias that is
another in each stage, and the receipts by their digests. Its salt has 128 bits, so that nobody
finds the marks by trying out what hashes to the leaf, before they are public.
"""

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

# Made once: `json.dumps` makes one for each text.
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

ALIAS_DIGITS = 12
DIGEST_DIGITS = 32

Leaf = dict[str, Any]

SCORECARD = "scorecard"
VOID = "void"
DISQUALIFIED = "disqualified"
AUDIENCE = "audience"


def alias_of(secret: bytes, *, stage_id: str, judge_id: str) -> str:
    """Return what a judge is called in the leaves of a stage."""
    return f"judge-{_keyed(secret, 'alias', stage_id, judge_id)[:ALIAS_DIGITS]}"


def salt_of(secret: bytes, *, fact_id: str) -> str:
    """Return 128 bits in hex that only who has the secret can tell of a fact."""
    return _keyed(secret, "salt", fact_id)[:DIGEST_DIGITS]


def receipt_digest(receipt: str) -> str:
    """Return how a leaf names a receipt: the first 128 bits of its SHA-256, in hex."""
    return sha256(receipt.encode()).hexdigest()[:DIGEST_DIGITS]


def encode(leaf: Mapping[str, Any]) -> bytes:
    """Return the leaf as it is hashed."""
    return CANONICAL.encode(leaf).encode()


def scorecard_leaf(data: Mapping[str, Any], *, version: int) -> Leaf:
    """Return the leaf of a scorecard as it was told, its judge not yet hidden.

    `version` is the scorecard's own, by which two tellings of one revision are told apart.
    """
    told = data["receipts"]
    return {
        **_names(SCORECARD, data, version),
        "revision": data["revision"],
        "marks": {name: f"{mark:f}" for name, mark in data["marks"].items() if mark is not None},
        "made_at": data["made_at"].isoformat(),
        "receipts": [{"digest": receipt_digest(r["receipt"]), "revision": r["revision"]} for r in told],
    }


def void_leaf(data: Mapping[str, Any], *, version: int) -> Leaf:
    """Return the leaf that says that a judge's scorecard of an entry does not count."""
    return _names(VOID, data, version)


def amended_leaf(data: Mapping[str, Any], *, version: int) -> Leaf:
    """Return the leaf of a scorecard that the organiser amended, with the reason."""
    return {
        **_names(SCORECARD, data, version),
        "revision": data["revision"],
        "marks": {name: f"{mark:f}" for name, mark in data["marks"].items() if mark is not None},
        "made_at": data["corrected_at"].isoformat(),
        "receipts": [],
        "reason": data["reason"],
    }


def voided_leaf(data: Mapping[str, Any], *, version: int) -> Leaf:
    """Return the leaf of a scorecard that the organiser voided, with the reason."""
    return {**void_leaf(data, version=version), "reason": data["reason"]}


def disqualified_leaf(data: Mapping[str, Any], *, stage_id: str, version: int) -> Leaf:
    """Return the leaf that says that an entry has no place in a stage any more, with the reason."""
    named = {"stage_id": stage_id, "entry_id": data["entry_id"], "judge_id": ""}
    return {**_names(DISQUALIFIED, named, version), "reason": data["reason"]}


def audience_leaf(votes: Mapping[str, int], *, stage_id: str, vote_id: str) -> Leaf:
    """Return the leaf of an audience's votes that weigh in a stage: how many each entry has."""
    named = {"stage_id": stage_id, "entry_id": "", "judge_id": ""}
    return {**_names(AUDIENCE, named, 1), "vote_id": vote_id, "votes": dict(votes)}


def hidden(leaf: Leaf, secret: bytes, *, fact_id: str) -> Leaf:
    """Return the leaf with the judge's alias, if there is a judge, in place of the judge, and its salt."""
    kept = {key: value for key, value in leaf.items() if key != "judge_id"}
    judge_id = leaf["judge_id"]
    alias = alias_of(secret, stage_id=leaf["stage_id"], judge_id=judge_id) if judge_id else ""
    return {**kept, "judge": alias, "salt": salt_of(secret, fact_id=fact_id)}


def _names(kind: str, data: Mapping[str, Any], version: int) -> Leaf:
    return {
        "kind": kind,
        "stage_id": data["stage_id"],
        "entry_id": data["entry_id"],
        "judge_id": data["judge_id"],
        "version": version,
    }


def _keyed(secret: bytes, *parts: str) -> str:
    return hmac.digest(secret, "\0".join(parts).encode(), "sha256").hex()
