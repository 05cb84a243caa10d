"""The checks, each with a sentence that says what was looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from infra.proof.reading import AUDIENCE, Counted, Key, Leaf, Proof, age, is_void
from infra.proof.recompute import deviations, recompute
from infra.proof.tree import consistent, leaf_hash, root

FORMAT = "darkhorse-proof/1"
# With votes of an audience in the totals.
WITH_AUDIENCE = "darkhorse-proof/2"
# With panels, and with votes of an audience or without.
WITH_PANELS = "darkhorse-proof/3"
# By votes of an audience alone.
BY_VOTES = "darkhorse-proof/4"
FORMATS = (FORMAT, WITH_AUDIENCE, WITH_PANELS, BY_VOTES)
DIGEST_DIGITS = 32


@dataclass(frozen=True)
class Check:
    """One check: whether it held, a sentence of what was looked at, and remarks or faults under it."""

    held: bool
    said: str
    notes: list[str] = field(default_factory=list)


def verify(told: Any, *, receipts: Iterable[str] = (), heads: Iterable[str] = ()) -> list[Check]:
    """Return the checks of a proof, with one for each receipt, and each root noted before the reveal."""
    if not isinstance(told, dict) or told.get("format") not in FORMATS:
        return [Check(False, f"the file is a proof of the form {FORMAT}")]
    try:
        proof = Proof(told)
        return [
            _named(told),
            _leaves(proof),
            _log(proof),
            *_heads(proof),
            *(_noted(proof, each) for each in heads),
            _one_voice(proof),
            _after(proof),
            _left_out(proof),
            *_panels(proof),
            _podium(proof),
            *(_receipt(proof, each) for each in receipts),
        ]
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        return [Check(False, "the file can be read as a proof", [f"{type(error).__name__}: {error}"])]


def _named(told: Mapping[str, Any]) -> Check:
    edition, stage = told["edition"]["name"], told["stage"]["name"]
    return Check(True, f"a proof of {stage} in {edition}, certificate {told['certificate']}")


def _leaves(proof: Proof) -> Check:
    faults, hidden = [], 0
    for at, leaf in enumerate(proof.leaves):
        if leaf["index"] != at:
            faults.append(f"leaf {leaf['index']} stands where leaf {at} belongs")
        if leaf["data"] is None:
            hidden += 1
        elif leaf_hash(leaf["data"]) != proof.hashes[at]:
            faults.append(f"leaf {at} is not what was hashed")
    notes = [f"{hidden} are of stages that are not public and show their hashes only"] if hidden else []
    return Check(not faults, f"{len(proof.leaves):,} leaves are what was hashed", faults or notes)


def _log(proof: Proof) -> Check:
    log = proof.told["log"]
    right = len(proof.leaves) == log["size"] and root(proof.hashes).hex() == log["root"]
    return Check(right, f"the log rebuilt from its leaves has the root {log['root']}")


def _heads(proof: Proof) -> Iterator[Check]:
    heads, proofs = proof.told["heads"], proof.told["consistency"]
    if not heads or heads[-1] != proof.told["head"] or len(heads) != len(proofs):
        yield Check(False, "the head of the last freeze is the head of the result")
        return
    before = 0
    for head, grown in zip(heads, proofs, strict=True):
        size = head["size"]
        earlier = root(proof.hashes[:size])
        right = before <= size <= len(proof.leaves) and earlier.hex() == head["root"]
        if size:
            right = right and grown is not None and consistent(grown, earlier, root(proof.hashes))
        yield Check(right, f"the log grew from the head of {head['at']}: {size:,} leaves, {head['root']}")
        before = size
    for correction in proof.told["corrections"]:
        head, size, index = correction["head"], correction["head"]["size"], correction["index"]
        then = root(proof.hashes[:size])
        right = index < size <= len(proof.leaves) and then.hex() == head["root"]
        grown = correction["consistency"]
        right = right and grown is not None and consistent(grown, then, root(proof.hashes))
        yield Check(
            right, f"certificate {correction['certificate']} has the head {head['root']}: {size:,} leaves"
        )


def _noted(proof: Proof, noted: str) -> Check:
    heads = [*proof.told["heads"], *(each["head"] for each in proof.told["corrections"])]
    roots = {head["root"] for head in heads}
    return Check(noted.strip().lower() in roots, f"the root that you noted was published: {noted}")


def _one_voice(proof: Proof) -> Check:
    said: dict[tuple[Key, tuple[int, int]], tuple[int, Any]] = {}
    faults = []
    for index, leaf in proof.of_stage():
        if leaf["kind"] != "scorecard":
            continue
        first, marks = said.setdefault(((leaf["entry_id"], leaf["judge"]), age(leaf)), (index, leaf["marks"]))
        if marks != leaf["marks"]:
            faults.append(f"leaves {first} and {index} give one revision other marks")
    return Check(not faults, "no revision of a scorecard was told in two ways", faults)


def _after(proof: Proof) -> Check:
    notes = []
    for index, leaf in proof.of_stage():
        if index >= proof.size:
            why = "ignored by the result"
            if index in proof.corrected:
                why = f"correction: {proof.corrected[index]}"
            whose = ", ".join(name for name in (proof.company(leaf["entry_id"]), leaf["judge"]) if name)
            notes.append(f"leaf {index}, {whose}, {_what(leaf)}: {why}")
    leaves = dict(proof.of_stage())
    nameless = [index for index, reason in proof.corrected.items() if not reason]
    faults = [f"the correction of leaf {index} says no reason" for index in nameless]
    faults += [
        f"leaf {index} is no correction for the reason {reason!r}"
        for index, reason in proof.corrected.items()
        if reason and leaves.get(index, {}).get("reason") != reason
    ]
    return Check(not faults, f"{len(notes)} leaves of this stage came after the freeze", faults + notes)


def _what(leaf: Leaf) -> str:
    if leaf["kind"] == "disqualified":
        return "disqualified"
    if leaf["kind"] == AUDIENCE:
        return "votes of the audience"
    if leaf["kind"] == "void":
        return "void" if is_void(leaf) else "recusal"
    return f"revision {leaf['revision']}" + (", amended" if "reason" in leaf else "")


def _left_out(proof: Proof) -> Check:
    known = set(proof.companies)
    of_entries = [
        leaf for index, leaf in proof.of_stage() if proof.within(index) and leaf["kind"] != AUDIENCE
    ]
    strange = sorted({leaf["entry_id"] for leaf in of_entries} - known)
    faults = [f"entry {id} has scorecards and is not named in the result" for id in strange]
    if proof.by_votes:
        voted = sorted(set(proof.counted.votes or {}) - known)
        faults += [f"entry {id} has votes and is not named in the result" for id in voted]
    told = {each["entry_id"] for each in proof.told["withdrawn"] if each["reason"] == "disqualified"}
    unnamed = sorted(proof.counted.disqualified - told)
    faults += [f"{proof.company(id)} was disqualified and is not named so" for id in unnamed]
    beside = (told & proof.count(everything=True).disqualified) - proof.counted.disqualified
    faults += [f"{proof.company(id)} was disqualified without a correction" for id in sorted(beside)]
    notes = proof.counted.left_out
    return Check(not faults, f"what does not count is named, {len(notes)} in all", faults + notes)


def _panels(proof: Proof) -> Iterator[Check]:
    """Check, in a stage with panels, that no scorecard gives marks for two of them."""
    if not proof.told["stage"].get("panels"):
        return
    whose = {each["criterion_id"]: each["panel"] for each in proof.told["stage"]["criteria"]}
    faults = [
        f"leaf {index} gives marks for several panels"
        for index, leaf in proof.counted.newest.values()
        if len({whose[name] for name in leaf["marks"]}) > 1
    ]
    yield Check(not faults, "each scorecard gives marks for one panel", faults)


def _podium(proof: Proof) -> Check:
    rows = proof.told["certified"]
    counted = proof.counted
    found = _deviations(proof, counted)
    if found and not _deviations(proof, proof.count(everything=True)):
        found.insert(0, "the result counts what came after the freeze, without a correction")
    if proof.by_votes:
        if counted.votes is None:
            return Check(False, "the places follow from votes of the audience", ["the log has none"])
        votes = sum(counted.votes.values())
        return Check(
            not found, f"{len(rows):,} places follow from {votes:,} votes of the audience alone", found
        )
    said = f"{len(rows):,} places follow by the stated rule from {len(counted.newest):,} scorecards"
    if counted.votes is not None:
        said += f" and {sum(counted.votes.values()):,} votes of the audience"
    return Check(not found, said, found)


def _deviations(proof: Proof, counted: Counted) -> list[str]:
    entries = proof.told["entries"]
    worked = recompute(proof.told["stage"], entries, counted.cards(), votes=counted.votes)
    names = [
        f"entry {row['entry_id']} is called {row['company']} in one place and not in the other"
        for row in proof.told["certified"]
        if entries.get(row["entry_id"]) != row["company"]
    ]
    return [*deviations(proof.told["certified"], worked), *names]


def _receipt(proof: Proof, receipt: str) -> Check:
    digest = sha256(receipt.strip().encode()).hexdigest()[:DIGEST_DIGITS]
    found = proof.receipts.get(digest)
    if found is None:
        return Check(False, f"receipt {receipt} is in the log", ["no leaf of this stage has it"])
    index, leaf, revision = found
    marks = ", ".join(f"{name} {mark}" for name, mark in leaf["marks"].items())
    said = f"receipt {receipt} is in leaf {index}: {proof.company(leaf['entry_id'])}, revision {revision}"
    told = f"the scorecard at revision {leaf['revision']}: {marks}"
    return Check(True, said, [told, _fate(proof, index, leaf, revision)])


def _fate(proof: Proof, index: int, leaf: Leaf, revision: int) -> str:
    key = (leaf["entry_id"], leaf["judge"])
    counted = proof.counted
    if key not in counted.newest:
        return (
            "it came after the freeze"
            if not proof.within(index)
            else "it does not count: see what is left out"
        )
    last, newest = counted.newest[key]
    if not proof.within(index) and age(leaf) > age(newest):
        return f"it came after the freeze; revision {newest['revision']} of leaf {last} counts"
    if int(newest["revision"]) > revision:
        return f"it was replaced: revision {newest['revision']} of leaf {last} counts"
    return "it counts"
