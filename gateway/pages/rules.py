"""The rule of a stage in the reader's words; scoring says the same in English, see GetStandings."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import format_percent, gettext, ngettext

Stage = Mapping[str, Any]

CRITERION = "criterion:"
PANEL = "panel:"
WHOLE = 100


def shares(stage: Stage) -> dict[str, str]:
    """Return each criterion's share of the total, or of its panel's, as it is written in the reader's language."""
    found: dict[str, str] = {}
    for _, criteria in rubrics(stage):
        weights = {c["criterion_id"]: Decimal(c["weight"]) for c in criteria}
        whole = sum(weights.values(), start=Decimal(0)) or Decimal(1)
        found |= {id: _percent(weight / whole) for id, weight in weights.items()}
    return found


def panel_shares(stage: Stage) -> dict[str, str]:
    """Return what each panel weighs in the total by its id, as it is written; nothing without panels."""
    weights = {panel["panel_id"]: Decimal(panel["weight"]) for panel in stage.get("panels") or ()}
    whole = sum(weights.values(), start=Decimal(0)) or Decimal(1)
    return {id: _percent(weight / whole) for id, weight in weights.items()}


def rubrics(stage: Stage) -> list[tuple[dict[str, Any] | None, list[dict[str, Any]]]]:
    """Return each panel with its criteria; without panels all criteria, of None."""
    panels = stage.get("panels") or ()
    if not panels:
        return [(None, list(stage["criteria"]))]
    return [(p, [c for c in stage["criteria"] if c.get("panel") == p["panel_id"]]) for p in panels]


def _percent(share: Decimal) -> str:
    return str(format_percent(share, format="#,##0.#%"))


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
        *_panels(stage),
        *_audience(stage),
        _ties(stage),
        gettext("An entry that a panel has not marked is not placed.")
        if stage.get("panels")
        else gettext("An entry without a scorecard is not placed."),
    ]


def _panels(stage: Stage) -> list[str]:
    told = panel_shares(stage)
    if not told:
        return []
    weights = ", ".join(f"{panel['name']} {told[panel['panel_id']]}" for panel in stage["panels"])
    return [
        gettext(
            "This is done in each panel by itself. The total is out of %(whole)d: each panel’s total is taken as a "
            "share of its full marks, and the panels count by their weights (%(weights)s).",
            whole=WHOLE,
            weights=weights,
        )
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
    if not stage.get("panels"):
        return _shown(_end(stage["criteria"], "lowest")), _shown(_end(stage["criteria"], "highest"))
    panels = [(Decimal(panel["weight"]), criteria) for panel, criteria in rubrics(stage) if panel]
    whole = sum((weight for weight, _ in panels), start=Decimal(0))
    lowest = sum(
        (weight / whole * _end(own, "lowest") / _end(own, "highest") for weight, own in panels),
        start=Decimal(0),
    )
    return _shown(WHOLE * lowest), _shown(Decimal(WHOLE))


def _end(criteria: list[dict[str, Any]], end: str) -> Decimal:
    whole = sum((Decimal(c["weight"]) for c in criteria), start=Decimal(0)) or Decimal(1)
    return sum((Decimal(c[end]) * Decimal(c["weight"]) for c in criteria), start=Decimal(0)) / whole


def _shown(number: Decimal) -> str:
    return f"{round(number, 6).normalize():f}"


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
    if name.startswith(PANEL):
        panel_id = name.removeprefix(PANEL)
        panels = {p["panel_id"]: p["name"] for p in stage.get("panels") or ()}
        return gettext("the higher total of %(panel)s", panel=panels.get(panel_id, panel_id))
    if name == "highest_mark":
        return gettext("the highest single mark")
    if name == "scorecards":
        return gettext("the larger number of scorecards")
    return name.replace("_", " ")


FIRST_OF_EACH: dict[str, Callable[[int], str]] = {
    "track": lambda n: ngettext(
        "The first of each track goes on.", "The first %(num)d of each track go on.", n
    ),
    "city": lambda n: ngettext("The first of each city goes on.", "The first %(num)d of each city go on.", n),
    "session": lambda n: ngettext(
        "The first of each session goes on.", "The first %(num)d of each session go on.", n
    ),
}


def going_on_sentences(stage: Stage) -> list[str]:
    """Say who goes on from a stage, as the organiser's rule has it; nothing where nobody does."""
    plan, quota = stage.get("promotion") or {}, stage["promote"]
    needed, first = _needed(stage, plan), plan.get("per_group") or 0
    told = [FIRST_OF_EACH[plan["group_by"]](first)] if first else []
    if first and quota:
        told += [gettext("Then the next by place go on, until they are %(number)d in all.", number=quota)]
    elif quota:
        told += [ngettext("%(num)d entry goes on.", "%(num)d entries go on.", quota)]
    elif needed and not first:
        told += [gettext("Everybody who reaches what is needed goes on.")]
    told += needed
    if choice := plan.get("choice") or 0:
        told += [
            ngettext("The organiser may add one more.", "The organiser may add up to %(num)d more.", choice)
        ]
    return told


def _needed(stage: Stage, plan: Mapping[str, Any]) -> list[str]:
    told = []
    if (threshold := plan.get("threshold")) is not None:
        if stage["kind"] == "audience_vote":
            told += [gettext("Needed: at least %(number)s votes.", number=threshold)]
        else:
            told += [gettext("Needed: a total of at least %(number)s.", number=threshold)]
    if (share := plan.get("share")) is not None:
        told += [gettext("Needed: at least %(number)s %% of all votes.", number=share)]
    return told
