"""What one act changed: values of aggregates as they were loaded, and as they were saved."""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

State = Mapping[str, Any]
Key = tuple[str, str]

# More than this is counted, not listed.
MOST_AGGREGATES = 20
MOST_VALUES = 40
LONGEST_VALUE = 200

_NOTED: ContextVar["Changes | None"] = ContextVar("changes", default=None)


class Changes:
    """Values before and after, of those aggregates that were saved."""

    def __init__(self) -> None:
        self._before: dict[Key, State] = {}
        self._after: dict[Key, State] = {}
        self._more = 0

    def loaded(self, kind: str, id: str, values: State) -> None:
        """Note what was there; nothing of what was saved already."""
        if (kind, id) not in self._after:
            self._before[kind, id] = copy.deepcopy(dict(values))

    def saved(self, kind: str, id: str, values: State) -> None:
        """Note what is there now."""
        if (kind, id) in self._after or len(self._after) < MOST_AGGREGATES:
            self._after[kind, id] = copy.deepcopy(dict(values))
        else:
            self._more += 1

    def told(self) -> dict[str, Any]:
        """Return {"changes": [{"of", "id", "field", "before", "after"}], "more": how many are not listed}."""
        found = [change for key, after in self._after.items() for change in self._between(key, after)]
        return {"changes": found[:MOST_VALUES], "more": self._more + max(0, len(found) - MOST_VALUES)}

    def _between(self, key: Key, after: State) -> Iterator[dict[str, Any]]:
        old, new = dict(_leaves(self._before.get(key, {}))), dict(_leaves(after))
        for field in dict.fromkeys((*old, *new)):
            before, now = old.get(field), new.get(field)
            if before != now:
                yield {"of": key[0], "id": key[1], "field": field, "before": before, "after": now}


@contextmanager
def noting_changes() -> Iterator[Changes]:
    """Note what repositories load and save in this green thread."""
    changes = Changes()
    token = _NOTED.set(changes)
    try:
        yield changes
    finally:
        _NOTED.reset(token)


def noted() -> Changes | None:
    """Return where changes are noted now, None when they are not."""
    return _NOTED.get()


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value with where it is; texts of at most 200 characters, nothing for None."""
    if isinstance(value, Mapping):
        items: Any = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        if value is not None:
            yield path, str(value)[:LONGEST_VALUE]
        return
    for name, inner in items:
        yield from _leaves(inner, f"{path}.{name}".strip("."))
