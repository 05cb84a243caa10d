"""A proof as it was read: its leaves, and which scorecards count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from infra.proof.recompute import VOTES

Leaf = Mapping[str, Any]
Key = tuple[str, str]
"""An entry and a judge by alias: they have one scorecard in a stage."""


AUDIENCE = "audience"
"""The kind of a leaf that says how many votes of the audience each entry has."""


@dataclass(frozen=True)
class Counted:
    """What counts of a stage's leaves: the newest revision of each scorecard that is not void.

    `disqualified` are entries that have no place any more; `votes` are those of the audience by entry, as
    the last leaf of them says, None without one.
    """

    newest: dict[Key, tuple[int, Leaf]]
    void: set[Key]
    disqualified: set[str]
    left_out: list[str]
    votes: dict[str, int] | None = None

    def cards(self) -> list[dict[str, Any]]:
        """Return the scorecards as they are counted."""
        return [
            {"entry_id": leaf["entry_id"], "state": "submitted", "marks": leaf["marks"]}
            for _, leaf in self.newest.values()
        ]


class Proof:
    """A proof that was read; what is missing in it raises KeyError, what is misshapen TypeError or ValueError."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        self.stage_id: str = told["stage"]["stage_id"]
        self.leaves: Sequence[Mapping[str, Any]] = told["log"]["leaves"]
        self.hashes = [bytes.fromhex(leaf["hash"]) for leaf in self.leaves]
        self.size: int = told["head"]["size"]
        self.corrected = {each["index"]: str(each.get("reason", "")) for each in told["corrections"]}
        self.companies: Mapping[str, str] = {
            **told["entries"],
            **{each["entry_id"]: each["company"] for each in told["withdrawn"]},
        }

    def of_stage(self) -> Iterator[tuple[int, Leaf]]:
        """Yield the leaves of the stage, with where they are."""
        for index, leaf in enumerate(self.leaves):
            if leaf["data"] is not None and leaf["data"]["stage_id"] == self.stage_id:
                yield index, leaf["data"]

    def within(self, index: int) -> bool:
        """Return whether a leaf may count: it came before the freeze, or with a correction."""
        return index < self.size or index in self.corrected

    @property
    def by_votes(self) -> bool:
        """Whether votes of an audience alone decide the places."""
        return bool(self.told["stage"]["rule"]["method"] == VOTES)

    @cached_property
    def receipts(self) -> dict[str, tuple[int, Leaf, int]]:
        """The last leaf of each receipt, by its digest, with where it is and the receipt's revision."""
        return {
            each["digest"]: (index, leaf, each["revision"])
            for index, leaf in self.of_stage()
            for each in leaf.get("receipts", ())
        }

    @cached_property
    def counted(self) -> Counted:
        """What counts."""
        return self.count(everything=False)

    def count(self, *, everything: bool) -> Counted:
        """Return what counts of what may, or would count of everything."""
        newest: dict[Key, tuple[int, Leaf]] = {}
        void: set[Key] = set()
        disqualified: set[str] = set()
        votes: dict[str, int] | None = None
        for index, leaf in self.of_stage():
            key = (leaf["entry_id"], leaf["judge"])
            if not (everything or self.within(index)):
                continue
            if leaf["kind"] == "disqualified":
                disqualified.add(leaf["entry_id"])
            elif leaf["kind"] == AUDIENCE:
                votes = {id: int(number) for id, number in leaf["votes"].items()}
            elif leaf["kind"] == "void":
                void.add(key)
            elif key not in newest or age(leaf) > age(newest[key][1]):
                newest[key] = (index, leaf)
        return replace(self._without(newest, void, disqualified), votes=votes)

    def _without(
        self, newest: dict[Key, tuple[int, Leaf]], void: set[Key], disqualified: set[str]
    ) -> Counted:
        entries = {each["entry_id"] for each in self.told["withdrawn"] if not each["judge"]} | disqualified
        cards = {(each["entry_id"], each["judge"]) for each in self.told["withdrawn"] if each["judge"]}
        gone = {key for key in newest if key in void or key in cards or key[0] in entries}
        kept = {key: found for key, found in newest.items() if key not in gone}
        everything = "all of its votes" if self.by_votes else "all of its scorecards"
        lines = [
            f"{each['company']}, {each['judge'] or everything}: {each['reason']}"
            for each in self.told["withdrawn"]
        ]
        voided = {(leaf["entry_id"], leaf["judge"]) for _, leaf in self.of_stage() if is_void(leaf)}
        lines += [
            f"{self.company(id)}, {judge}: {'voided' if (id, judge) in voided else 'the judge was recused'}"
            for id, judge in sorted(void)
        ]
        return Counted(kept, void, disqualified, lines)

    def company(self, entry_id: str) -> str:
        """Return the name of an entry's company."""
        return self.companies.get(entry_id, entry_id)


def is_void(leaf: Leaf) -> bool:
    """Return whether a leaf voids a scorecard by a correction, and not by a recusal."""
    return leaf["kind"] == "void" and "reason" in leaf


def age(leaf: Leaf) -> tuple[int, int]:
    """Return what decides which of two leaves of a scorecard is the newer."""
    return int(leaf["revision"]), int(leaf["version"])
