"""From tallies to places."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.scoring.domain.aggregation import Tally
from services.scoring.domain.panels import panel_totals
from services.scoring.domain.rule import CRITERION, PANEL, Rule

Rank = tuple[bool, object]
Reading = Callable[[Tally], Rank]


@dataclass(frozen=True, slots=True)
class Placing:
    """An entry's place, counted from 1; None for an entry without a total."""

    entry_id: str
    place: int | None
    shared: bool


def place(tallies: Mapping[str, Tally], *, rule: Rule) -> list[Placing]:
    """Return the placings from first to last.

    Higher totals come first; equal totals are decided by the rule's tie-breaks in their order;
    who is equal in all of them shares the place, and the places after it are skipped (1, 2, 2,
    4). Entries without a total have no place and come last. Within a place entries are in
    the order of their ids.
    """
    readings = [_read_total, *(_reading(name, rule) for name in rule.tie_breaks)]
    ranks = {id: tuple(read(t) for read in readings) for id, t in tallies.items() if t.total is not None}
    ordered = sorted(sorted(ranks), key=ranks.__getitem__, reverse=True)
    unplaced = [Placing(id, place=None, shared=False) for id in sorted(tallies) if id not in ranks]
    return [*_placings(ordered, ranks), *unplaced]


def _placings(ordered: Sequence[str], ranks: Mapping[str, tuple[Rank, ...]]) -> Iterator[Placing]:
    start = 0
    while start < len(ordered):
        end = start + 1
        while end < len(ordered) and ranks[ordered[end]] == ranks[ordered[start]]:
            end += 1
        # Sorting in reverse keeps equals in the order they came in, that of their ids.
        for entry_id in ordered[start:end]:
            yield Placing(entry_id, place=start + 1, shared=end - start > 1)
        start = end


def _reading(name: str, rule: Rule) -> Reading:
    if name.startswith(PANEL):
        return lambda tally: _rank(panel_totals(tally.means, rule=rule)[name.removeprefix(PANEL)])
    if not name.startswith(CRITERION):
        return READINGS[name]
    position = rule.positions[name.removeprefix(CRITERION)]
    return lambda tally: _rank(tally.means[position])


def _read_total(tally: Tally) -> Rank:
    return _rank(tally.total)


def _rank(value: object) -> Rank:
    """Return a key by which what was not given stands below everything."""
    return (value is not None, value if value is not None else 0)


READINGS: Mapping[str, Reading] = {
    "highest_mark": lambda tally: _rank(tally.highest_mark),
    "scorecards": lambda tally: _rank(tally.scorecards),
}
