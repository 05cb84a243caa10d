"""Two versions of an application side by side."""

from typing import Any

from flask import request

from gateway.asked import label_of

Version = dict[str, Any]


def compared(versions: list[Version], call: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of versions shows: all of them, and two with what is different.

    `newer` and `older` are those that the address names, else the newest and the one before it.
    """
    by_number = {version["number"]: version for version in versions}
    newer = by_number.get(_number("to")) or (versions[0] if versions else None)
    older = by_number.get(_number("from"))
    if older is None and newer is not None:
        older = by_number.get(newer["number"] - 1)
    known = {field["field_id"]: field for field in (*call["removed"], *call["form"])}
    return {
        "versions": versions,
        "newer": newer,
        "older": older,
        "lines": _lines(newer, older, known) if newer else [],
    }


def _lines(newer: Version, older: Version | None, known: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {asked["field_id"]: label_of(asked) for v in (older, newer) if v for asked in v["asked"]}
    found = []
    for id, label in labels.items():
        now = newer["answers"].get(id, "")
        before = older["answers"].get(id, "") if older else now
        found.append(
            {"label": label, "field": known.get(id), "now": now, "before": before, "same": now == before}
        )
    return found


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0
