"""The tables of a stage: a number for each entry, and the order in which a judge comes to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from services.judging.domain.session import drawn
from services.judging.tables.domain.refusals import TablesChanged

TABLE = "table"


@dataclass
class Floor:
    """`id` is the stage's in its edition; `tables` are numbers by entry, each once.

    `seed` is that of the lot they were drawn by, None where they were numbered in another way.
    """

    id: str
    tables: dict[str, int] = field(default_factory=dict)
    seed: int | None = None
    version: int = 0
    facts: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def number(self, tables: Mapping[str, int], *, seed: int | None, seen: int) -> bool:
        """Number the tables anew, and return whether anything is; TablesChanged after another's change."""
        if (self.tables, self.seed) == (dict(tables), seed):
            return False
        if self.version != seen:
            raise TablesChanged(
                "somebody else numbered the tables meanwhile", errors={"version": self.version}
            )
        self.tables, self.seed = dict(tables), seed
        return True


def floor_id(edition_id: str, stage_id: str) -> str:
    """Return the id of a stage's floor."""
    return f"{edition_id}.{stage_id}"


def by_lot(entry_ids: Sequence[str], *, seed: int, first: int) -> dict[str, int]:
    """Return numbers from `first` on in an order drawn by lot, as running orders are."""
    return dict(zip(drawn(entry_ids, seed), count(first), strict=False))


def by_name(companies: Mapping[str, str], *, first: int) -> dict[str, int]:
    """Return numbers from `first` on in the order of the companies' names."""
    order = sorted(companies, key=lambda id: (companies[id].casefold(), id))
    return dict(zip(order, count(first), strict=False))


def with_the_rest(tables: Mapping[str, int], companies: Mapping[str, str], *, first: int) -> dict[str, int]:
    """Return the numbers there are, and for entries without one the lowest free from `first` on, by name."""
    taken = set(tables.values())
    free = (number for number in count(first) if number not in taken)
    rest = {id: company for id, company in companies.items() if id not in tables}
    return {**tables, **dict(zip(by_name(rest, first=0), free, strict=False))}


def shared(tables: Mapping[str, int]) -> set[str]:
    """Return the entries whose number another one has as well."""
    numbers = list(tables.values())
    return {id for id, number in tables.items() if numbers.count(number) > 1}


def walk(owed: Iterable[str], tables: Mapping[str, int], *, turn: int, judges: int) -> list[str]:
    """Return the entries that a judge owes in the order to walk: by table, from where this judge begins.

    `turn` counts the stage's judges from 0. Each begins so far behind the one before that they are spread
    evenly over the floor, and after the last table comes the first. Entries without a table come last.
    """
    order = {id: n for n, id in enumerate(sorted(tables, key=lambda id: tables[id]))}
    start = turn * len(order) // max(judges, 1)
    owed = list(owed)
    at_tables, others = [id for id in owed if id in order], [id for id in owed if id not in order]
    return [*sorted(at_tables, key=lambda id: (order[id] - start) % len(order)), *others]
