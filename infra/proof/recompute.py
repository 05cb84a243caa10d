"""Places and totals worked out again from the exported scorecards, by pencil and paper.

Written from the rule as the API prints it, and from nothing else: it shares no line with the
service that it checks. All numbers are fractions until the rule rounds them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

VOTES = "votes"
"""The method by which votes of an audience alone are the total."""

FULL = 100
"""What full marks of all panels come to, in a stage with panels."""

# Stands for what was not given, under every mark that can be.
BELOW_ALL = Fraction(-(10**12))

COUNTED = ("submitted", "locked", "amended")
"""The states of scorecards that count."""


@dataclass(frozen=True)
class Worked:
    """What an entry's scorecards come to; total and place are None when it has none, or none of a panel.

    `panels` are the totals by panel, None where one gave no mark; there are none in a stage without panels.
    `judged` is the judges' total and `votes` the audience's, None where the total is the judges' alone.
    """

    entry_id: str
    total: Fraction | None
    means: Mapping[str, Fraction | None]
    scorecards: int
    place: int | None = None
    shared: bool = False
    judged: Fraction | None = None
    votes: int | None = None
    panels: Mapping[str, Fraction | None] = field(default_factory=dict)


def recompute(
    stage: Mapping[str, Any],
    entry_ids: Iterable[str],
    scorecards: Iterable[Mapping[str, Any]],
    *,
    votes: Mapping[str, int] | None = None,
) -> dict[str, Worked]:
    """Return each entry's place and total by the stage's rule, from what judges submitted.

    `votes` are the audience's by entry, where they are a part of the total.
    """
    marks: dict[str, list[Mapping[str, Any]]] = {entry_id: [] for entry_id in entry_ids}
    for card in scorecards:
        if card["state"] in COUNTED and card["entry_id"] in marks:
            marks[card["entry_id"]].append(card["marks"])
    highest = {entry_id: _highest(given) for entry_id, given in marks.items()}
    worked = [_work_out(entry_id, given, stage) for entry_id, given in marks.items()]
    if stage["rule"]["method"] == VOTES:
        worked = [_by_votes(one, (votes or {}).get(one.entry_id, 0)) for one in worked]
    elif votes is not None:
        worked = _with_audience(worked, votes, stage)
    return _placed(worked, stage, highest)


def deviations(rows: Iterable[Mapping[str, Any]], worked: Mapping[str, Worked]) -> list[str]:
    """Return a sentence for every place, total, mean or count in which `rows` differ; none is best."""
    found: list[str] = []
    seen: set[str] = set()
    for row in rows:
        ours = worked.get(row["entry_id"])
        if ours is None:
            found.append(f"{row['company']} is in the standings and not in the stage")
            continue
        seen.add(row["entry_id"])
        found += [f"{row['company']}: {difference}" for difference in _differences(row, ours)]
    return found + [f"entry {id} is not in the standings" for id in worked if id not in seen]


def round_half_away(value: Fraction, digits: int) -> Fraction:
    """Return the value at so many digits, halves away from zero."""
    scaled = abs(value) * 10**digits
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def _work_out(entry_id: str, given: list[Mapping[str, Any]], stage: Mapping[str, Any]) -> Worked:
    names = [criterion["criterion_id"] for criterion in stage["criteria"]]
    means = {
        name: _mean([Fraction(m[name]) for m in given if m.get(name) is not None], stage["rule"])
        for name in names
    }
    panels = {
        panel["panel_id"]: _panel(_criteria_of(panel["panel_id"], stage), means, stage)
        for panel in stage.get("panels") or ()
    }
    if panels:
        total = _together(panels, stage)
    else:
        total = (_panel(stage["criteria"], means, stage) or Fraction(0)) if given else None
    return Worked(entry_id, total, means, len(given), panels=panels)


def _criteria_of(panel_id: str, stage: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [criterion for criterion in stage["criteria"] if criterion["panel"] == panel_id]


def _panel(
    criteria: Iterable[Mapping[str, Any]], means: Mapping[str, Fraction | None], stage: Mapping[str, Any]
) -> Fraction | None:
    """What the means of these criteria add up to by their weights, None without any."""
    known = list(criteria)
    whole = sum(Fraction(criterion["weight"]) for criterion in known)
    parts = [
        round_half_away(mean * Fraction(criterion["weight"]) / whole, stage["rule"]["digits"])
        for criterion in known
        if (mean := means[criterion["criterion_id"]]) is not None
    ]
    return sum(parts, Fraction(0)) if parts else None


def _ends(criteria: Iterable[Mapping[str, Any]]) -> tuple[Fraction, Fraction]:
    """The totals of the lowest and of full marks by these criteria."""
    known = list(criteria)
    whole = sum(Fraction(c["weight"]) for c in known)
    lowest, full = (
        sum((Fraction(c["weight"]) * Fraction(c[end]) for c in known), Fraction(0)) / whole
        for end in ("lowest", "highest")
    )
    return lowest, full


def _together(panels: Mapping[str, Fraction | None], stage: Mapping[str, Any]) -> Fraction | None:
    """Each panel's share of its full marks by the panel's weight, out of 100; None where a panel is missing."""
    whole = sum(Fraction(panel["weight"]) for panel in stage["panels"])
    total = Fraction(0)
    for panel in stage["panels"]:
        given = panels[panel["panel_id"]]
        if given is None:
            return None
        _, full = _ends(_criteria_of(panel["panel_id"], stage))
        total += FULL * given / full * Fraction(panel["weight"]) / whole
    return round_half_away(total, stage["rule"]["digits"])


def _scale(stage: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    """Between what the judges' total can be."""
    if not stage.get("panels"):
        return _ends(stage["criteria"])
    whole = sum(Fraction(panel["weight"]) for panel in stage["panels"])
    lowest = Fraction(0)
    for panel in stage["panels"]:
        least, full = _ends(_criteria_of(panel["panel_id"], stage))
        lowest += FULL * least / full * Fraction(panel["weight"]) / whole
    return lowest, Fraction(FULL)


def _by_votes(one: Worked, number: int) -> Worked:
    """Who has no vote has no total; marks are none of it."""
    return replace(one, total=Fraction(number) if number else None, votes=number)


def _with_audience(worked: list[Worked], votes: Mapping[str, int], stage: Mapping[str, Any]) -> list[Worked]:
    """The most votes are worth what full marks are, none what the lowest marks are, by the stage's percent."""
    percent, digits = Fraction(stage["rule"].get("audience_percent", 0), 100), stage["rule"]["digits"]
    least, full = _scale(stage)
    counted = {one.entry_id: votes.get(one.entry_id, 0) for one in worked}
    most = max((counted[one.entry_id] for one in worked if one.total is not None), default=0)

    def both(one: Worked) -> Fraction | None:
        if one.total is None or not most:
            return one.total
        heard = least + (full - least) * Fraction(counted[one.entry_id], most)
        return round_half_away(one.total * (1 - percent) + heard * percent, digits)

    return [replace(one, judged=one.total, total=both(one), votes=counted[one.entry_id]) for one in worked]


def _mean(marks: list[Fraction], rule: Mapping[str, Any]) -> Fraction | None:
    if rule["method"] == "trimmed_mean" and len(marks) > rule["drop_highest"] + rule["drop_lowest"]:
        for _ in range(rule["drop_highest"]):
            marks.remove(max(marks))
        for _ in range(rule["drop_lowest"]):
            marks.remove(min(marks))
    return round_half_away(sum(marks, Fraction(0)) / len(marks), rule["digits"]) if marks else None


def _highest(given: list[Mapping[str, Any]]) -> Fraction | None:
    return max((Fraction(m) for card in given for m in card.values() if m is not None), default=None)


def _placed(
    worked: list[Worked], stage: Mapping[str, Any], highest: Mapping[str, Fraction | None]
) -> dict[str, Worked]:
    readings = ("total", *stage["rule"]["tie_breaks"])
    found = {each.entry_id: each for each in worked}
    strength = {
        each.entry_id: [_or_lowest(_read(reading, each, highest)) for reading in readings]
        for each in worked
        if each.total is not None
    }
    for entry_id, own in strength.items():
        before = sum(other > own for other in strength.values())
        equal = sum(other == own for other in strength.values())
        found[entry_id] = replace(found[entry_id], place=before + 1, shared=equal > 1)
    return found


def _or_lowest(value: Fraction | None) -> Fraction:
    return BELOW_ALL if value is None else value


def _read(reading: str, one: Worked, highest: Mapping[str, Fraction | None]) -> Fraction | None:
    if reading == "total":
        return one.total
    if reading == "highest_mark":
        return highest[one.entry_id]
    if reading == "scorecards":
        return Fraction(one.scorecards)
    kind, _, named = reading.partition(":")
    if kind == "panel":
        return one.panels[named]
    if kind != "criterion":
        raise ValueError(f"tie-break {reading!r} is not known here")
    return one.means[named]


def _differences(row: Mapping[str, Any], ours: Worked) -> list[str]:
    pairs = [
        ("place", row["place"], ours.place),
        ("shared", row["shared"], ours.shared),
        ("total", _number(row["total"]), ours.total),
        ("scorecards", row["scorecards"], ours.scorecards),
        ("judges' total", _number(row.get("judged")), ours.judged),
        ("votes", row.get("votes"), ours.votes),
        *(
            (f"total of panel {name}", _number(row.get("panels", {}).get(name)), worked)
            for name, worked in ours.panels.items()
        ),
        *(
            (f"mean of {name}", _number(theirs), ours.means.get(name))
            for name, theirs in row["means"].items()
        ),
    ]
    return [
        f"{what} is {_shown(theirs)}, worked out is {_shown(worked)}"
        for what, theirs, worked in pairs
        if theirs != worked
    ]


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _shown(value: Any) -> str:
    return str(float(value)) if isinstance(value, Fraction) else str(value)
