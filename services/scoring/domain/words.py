"""The rule as a contest would print it."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from services.scoring.domain.rule import CRITERION, PANEL, WHOLE, Criterion, Rule

TIE_BREAK_WORDS = {
    "highest_mark": "the highest single mark",
    "scorecards": "the larger number of scorecards",
}


BY_VOTES = (
    "The audience's votes alone decide, and nobody marks. Each ticket has one vote, and its latest before the "
    "closing counts. The total is the number of votes."
)


def rule_in_words(rule: Rule) -> str:
    """Return the whole rule in English sentences, from marks or votes to shared places."""
    if rule.by_votes:
        return f"{BY_VOTES} {_ties(rule)} An entry without a vote is not placed."
    weighting = _panels(rule) if rule.panels else _weighting(rule)
    parts = [_marks(rule), weighting, _audience(rule), _ties(rule), _unplaced(rule)]
    return " ".join(part for part in parts if part)


def _marks(rule: Rule) -> str:
    rounding = f"rounded half up to {_count(rule.digits, 'decimal')}"
    if rule.method == "weighted_mean" or not (rule.drop_highest or rule.drop_lowest):
        return f"Marks not given are left out. The mean of each criterion's marks is {rounding}."
    dropped = " and ".join(
        f"{number} {which}"
        for number, which in ((rule.drop_highest, "highest"), (rule.drop_lowest, "lowest"))
        if number
    )
    drops = rule.drop_highest + rule.drop_lowest
    return (
        f"Marks not given are left out. Of each criterion's marks the {dropped} are dropped; where only "
        f"{_count(drops, 'mark')} or fewer were given, none is dropped. "
        f"The mean of the marks kept is {rounding}."
    )


def _weighting(rule: Rule) -> str:
    return (
        f"Each mean is multiplied by its weight out of {_weights(rule.criteria)} and rounded half up to "
        f"{_count(rule.digits, 'decimal')}; the total is the sum. "
        "A criterion that nobody marked adds nothing."
    )


def _weights(criteria: Iterable[Criterion]) -> str:
    known = list(criteria)
    whole = sum((c.weight for c in known), start=Decimal(0))
    return f"{_plain(whole)} ({', '.join(f'{c.name} {_plain(c.weight)}' for c in known)})"


def _panels(rule: Rule) -> str:
    digits = _count(rule.digits, "decimal")
    each = "; ".join(
        f"{panel.name}: weights out of {_weights(c for c in rule.criteria if c.panel == panel.panel_id)}, "
        f"full marks {_shown(rule.scales[panel.panel_id][1])}"
        for panel in rule.panels
    )
    whole = sum((panel.weight for panel in rule.panels), start=Decimal(0))
    weights = ", ".join(f"{panel.name} {_plain(panel.weight)}" for panel in rule.panels)
    return (
        f"Each panel marks criteria of its own: each mean is multiplied by its weight in the panel and rounded "
        f"half up to {digits}, and the panel's total is the sum ({each}). A criterion that nobody marked adds "
        f"nothing. The total is out of {WHOLE}: each panel's total as a share of its full marks, times {WHOLE}, "
        f"by the panel's weight out of {_plain(whole)} ({weights}), added up and rounded half up to {digits} once."
    )


def _audience(rule: Rule) -> str:
    if not rule.audience_percent:
        return ""
    lowest, highest = (_shown(end) for end in rule.scale)
    return (
        f"This is the judges' total; at the freeze it becomes {100 - rule.audience_percent} % of the total and "
        f"the audience's share {rule.audience_percent} %, rounded half up to {_count(rule.digits, 'decimal')}. "
        f"The share is {lowest} for no vote and {highest} for the most votes that an entry of the result has, "
        "and in proportion between them; where nobody voted the judges' total is the total."
    )


def _ties(rule: Rule) -> str:
    shared = "share the place, and the places after it are skipped."
    if not rule.tie_breaks:
        return f"Entries with equal totals {shared}"
    breaks = ", then by ".join(_tie_break(name, rule) for name in rule.tie_breaks)
    return f"Equal totals are decided by {breaks}; entries equal in all of these {shared}"


def _tie_break(name: str, rule: Rule) -> str:
    if name.startswith(PANEL):
        named = {panel.panel_id: panel.name for panel in rule.panels}
        return f"the higher total of {named[name.removeprefix(PANEL)]}"
    if name.startswith(CRITERION):
        criterion = rule.criteria[rule.positions[name.removeprefix(CRITERION)]]
        return f"the higher mean in {criterion.name}"
    return TIE_BREAK_WORDS[name]


def _unplaced(rule: Rule) -> str:
    if rule.panels:
        return "An entry that a panel has not marked has no total and is not placed."
    return "An entry without a scorecard is not placed."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(number: Fraction) -> str:
    return _plain(round(Decimal(number.numerator) / number.denominator, 6))


def _plain(weight: Decimal) -> str:
    text = f"{weight:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
