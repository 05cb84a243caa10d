"""The rule as a contest would print it."""

from decimal import Decimal

from services.scoring.domain.rule import CRITERION, Rule

TIE_BREAK_WORDS = {
    "highest_mark": "the highest single mark",
    "scorecards": "the larger number of scorecards",
}


def rule_in_words(rule: Rule) -> str:
    """Return the whole rule in English sentences, from marks to shared places."""
    parts = [_marks(rule), _weighting(rule), _audience(rule), _ties(rule), _unplaced()]
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
    whole = sum((c.weight for c in rule.criteria), start=Decimal(0))
    weights = ", ".join(f"{c.name} {_plain(c.weight)}" for c in rule.criteria)
    return (
        f"Each mean is multiplied by its weight out of {_plain(whole)} ({weights}) and rounded half up to "
        f"{_count(rule.digits, 'decimal')}; the total is the sum. "
        "A criterion that nobody marked adds nothing."
    )


def _audience(rule: Rule) -> str:
    if not rule.audience_percent:
        return ""
    lowest, highest = (_plain(round(Decimal(end.numerator) / end.denominator, 6)) for end in rule.scale)
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
    if name.startswith(CRITERION):
        criterion = rule.criteria[rule.positions[name.removeprefix(CRITERION)]]
        return f"the higher mean in {criterion.name}"
    return TIE_BREAK_WORDS[name]


def _unplaced() -> str:
    return "An entry without a scorecard is not placed."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plain(weight: Decimal) -> str:
    text = f"{weight:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
