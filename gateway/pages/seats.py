"""Which panels judges sit in, as forms ask for it and pages show it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

Row = Mapping[str, Any]

SEAT = "panel."


def stages_with_panels(edition: Row) -> list[Row]:
    """Return the stages of an edition that have panels."""
    return [stage for stage in edition["stages"] if stage.get("panels")]


def panel_of(judge: Row, stage: Row) -> Row | None:
    """Return the panel of a stage in which a judge sits, None for none."""
    seat = (judge.get("panels") or {}).get(stage["stage_id"])
    return next((panel for panel in stage.get("panels") or () if panel["panel_id"] == seat), None)


def criteria_of(stage: Row, judge: Row) -> list[Row]:
    """Return the criteria that a judge marks in a stage: all, or those of their panel."""
    if not stage.get("panels"):
        return list(stage["criteria"])
    panel = panel_of(judge, stage)
    return [c for c in stage["criteria"] if panel is not None and c.get("panel") == panel["panel_id"]]


def typed_seats(edition: Row) -> dict[str, dict[str, str]]:
    """Return the panels that a form asks for, under their name; nothing where no stage has panels."""
    stages = stages_with_panels(edition)
    seats = {
        stage["stage_id"]: request.form.get(f"{SEAT}{stage['stage_id']}", "").strip() for stage in stages
    }
    return {"panels": seats} if stages else {}


def kept_seats(judge: Row, edition: Row) -> dict[str, str]:
    """Return where a judge sits in the panels that an edition has."""
    seats = {stage["stage_id"]: panel_of(judge, stage) for stage in stages_with_panels(edition)}
    return {stage_id: panel["panel_id"] for stage_id, panel in seats.items() if panel is not None}


def seated(edition: Row, judges: Iterable[Row]) -> list[dict[str, Any]]:
    """Return for each stage with panels how many judges sit in each, and how many in none.

    Shadow judges and who dropped out are not among them.
    """
    there = [judge for judge in judges if not judge.get("shadow") and not judge.get("left")]
    found = []
    for stage in stages_with_panels(edition):
        seats = [panel_of(judge, stage) for judge in there]
        panels = [{"name": panel["name"], "judges": seats.count(panel)} for panel in stage["panels"]]
        found.append({"stage": stage["name"], "panels": panels, "nowhere": seats.count(None)})
    return found
