"""What an organiser does about raised hands, from the stage page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for

from gateway.pages.acting import acted
from gateway.pages.stage import show_stage
from gateway.resources.doors import command
from schemas.commands import LowerHand, RecuseJudge

pages = Blueprint("hands", __name__)

HAND = "/editions/<id:edition_id>/stages/<id:stage_id>/hands/<id:judge_id>"


@pages.post(f"{HAND}/lower")
def lower(edition_id: str, stage_id: str, judge_id: str) -> Any:
    """Lower a judge's hand."""
    return _acted(edition_id, stage_id, lambda: _lower(edition_id, stage_id, judge_id))


@pages.post(f"{HAND}/recuse")
def recuse(edition_id: str, stage_id: str, judge_id: str) -> Any:
    """Take the judge off an entry, and lower the hand that asked for it."""
    said = {name: request.form.get(name, "").strip() for name in ("entry_id", "reason")}

    def do() -> None:
        names = {"edition_id": edition_id, "stage_id": stage_id, "judge_id": judge_id}
        command(RecuseJudge, part="recuse", **names, **said)
        _lower(edition_id, stage_id, judge_id)

    return _acted(edition_id, stage_id, do)


def _lower(edition_id: str, stage_id: str, judge_id: str) -> None:
    command(LowerHand, part="lower", edition_id=edition_id, stage_id=stage_id, judge_id=judge_id)


def _acted(edition_id: str, stage_id: str, do: Callable[[], Any]) -> Any:
    return acted(
        do,
        then=url_for("stage.stage", edition_id=edition_id, stage_id=stage_id, _anchor="hands"),
        show=lambda refusal: show_stage(edition_id, stage_id, refusal=refusal),
    )
