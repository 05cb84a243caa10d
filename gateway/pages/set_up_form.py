"""The set-up of an edition as its form has it: what was typed, and rows that come, go and move."""

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from gateway.pages.paths import at, nested

SetUp = dict[str, Any]

NAMES = ("name", "zone", "stages", "tracks", "cities", "awards")
OF_RUNS = ("state", "opened_at", "closed_at", "promoted", "promoted_by", "certificate")
SCORED_BY = ("kind", "judges_per_entry", "assignment", "criteria", "panels", "rule", "board")
DECISION = "decision"
AUDIENCE_VOTE = "audience_vote"
WITHOUT_JUDGES: Mapping[str, Any] = {"criteria": [], "judges_per_entry": 0}
WHOLE = frozenset(
    {
        *("judges_per_entry", "promote", "grace_seconds", "drop_highest", "drop_lowest", "digits", "place"),
        *("per_group", "choice", "audience_percent"),
    }
)
ROWS = {
    "stages": "stage",
    "criteria": "criterion",
    "panels": "panel",
    "tracks": "track",
    "awards": "award",
}
ACT = re.compile(r"(add|remove|up|down):([a-z_.\[\]0-9]{1,80})")
LAST = re.compile(r"(.+)\[(\d+)\]")

NEW_CRITERION = {"name": "", "weight": "1", "lowest": "0", "highest": "10", "step": "1", "anchors": []}
NEW_RULE = {"method": "weighted_mean", "drop_highest": 0, "drop_lowest": 0, "digits": 2, "tie_breaks": []}
NEW_PROMOTION = {"per_group": 0, "group_by": "", "threshold": None, "share": None, "choice": 0}
NEW_STAGE = {
    "name": "",
    "kind": "desk_review",
    "judges_per_entry": 3,
    "assignment": "balanced",
    "criteria": [],
    "rule": NEW_RULE,
    "promote": 0,
    "promotion": NEW_PROMOTION,
    "board": "sealed",
    "grace_seconds": 120,
    "panels": [],
}
NEW_PANEL = {"name": "", "weight": "1"}
NEW_AWARD = {
    "name": "",
    "stage_id": "",
    "place": 1,
    "kind": "money",
    "money": "",
    "currency": "",
    "value": "",
    "sponsor": "",
}
NEW: Mapping[str, SetUp] = {
    "stages": NEW_STAGE,
    "criteria": NEW_CRITERION,
    "panels": NEW_PANEL,
    "tracks": {"name": ""},
    "awards": NEW_AWARD,
}


def set_up_of(edition: Mapping[str, Any]) -> SetUp:
    """Return the set-up of an edition as registration tells it."""
    stages = [{name: v for name, v in stage.items() if name not in OF_RUNS} for stage in edition["stages"]]
    return copy.deepcopy({**{name: edition[name] for name in NAMES}, "stages": stages})


def typed(fields: Iterable[tuple[str, str]], *, now: SetUp, fixed: Mapping[str, Any]) -> SetUp:
    """Return the set-up that was typed; what the form shows without a field is as it is now."""
    told = nested(fields)
    found: SetUp = {name: told.get(name, "") for name in ("name", "zone")}
    found |= {name: _rows(told.get(name)) for name in ("stages", "tracks", "awards")}
    found["cities"] = _lines(told.get("cities"))
    stages = {stage["stage_id"]: stage for stage in now["stages"]}
    awards = {award["award_id"]: award for award in now["awards"]}
    found["stages"] = [_stage(row, stages.get(row.get("stage_id", ""), {}), fixed) for row in found["stages"]]
    found["awards"] = [_award(row, awards.get(row.get("award_id", ""), {})) for row in found["awards"]]
    return found


def moved(set_up: SetUp, act: str) -> SetUp | None:
    """Return the set-up with a row added, removed or moved, as a button asks; None for no such act.

    A new stage begins with the rubric of the one before it. The first panel comes with a second, for one
    alone is all judges, and has the whole rubric until its criteria are given away.
    """
    asked = ACT.fullmatch(act)
    if asked is None:
        return None
    set_up = copy.deepcopy(set_up)
    if asked[1] == "add":
        rows = _list_at(set_up, asked[2])
        return None if rows is None else _added(set_up, rows, asked[2].rpartition(".")[2])
    place = LAST.fullmatch(asked[2])
    rows = _list_at(set_up, place[1]) if place else None
    if place is None or rows is None or int(place[2]) >= len(rows):
        return None
    row = rows.pop(int(place[2]))
    if asked[1] != "remove":
        rows.insert(max(int(place[2]) + (1 if asked[1] == "down" else -1), 0), row)
    elif place[1].endswith(".panels") and not rows:
        _share_rubric(set_up, rows, "")
    return set_up


def _added(set_up: SetUp, rows: list[Any], name: str) -> SetUp | None:
    if name not in ROWS:
        return None
    row = copy.deepcopy(NEW[name])
    if name == "stages" and rows:
        judged = next((each for each in reversed(rows) if each.get("criteria")), {})
        row |= {part: copy.deepcopy(judged.get(part, row[part])) for part in ("criteria", "panels", "rule")}
    if name == "criteria" and rows:
        row["panel"] = rows[-1].get("panel", "")
    if name == "awards" and set_up["stages"]:
        row["stage_id"] = set_up["stages"][-1]["stage_id"]
    first = name == "panels" and not rows
    for _ in range(2 if first else 1):
        rows.append({f"{ROWS[name]}_id": _free_id(rows, ROWS[name]), **copy.deepcopy(row)})
    if first:
        _share_rubric(set_up, rows, rows[0]["panel_id"])
    return set_up


def _free_id(rows: list[Any], name: str) -> str:
    taken = {each.get(f"{name}_id") for each in rows}
    return next(id for n in range(len(rows) + 1, 1000) if (id := f"{name}-{n}") not in taken)


def _share_rubric(set_up: SetUp, panels: list[Any], panel_id: str) -> None:
    """Give the whole rubric of the stage that has these panels to one of them, or to none."""
    for stage in set_up["stages"]:
        if stage.get("panels") is panels:
            for criterion in stage.get("criteria", []):
                criterion["panel"] = panel_id


def _list_at(set_up: SetUp, path: str) -> list[Any] | None:
    name = path.rpartition(".")[2]
    found = at(set_up, path)
    if name not in ROWS or not (found is None or isinstance(found, list)):
        return None
    if found is None:
        parent = at(set_up, path.rpartition(".")[0]) if "." in path else set_up
        if not isinstance(parent, dict):
            return None
        found = parent[name] = []
    return found


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()] if isinstance(value, str) else []


def _rows(value: Any) -> list[SetUp]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _stage(row: SetUp, now: SetUp, fixed: Mapping[str, Any]) -> SetUp:
    stage_id = row.get("stage_id")
    stays = (
        *(SCORED_BY if stage_id in fixed["opened"] else ()),
        *(("grace_seconds",) if stage_id in fixed["closed"] else ()),
        *(("promote", "promotion") if stage_id in fixed["sent_on"] else ()),
    )
    kept = {name: now[name] for name in stays if name in now and name not in row}
    stage = {**_numbers(row), **copy.deepcopy(kept)}
    if stage.get("kind") == DECISION:
        names = ("stage_id", "name", "kind", "board", "grace_seconds")
        return {name: stage[name] for name in names if name in stage} | WITHOUT_JUDGES
    if isinstance(row.get("promotion"), dict):
        promotion = {**NEW_PROMOTION, **_numbers(row["promotion"])}
        stage["promotion"] = {
            **promotion,
            **{name: promotion[name] or None for name in ("threshold", "share")},
        }
    if stage.get("kind") == AUDIENCE_VOTE:
        names = ("stage_id", "name", "kind", "promote", "promotion")
        return {name: stage[name] for name in names if name in stage} | WITHOUT_JUDGES
    if isinstance(stage.get("promotion"), dict):
        stage["promotion"]["share"] = None
    if "criteria" not in kept:
        stage["criteria"] = [_criterion(criterion) for criterion in _rows(row.get("criteria"))]
    if "panels" not in kept and (panels := _rows(row.get("panels"))):
        stage["panels"] = panels
    if "rule" not in kept:
        rule = _numbers(row["rule"]) if isinstance(row.get("rule"), dict) else {}
        breaks = rule.get("tie_breaks")
        if not rule.get("audience_percent"):
            rule.pop("audience_percent", None)
        rule["tie_breaks"] = [name for name in breaks if name] if isinstance(breaks, list) else []
        stage["rule"] = rule
    return stage


def _criterion(row: SetUp) -> SetUp:
    anchors = [anchor for anchor in _rows(row.get("anchors")) if any(anchor.values())]
    return {**row, "anchors": anchors}


def _award(row: SetUp, now: SetUp) -> SetUp:
    """A row that has no more than its id is one that stays."""
    if set(row) == {"award_id"}:
        return copy.deepcopy(now) or row
    award = _numbers(row)
    return {**award, "money": award.get("money") or None}


def _numbers(row: SetUp) -> SetUp:
    return {name: _number(value) if name in WHOLE else value for name, value in row.items()}


def _number(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text or None
