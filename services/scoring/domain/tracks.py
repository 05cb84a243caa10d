"""Places among those of one track."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def within(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a track, in the order of their places, with their places among themselves.

    `track_place` counts from 1, None where the row has no place; `shared` is with another of them.
    """
    listed = list(rows)
    sharing = Counter(row["place"] for row in listed)
    first: dict[Any, int] = {}
    for number, row in enumerate(listed, start=1):
        first.setdefault(row["place"], number)
    return [
        {
            **row,
            "shared": row["place"] is not None and sharing[row["place"]] > 1,
            "track_place": None if row["place"] is None else first[row["place"]],
        }
        for row in listed
    ]
