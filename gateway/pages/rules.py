"""The rule of a stage in the reader's words; scoring says the same in English, see GetStandings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import format_percent, gettext, ngettext

Stage = Mapping[str, Any]

CRITERION = "criterion:"


def shares(stage: Stage) -> dict[str, str]:
    """Return each criterion's share of the total, as it is written in the reader's language."""
    weights = {c["criterion_id"]: Decimal(c["weight"]) for c in stage["criteria"]}
    whole = sum(weights.values(), start=Decimal(0)) or Decimal(1)
    return {id: format_percent(weight / whole, format="#,##0.#%") for id, weight in weights.items()}


def rule_sentences(stage: Stage) -> list[str]:
    """Return the rule from marks to shared places, a sentence or two for each step."""
    rule = stage["rule"]
    if rule["method"] == "votes":
        return [
            gettext("Each ticket has one vote, and its latest before the closing counts."),
            gettext("The total is the number of votes."),
            _ties(stage),
            gettext("An entry without a vote is not placed."),
        ]
    return [
        _marks(rule),
        _weighting(rule),
        *_audience(stage),
        _ties(stage),
        gettext("An entry without a scorecard is not placed."),
    ]


def _marks(rule: Mapping[str, Any]) -> str:
    left_out = gettext("Marks not given are left out.")
    drops = rule.get("drop_highest", 0) + rule.get("drop_lowest", 0)
    if rule["method"] != "trimmed_mean" or not drops:
        averaged = gettext("The judges’ marks of each criterion are averaged.")
        return f"{left_out} {averaged}"
    dropped = gettext(
        "Of each criterion’s marks the %(highest)d highest and the %(lowest)d lowest are dropped, and the rest "
        "are averaged; where only %(drops)d or fewer were given, none is dropped.",
        highest=rule["drop_highest"],
        lowest=rule["drop_lowest"],
        drops=drops,
    )
    return f"{left_out} {dropped}"


def _weighting(rule: Mapping[str, Any]) -> str:
    return ngettext(
        "Each average is multiplied by its criterion’s share, and rounded half up to %(num)d decimal; "
        "the total is the sum.",
        "Each average is multiplied by its criterion’s share, and rounded half up to %(num)d decimals; "
        "the total is the sum.",
        rule["digits"],
    )


def audience_scale(stage: Stage) -> tuple[str, str]:
    """Return what no vote and what the most votes are worth: the totals of the lowest and of full marks."""
    weights = [Decimal(c["weight"]) for c in stage["criteria"]]
    whole = sum(weights, start=Decimal(0)) or Decimal(1)

    def total(end: str) -> str:
        marks = (Decimal(c[end]) * weight for c, weight in zip(stage["criteria"], weights, strict=True))
        return f"{round(sum(marks, start=Decimal(0)) / whole, 6).normalize():f}"

    return total("lowest"), total("highest")


def _audience(stage: Stage) -> list[str]:
    percent = stage["rule"].get("audience_percent", 0)
    if not percent:
        return []
    lowest, highest = audience_scale(stage)
    return [
        gettext(
            "The judges’ total counts for %(judges)d %% and the audience’s vote for %(percent)d %%: no vote is "
            "worth %(lowest)s, the most votes %(highest)s, and what is between them in proportion. Where nobody "
            "voted, the judges’ total is the total.",
            judges=100 - percent,
            percent=percent,
            lowest=lowest,
            highest=highest,
        )
    ]


def _ties(stage: Stage) -> str:
    breaks = [_tie_break(name, stage) for name in stage["rule"]["tie_breaks"]]
    shared = gettext("Entries that are equal share the place, and the places after it are skipped.")
    if not breaks:
        return shared
    decided = gettext("Equal totals are decided by %(breaks)s.", breaks=gettext(", then by ").join(breaks))
    return f"{decided} {shared}"


def _tie_break(name: str, stage: Stage) -> str:
    if name.startswith(CRITERION):
        criterion_id = name.removeprefix(CRITERION)
        names = {c["criterion_id"]: c["name"] for c in stage["criteria"]}
        return gettext("the higher average in %(criterion)s", criterion=names.get(criterion_id, criterion_id))
    if name == "highest_mark":
        return gettext("the highest single mark")
    if name == "scorecards":
        return gettext("the larger number of scorecards")
    return name.replace("_", " ")
