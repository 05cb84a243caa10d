"""Forms whose fields are named by paths, such as `stages[0].criteria[1].weight`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

PATH = re.compile(r"[a-z_]+(\[\d{1,3}\])?(\.[a-z_]+(\[\d{1,3}\])?)*")
STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


def nested(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the values as the mappings and lists that their names describe; lists have no gaps.

    A name that is no path, or does not fit what came before, is passed over.
    """
    found: dict[Any, Any] = {}
    for name, value in fields:
        if PATH.fullmatch(name):
            _put(found, [word or int(number) for word, number in STEP.findall(name)], value)
    told = _listed(found)
    return told if isinstance(told, dict) else {}


def flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every value, the other way round."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from flat(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from flat(part, f"{path}[{n}]")
    else:
        yield path, "" if value is None else str(value)


def at(told: dict[str, Any], path: str) -> Any:
    """Return what stands at a path; None where nothing does."""
    part: Any = told
    for word, number in STEP.findall(path):
        try:
            part = part[word or int(number)]
        except (KeyError, IndexError, TypeError):
            return None
    return part


def parts_of(path: str) -> Iterator[str]:
    """Yield the path and what it is within: `stages[0]`, `stages[0].rule`, `stages[0].rule.digits`."""
    steps = path.split(".")
    for n in range(1, len(steps) + 1):
        yield ".".join(steps[:n])


def _put(part: dict[Any, Any], way: list[str | int], value: str) -> None:
    *steps, last = way
    for step in steps:
        part = part.setdefault(step, {})
        if not isinstance(part, dict):
            return
    part.setdefault(last, value)


def _listed(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    if part and all(isinstance(step, int) for step in part):
        return [_listed(part[n]) for n in sorted(part)]
    return {step: _listed(value) for step, value in part.items() if isinstance(step, str)}
