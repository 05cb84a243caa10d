"""Whether what was heard tells a score, a rank, or a count that implies one, of what is not revealed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.browser.overheard import Heard, objects

# What an object about an entry may not say before the entry is revealed, whatever the value.
TELLING = {
    *("place", "rank", "total", "score", "scores", "mark", "marks", "mean", "means", "average", "points"),
    *(
        "award",
        "award_id",
        "moved",
        "before",
        "deviation",
        "scorecards",
        "votes",
        "shared",
        "highest",
        "lowest",
        "spread",
    ),
}
FEWEST_IN_ORDER = 4


def leaks(heard: Iterable[Heard], hidden: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what tells too much about hidden rows, which come in the order of their places.

    Searched for: totals and means, where a row has them, as numbers anywhere; objects that name a hidden entry and
    have a telling key with a value; and hidden entries that come in the order of their places, or
    in its reverse.
    """
    numbers = {n for row in hidden for n in (row.get("total"), *row.get("means", {}).values()) if n}
    any_of = "|".join(re.escape(number) for number in sorted(numbers))
    pattern = re.compile(rf"(?<![\d.:])(?:{any_of})(?!\d)") if numbers else None
    return [
        f"{each.source}: {found}"
        for each in heard
        for found in (*_numbers(each, pattern), *_telling(each, hidden), *_ordered(each, hidden))
    ]


def _numbers(heard: Heard, pattern: re.Pattern[str] | None) -> list[str]:
    found = pattern.search(heard.text) if pattern else None
    return [f"has {heard.text[max(0, found.start() - 60) : found.end() + 20]!r}"] if found else []


def _telling(heard: Heard, hidden: Sequence[Mapping[str, Any]]) -> list[str]:
    names = {row["entry_id"] for row in hidden} | {row["company"] for row in hidden}
    return [
        f"says {', '.join(sorted(said))} of {', '.join(map(str, named))}"
        for each in objects(heard.text)
        if (named := {v for v in each.values() if isinstance(v, str)} & names)
        and (said := {key for key in TELLING & set(each) if each[key] not in (None, "", [], {}, False)})
    ]


def _ordered(heard: Heard, hidden: Sequence[Mapping[str, Any]]) -> list[str]:
    if len(hidden) < FEWEST_IN_ORDER:
        return []
    found = []
    for name in ("entry_id", "company"):
        at = [heard.text.find(row[name]) for row in hidden]
        if -1 not in at and at in (sorted(at), sorted(at, reverse=True)):
            found.append(f"has the hidden entries in the order of their places, by {name}")
    return found
