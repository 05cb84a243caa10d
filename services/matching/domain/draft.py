"""Who gets on whose shortlist.

The lists of an edition are drawn up together, in rounds, as in a draft. In each round every
investor takes the best startup that is left to them; investors take turns in the order of their
ids, backwards in every second round. Where several startups fit equally, to the hundredth, the
one that is on the fewest lists so far is taken, and among these the one that a hash of investor
and entry puts first, so that no id is favoured everywhere. A better fit is never passed over,
so that only ties are spread. The same investors and startups give the same lists.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from services.matching.domain.criteria.criterion import Criterion
from services.matching.domain.fit import Measure
from services.matching.domain.investor import Investor
from services.matching.domain.shortlist import Line
from services.matching.domain.startup import Startup


@dataclass(slots=True)
class Turn:
    """What one investor can still take: entry ids of equal fit together, the best last."""

    investor_id: str
    measure: Measure
    tiers: list[tuple[int, list[str]]]
    taken: list[str]

    def take(self, exposure: Mapping[str, int]) -> str | None:
        """Take the next startup and return its entry id; None when nothing is left."""
        while self.tiers and not self.tiers[-1][1]:
            self.tiers.pop()
        if not self.tiers:
            return None
        tier = self.tiers[-1][1]
        fewest = min(exposure[entry_id] for entry_id in tier)
        chosen = min((e for e in tier if exposure[e] == fewest), key=self._lot)
        tier.remove(chosen)
        self.taken.append(chosen)
        return chosen

    def _lot(self, entry_id: str) -> tuple[int, str]:
        return crc32(f"{self.investor_id}/{entry_id}".encode()), entry_id


class Draft:
    """Draws up shortlists of at most `length` lines from `startups`."""

    def __init__(
        self, startups: Iterable[Startup], *, length: int, criteria: Mapping[str, Criterion]
    ) -> None:
        self._startups = {startup.entry_id: startup for startup in startups}
        self._length = length
        self._criteria = criteria
        self._turns: list[Turn] = []

    def enter(self, investor: Investor) -> None:
        """Let an investor take part."""
        measure = Measure(investor.thesis, criteria=self._criteria)
        self._turns.append(Turn(investor.id, measure, self._tiers(investor, measure), []))

    def play(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Play all rounds, and yield each investor's id with the lines, in the order of the ids."""
        exposure: Counter[str] = Counter()
        turns = sorted(self._turns, key=lambda turn: turn.investor_id)
        for number in range(self._length):
            for turn in turns if number % 2 == 0 else reversed(turns):
                taken = turn.take(exposure)
                if taken is not None:
                    exposure[taken] += 1
        for turn in turns:
            yield turn.investor_id, tuple(self._line(turn.measure, entry_id) for entry_id in turn.taken)

    def _tiers(self, investor: Investor, measure: Measure) -> list[tuple[int, list[str]]]:
        holdings = investor.holdings
        tiers: dict[int, list[str]] = {}
        for startup in self._startups.values():
            hundredths = measure.hundredths(startup)
            if hundredths and not holdings.include(startup):
                tiers.setdefault(hundredths, []).append(startup.entry_id)
        return _best(sorted(tiers.items()), self._length)

    def _line(self, measure: Measure, entry_id: str) -> Line:
        startup = self._startups[entry_id]
        return Line(entry_id, measure.fit(startup), measure.reasons(startup))


def _best(tiers: Sequence[tuple[int, list[str]]], length: int) -> list[tuple[int, list[str]]]:
    """Return the tiers from the last back that together hold `length` entries or more."""
    held = 0
    for position in range(len(tiers) - 1, -1, -1):
        held += len(tiers[position][1])
        if held >= length:
            return list(tiers[position:])
    return list(tiers)
