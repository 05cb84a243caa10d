"""The head judge's view: who is missing, and where judges are apart."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template

from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.paging import page_number
from gateway.pages.stage import or_none, the_stage
from schemas.queries import GetDesk, GetSpread, ListSessions

pages = Blueprint("desk", __name__)

CHART_WIDTH, CHART_MARGIN = 320, 10
NAMED = 12
ENTRIES_SHOWN = 100


@pages.get("/editions/<id:edition_id>/stages/<id:stage_id>/desk")
def desk(edition_id: str, stage_id: str) -> str:
    """Show which judges owe scorecards, and how far apart they are about each entry."""
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    wanted = (GetDesk, ListSessions, GetSpread)
    desk, told, spread = (or_none(message, edition_id, stage_id) for message in wanted)
    entries = [] if spread is None else spread["entries"]
    page = page_number()
    shown = entries[(page - 1) * ENTRIES_SHOWN : page * ENTRIES_SHOWN]
    return render_template(
        "stage/desk.html",
        edition=edition,
        stage=stage,
        desk=desk,
        missing=missing_of(desk, entries, told["sessions"] if told else []),
        spread=spread,
        entries=[{**entry, "chart": chart_of(entry, spread)} for entry in shown],
        page=page,
        more=page * ENTRIES_SHOWN < len(entries),
        now=datetime.now(UTC).isoformat(),
    )


def missing_of(
    desk: Mapping[str, Any] | None,
    entries: Sequence[Mapping[str, Any]],
    sessions: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the judges who owe scorecards, first who owes the one on stage, then who owes most.

    A few of the entries that they owe are named; `more` is how many others there are.
    """
    companies = {entry["entry_id"]: entry["company"] for entry in entries}
    on_stage = {session["current"] for session in sessions}
    found = [
        {
            "name": judge["name"],
            "sent": len(judge["sent"]),
            "owed": len(judge["sent"]) + len(judge["owed"]),
            "now": not on_stage.isdisjoint(judge["owed"]),
            "companies": sorted(companies.get(id, id) for id in judge["owed"])[:NAMED],
            "more": max(0, len(judge["owed"]) - NAMED),
        }
        for judge in (desk["judges"] if desk else [])
        if judge["owed"]
    ]
    return sorted(found, key=lambda judge: (not judge["now"], judge["sent"] - judge["owed"], judge["name"]))


def chart_of(entry: Mapping[str, Any], spread: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return where the totals and their mean stand on a line as wide as the chart; None without any."""
    if spread is None or not entry["totals"]:
        return None
    lowest, highest = float(spread["lowest"]), float(spread["highest"])

    def x(total: str) -> float:
        share = (float(total) - lowest) / ((highest - lowest) or 1)
        return round(CHART_MARGIN + share * (CHART_WIDTH - 2 * CHART_MARGIN), 1)

    return {
        "width": CHART_WIDTH,
        "left": CHART_MARGIN,
        "right": CHART_WIDTH - CHART_MARGIN,
        "dots": [x(total) for total in entry["totals"]],
        "mean": x(entry["mean"]),
        "shadows": [x(each["total"]) for each in entry.get("shadows", ()) if each["total"] is not None],
    }
