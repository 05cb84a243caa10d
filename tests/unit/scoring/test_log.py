"""The log: the same tree however it was appended to, each fact once, and proofs that others agree with."""

import random
from hashlib import sha256
from itertools import pairwise

import pytest
from pymerkle import InmemoryTree, InvalidProof, MerkleProof, verify_consistency

from services.chassis.storage import VersionConflict
from services.scoring.domain.leaves import alias_of, encode, salt_of
from services.scoring.domain.merkle import Tree, extend, leaf_hash, root_of
from services.scoring.log import Log
from tests.unit.scoring.contest import MemoryChunks

SIZES = (0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100)


def leaves_of(size):
    return [f"leaf {n}".encode() for n in range(size)]


def plain_root(leaves):
    """Return the root by the recursion of RFC 6962, section 2.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + plain_root(leaves[:left]) + plain_root(leaves[left:])).digest()


def a_leaf(n, stage_id="final"):
    return {"kind": "scorecard", "stage_id": stage_id, "entry_id": f"e-{n}", "judge_id": "j1", "version": n}


def facts(*numbers):
    return {f"fact-{n}": a_leaf(n) for n in numbers}


def a_log(*batches):
    log = Log(MemoryChunks())
    log.secret = lambda edition_id: b"secret of " + edition_id.encode()
    for batch in batches:
        log.append("ed-1", facts(*batch))
    return log


@pytest.mark.parametrize("size", SIZES)
def test_the_edge_the_library_and_the_rfc_give_one_root(size):
    leaves = leaves_of(size)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    expected = plain_root(leaves)
    assert root_of(extend([], 0, hashes)) == expected
    assert Tree(hashes).root(size) == expected
    assert tree.get_root() == expected


def test_any_batching_gives_the_same_root():
    chance = random.Random(5)
    whole = a_log(range(40)).head("ed-1")
    for _ in range(20):
        cuts = [0, *sorted(chance.sample(range(1, 40), chance.randint(1, 12))), 40]
        log = a_log(*(range(a, b) for a, b in pairwise(cuts)))
        assert log.head("ed-1") == whole
    assert whole.size == 40
    assert whole.root == plain_root(list(a_log(range(40)).leaves("ed-1", 0, 40))).hex()


@pytest.mark.parametrize("size", range(1, 24))
def test_each_head_is_consistent_with_what_the_log_grew_into(size):
    hashes = [leaf_hash(leaf) for leaf in leaves_of(23)]
    tree = Tree(hashes)
    proof = MerkleProof.deserialize(tree.consistency(size))
    verify_consistency(tree.root(size), tree.root(23), proof, prior_size=size, later_size=23)
    with pytest.raises(InvalidProof):
        verify_consistency(leaf_hash(b"another"), tree.root(23), proof)


def test_a_fact_is_appended_once_however_often_it_comes():
    log = a_log([1, 2, 3], [2, 3, 4], [4, 4], [1])
    assert log.head("ed-1").size == 4


def test_who_comes_second_to_a_place_appends_behind():
    chunks = MemoryChunks()
    first, second = Log(chunks), Log(chunks)
    seen = chunks.last

    def overtaken(edition_id):
        found, chunks.last = seen(edition_id), seen
        second.append("ed-1", facts(1, 9))
        return found

    chunks.last = overtaken
    first.append("ed-1", facts(1, 2))
    assert sorted(b'"version":%d' % n in leaf for leaf in first.leaves("ed-1", 0, 9) for n in (1, 2, 9)) == [
        *[False] * 6,
        *[True] * 3,
    ]
    assert first.head("ed-1").root == plain_root(list(first.leaves("ed-1", 0, 9))).hex()


def test_a_place_that_is_taken_again_and_again_is_a_conflict():
    log = a_log()
    log._chunks.add = lambda chunk: False
    with pytest.raises(VersionConflict):
        log.append("ed-1", facts(1))


def test_editions_have_logs_of_their_own():
    log = a_log([1, 2])
    log.append("ed-2", {"other": a_leaf(1)})
    assert (log.head("ed-1").size, log.head("ed-2").size, log.head("ed-3").size) == (2, 1, 0)
    assert log.head("ed-3").root == sha256(b"").hexdigest()


def test_leaves_are_read_from_any_place_across_batches():
    log = a_log(range(3), range(3, 4), range(4, 9))
    whole = list(log.leaves("ed-1", 0, 9))
    assert len(whole) == 9
    for first in range(9):
        for end in range(first, 11):
            assert list(log.leaves("ed-1", first, end)) == whole[first:end]
    assert log.hashes("ed-1", 4) == [leaf_hash(leaf) for leaf in whole[:4]]
    assert log.hashes("ed-1", 9) == [leaf_hash(leaf) for leaf in whole]


def test_a_leaf_names_no_judge_and_cannot_be_guessed():
    (leaf,) = a_log([1]).leaves("ed-1", 0, 1)
    assert b"j1" not in leaf
    assert b"judge_id" not in leaf
    other = Log(MemoryChunks())
    other.append("ed-1", facts(1))
    (again,) = other.leaves("ed-1", 0, 1)
    assert leaf_hash(leaf) != leaf_hash(again)


def test_aliases_differ_by_stage_and_have_no_seam():
    assert alias_of(b"s", stage_id="a", judge_id="bc") != alias_of(b"s", stage_id="ab", judge_id="c")
    assert alias_of(b"s", stage_id="a", judge_id="j") != alias_of(b"s", stage_id="b", judge_id="j")
    assert alias_of(b"s", stage_id="a", judge_id="j") != alias_of(b"t", stage_id="a", judge_id="j")
    assert len(salt_of(b"s", fact_id="f")) == 32


def test_a_leaf_is_hashed_as_canonical_json():
    assert encode({"b": "ä", "a": {"d": 1, "c": None}}) == '{"a":{"c":null,"d":1},"b":"ä"}'.encode()
