"""Counted scorecards of entries against the minimum, and judges against each other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Tally = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Coverage:
    """The entries of a stage, each with how many scorecards are owed for it and how many are in.

    `needed` is the minimum for each entry. With `by_panel` each panel has a minimum of its own, and more
    scorecards of one do not make up for those of another.
    """

    entries: Mapping[str, Tally]
    needed: int
    by_panel: Mapping[str, "Coverage"] = field(default_factory=dict)

    def met(self, entry_id: str) -> int:
        """Return how many of the scorecards that an entry needs are in."""
        if self.by_panel:
            return sum(own.met(entry_id) for own in self.by_panel.values())
        return min(self.entries[entry_id][1], self.needed)

    def has_gap(self, entry_id: str) -> bool:
        """Return whether fewer scorecards are assigned than the entry needs."""
        if self.by_panel:
            return any(own.has_gap(entry_id) for own in self.by_panel.values())
        return self.entries[entry_id][0] < self.needed

    @property
    def covered(self) -> int:
        """Return how many entries have the minimum."""
        return sum(self.met(id) >= self.needed for id in self.entries)

    @property
    def missing(self) -> int:
        """Return how many scorecards are missing to the minimum of every entry."""
        return sum(self.needed - self.met(id) for id in self.entries)

    @property
    def gaps(self) -> int:
        """Return how many entries have fewer scorecards assigned than they need."""
        return sum(self.has_gap(id) for id in self.entries)

    def counts(self) -> list[tuple[int, int]]:
        """Return how many entries have no scorecard, one, and so on; those above the minimum are as one."""
        found = Counter(self.met(id) for id in self.entries)
        return [(submitted, found[submitted]) for submitted in range(self.needed + 1)]

    def lacking_first(self) -> list[str]:
        """Return the entries, those with the fewest scorecards first, then those with the fewest owed."""
        if self.by_panel:
            return sorted(self.entries, key=lambda id: (self.met(id), *self.entries[id][::-1], id))
        return sorted(self.entries, key=lambda id: (self.entries[id][1], self.entries[id][0], id))


def behind(judges: Mapping[str, Tally]) -> set[str]:
    """Return who owes scorecards and has sent no greater share of theirs than judges have on average."""
    owed, sent = (sum(tally[n] for tally in judges.values()) for n in (0, 1))
    share = Fraction(sent, owed) if owed else Fraction(0)
    return {id for id, (all_, done) in judges.items() if done < all_ and Fraction(done, all_) <= share}
