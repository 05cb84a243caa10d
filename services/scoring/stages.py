"""Stages and their rules, as an edition tells them."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from schemas.fields import GRACE_SECONDS
from schemas.refusal import NotFound
from services.scoring.domain.rule import VOTES, Criterion, Panel, Rule, Stage


def stage_of(edition: Mapping[str, Any], stage_id: str) -> Stage:
    """Return a stage as its edition tells it; RuleRefused when its rule cannot be carried out."""
    found = next((s for s in edition["stages"] if s["stage_id"] == stage_id), None)
    if found is None:
        known = [s["stage_id"] for s in edition["stages"]]
        raise NotFound(f"there is no stage {stage_id!r}", errors={"stage_id": {"known": known}})
    return Stage(
        edition_id=edition["edition_id"],
        stage_id=stage_id,
        name=found["name"],
        rule=rule_of(found),
        open_board=found["board"] == "open",
        grace=timedelta(seconds=found.get("grace_seconds", GRACE_SECONDS)),
        awards=awards_of(edition["awards"], stage_id),
    )


def rule_of(stage: Mapping[str, Any]) -> Rule:
    """Return the rule of a stage as its edition tells it."""
    rule = stage["rule"]
    numbers = ("weight", "lowest", "highest")
    criteria = (
        Criterion(
            c["criterion_id"],
            c["name"],
            **{name: Decimal(c[name]) for name in numbers},
            panel=c.get("panel", ""),
        )
        for c in stage["criteria"]
    )
    panels = (Panel(p["panel_id"], p["name"], Decimal(p["weight"])) for p in stage.get("panels", ()))
    return Rule(
        method=rule["method"],
        criteria=tuple(criteria),
        drop_highest=rule["drop_highest"],
        drop_lowest=rule["drop_lowest"],
        digits=rule["digits"],
        tie_breaks=tuple(rule["tie_breaks"]),
        audience_percent=rule.get("audience_percent", 0),
        panels=tuple(panels),
    )


def awards_of(awards: list[Mapping[str, Any]], stage_id: str) -> dict[int, str]:
    """Return what each place of a stage earns; several awards of a place are named together."""
    names: dict[int, list[str]] = {}
    for award in awards:
        if award["stage_id"] == stage_id:
            names.setdefault(award["place"], []).append(award["name"])
    return {place: ", ".join(earned) for place, earned in names.items()}


def scored_stages(edition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the stages of an edition with a result of their own; those of decisions are not among them."""
    return [each for each in edition["stages"] if each["criteria"] or each["rule"]["method"] == VOTES]
