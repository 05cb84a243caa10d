"""The organiser's page of a stage's progress: coverage, spread, severity, who is behind."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.desk import chart_of
from gateway.pages.paging import called, page_number, searched
from gateway.pages.stage import the_stage
from gateway.resources.doors import command, query
from schemas.commands import RecuseJudge
from schemas.queries import GetProgress, ListProgress
from schemas.queries.progress import LACKING, ORDERS, PAGE
from schemas.refusal import Refusal

pages = Blueprint("progress_page", __name__)

PROGRESS = "/editions/<id:edition_id>/stages/<id:stage_id>/progress"
CHART_WIDTH = 200
JUDGES_SHOWN = 50


@pages.get(PROGRESS)
def progress(edition_id: str, stage_id: str) -> str:
    """Show how far the stage is."""
    return show_progress(edition_id, stage_id)


def show_progress(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page, with one page of entries."""
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    names = {"edition_id": edition_id, "stage_id": stage_id}
    order, number = _wanted()
    search, judge = searched(), searched("judge")
    found = query(GetProgress, **names)
    listed = query(ListProgress, **names, order=order, page=number, search=search)
    entries = [{**entry, "chart": chart_of(entry, listed)} for entry in listed["entries"]]
    meant = [each for each in found["judges"] if called(judge, each["name"], each["firm"])]
    judges_page = page_number("judges")
    reach = severity_reach(found["judges"])
    judges = [
        {**each, "chart": severity_chart(each["severity"], reach)}
        for each in meant[(judges_page - 1) * JUDGES_SHOWN : judges_page * JUDGES_SHOWN]
    ]
    return render_template(
        "organiser/progress.html",
        edition=edition,
        stage=stage,
        progress=found,
        judges=judges,
        judge=judge,
        judges_page=judges_page,
        more_judges=judges_page * JUDGES_SHOWN < len(meant),
        search=search,
        entries=entries,
        listed=listed,
        order=order,
        orders=ORDERS,
        page=number,
        more=number * PAGE < listed["total"],
        refusal=refusal,
    )


@pages.post(f"{PROGRESS}/recuse")
def recuse(edition_id: str, stage_id: str) -> Any:
    """Take a judge off an entry."""
    names = {"edition_id": edition_id, "stage_id": stage_id}
    said = {name: request.form.get(name, "").strip() for name in ("entry_id", "judge_id", "reason")}
    order, number = _wanted()
    return acted(
        lambda: command(RecuseJudge, **names, **said),
        then=url_for(
            "progress_page.progress",
            **names,
            order=order,
            page=number,
            search=searched() or None,
            _anchor=said["entry_id"],
        ),
        show=lambda refusal: show_progress(edition_id, stage_id, refusal=refusal),
    )


def severity_reach(judges: list[dict[str, Any]]) -> float:
    """Return how far from zero the charts of severity reach, so that all have one scale."""
    found = [abs(float(j["severity"]["difference"])) for j in judges if j["severity"]]
    return max([*found, 0.5])


def severity_chart(severity: Mapping[str, Any] | None, reach: float) -> dict[str, float] | None:
    """Return the bar from the middle to a judge's difference, and two standard errors about its end."""
    if severity is None:
        return None
    middle, half = CHART_WIDTH / 2, CHART_WIDTH / 2 - 8

    def x(value: float) -> float:
        return round(middle + max(-1.0, min(1.0, value / reach)) * half, 1)

    difference, error = float(severity["difference"]), 2 * float(severity["error"])
    end = x(difference)
    return {
        "width": CHART_WIDTH,
        "middle": middle,
        "left": min(middle, end),
        "length": round(abs(end - middle), 1),
        "low": x(difference - error),
        "high": x(difference + error),
    }


def _wanted() -> tuple[str, int]:
    order = request.args.get("order", LACKING)
    return order if order in ORDERS else LACKING, page_number()
