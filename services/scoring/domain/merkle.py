"""A log as a Merkle tree of RFC 6962: SHA-256, leaves and nodes told apart by a first byte.

What is stored of a tree to go on with it is its edge: the roots of its largest full subtrees from
left to right, one for each bit of its size. The head follows from the edge alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from pymerkle import BaseMerkleTree
from pymerkle.hasher import MerkleHasher

HASHER = MerkleHasher("sha256")

Edge = list[bytes]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return bytes(HASHER.hash_buff(data))


def extend(edge: Sequence[bytes], size: int, hashes: Iterable[bytes]) -> Edge:
    """Return the edge of the tree of `size` leaves once these follow."""
    grown = list(edge)
    for hashed in hashes:
        node, full = hashed, size
        while full & 1:
            node, full = HASHER.hash_pair(grown.pop(), node), full >> 1
        grown.append(node)
        size += 1
    return grown


def root_of(edge: Sequence[bytes]) -> bytes:
    """Return the root of the tree that has this edge."""
    return bytes(HASHER.hash_fold(list(reversed(edge))) if edge else HASHER.hash_empty())


class Tree(BaseMerkleTree):  # type: ignore[misc]
    """The tree over leaves that are kept elsewhere, by their hashes; it cannot grow."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        super().__init__("sha256")
        self._hashes = hashes

    def consistency(self, size: int) -> dict[str, Any] | None:
        """Return the proof that the tree of the first `size` leaves grew into this; None for an empty one."""
        proof: dict[str, Any] | None = self.prove_consistency(size).serialize() if size else None
        return proof

    def root(self, size: int) -> bytes:
        """Return the root of the tree of the first `size` leaves."""
        return bytes(self.get_root(size))

    def _encode_entry(self, data: Any) -> bytes:
        raise NotImplementedError("leaves are kept elsewhere")

    def _store_leaf(self, data: Any, digest: bytes) -> int:
        raise NotImplementedError("leaves are kept elsewhere")

    def _get_leaf(self, index: int) -> bytes:
        return self._hashes[index - 1]

    def _get_leaves(self, offset: int, width: int) -> Sequence[bytes]:
        return self._hashes[offset : offset + width]

    def _get_size(self) -> int:
        return len(self._hashes)
