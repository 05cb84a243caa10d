"""The head judge's view: who is missing, and where judges are apart."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template

from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.paging import page_number
from gateway.pages.stage import or_none, the_stage
from schemas.queries import GetSpread, ListOwing
from schemas.queries.sessions import OWING

pages = Blueprint("desk", __name__)

CHART_WIDTH, CHART_MARGIN = 320, 10
ENTRIES_SHOWN = 50


@pages.get("/editions/<id:edition_id>/stages/<id:stage_id>/desk")
def desk(edition_id: str, stage_id: str) -> str:
    """Show which judges owe scorecards, and how far apart they are about each entry."""
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    page, judges_page = page_number(), page_number("judges")
    owing = or_none(ListOwing, edition_id, stage_id, page=judges_page)
    after = (page - 1) * ENTRIES_SHOWN
    spread = or_none(GetSpread, edition_id, stage_id, after=after, limit=ENTRIES_SHOWN)
    return render_template(
        "stage/desk.html",
        edition=edition,
        stage=stage,
        owing=owing,
        judges_page=judges_page,
        more_judges=bool(owing) and judges_page * OWING < owing["total"],
        spread=spread,
        entries=[{**entry, "chart": chart_of(entry, spread)} for entry in spread["entries"]]
        if spread
        else [],
        page=page,
        more=bool(spread) and page * ENTRIES_SHOWN < spread["of"],
        now=datetime.now(UTC).isoformat(),
    )


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
