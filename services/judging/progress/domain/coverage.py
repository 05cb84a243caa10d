"""Counted scorecards of entries against the minimum, and judges against each other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Tally = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Coverage:
    """The entries of a stage, each with how many scorecards are owed for it and how many are in.

    `needed` is the minimum for each entry.
    """

    entries: Mapping[str, Tally]
    needed: int

    @property
    def covered(self) -> int:
        """Return how many entries have the minimum."""
        return sum(submitted >= self.needed for _, submitted in self.entries.values())

    @property
    def missing(self) -> int:
        """Return how many scorecards are missing to the minimum of every entry."""
        return sum(max(0, self.needed - submitted) for _, submitted in self.entries.values())

    @property
    def gaps(self) -> int:
        """Return how many entries have fewer scorecards assigned than they need."""
        return sum(owed < self.needed for owed, _ in self.entries.values())

    def counts(self) -> list[tuple[int, int]]:
        """Return how many entries have no scorecard, one, and so on; those above the minimum are as one."""
        found = Counter(min(submitted, self.needed) for _, submitted in self.entries.values())
        return [(submitted, found[submitted]) for submitted in range(self.needed + 1)]

    def lacking_first(self) -> list[str]:
        """Return the entries, those with the fewest scorecards first, then those with the fewest owed."""
        return sorted(self.entries, key=lambda id: (self.entries[id][1], self.entries[id][0], id))


def behind(judges: Mapping[str, Tally]) -> set[str]:
    """Return who owes scorecards and has sent no greater share of theirs than judges have on average."""
    owed, sent = (sum(tally[n] for tally in judges.values()) for n in (0, 1))
    share = Fraction(sent, owed) if owed else Fraction(0)
    return {id for id, (all_, done) in judges.items() if done < all_ and Fraction(done, all_) <= share}
