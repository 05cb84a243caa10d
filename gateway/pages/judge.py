"""The judge's pages: the list, and one form for each entry."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from gateway.access.guard import mine
from gateway.clients import Unavailable
from gateway.pages.scales import choices
from gateway.resources.decks import with_decks
from gateway.resources.doors import query
from gateway.resources.scorecards import checked, outcomes, tell_scorecard
from schemas.queries import GetEdition, GetJudgeList, GetSession
from schemas.refusal import Refusal

pages = Blueprint("judge", __name__)

FORM = "/judge/<id:edition_id>/<id:stage_id>/<id:entry_id>"


@pages.get("/judge")
def judge() -> str:
    """Show what the judge has to score, with the progress."""
    edition_id, answer = _list(request.args.get("edition_id"))
    edition = query(GetEdition, edition_id=edition_id)
    now = on_stage(edition_id, answer["stages"])
    return render_template("judge/list.html", edition=edition, stage_now=now, **answer)


@pages.get(FORM)
def form(edition_id: str, stage_id: str, entry_id: str) -> str:
    """Show the form for one entry."""
    return show_form(edition_id, stage_id, entry_id)


def show_form(edition_id: str, stage_id: str, entry_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the form, filled with what is recorded."""
    _, answer = _list(edition_id)
    stage = next((s for s in answer["stages"] if s["stage_id"] == stage_id), None)
    owed = stage["assignments"] if stage else []
    at = next((i for i, assignment in enumerate(owed) if assignment["entry_id"] == entry_id), None)
    if stage is None or at is None:
        abort(404)
    following = next((a for a in owed[at + 1 :] + owed[:at] if a["state"] == "draft"), None)
    return render_template(
        "judge/form.html",
        edition_id=edition_id,
        stage=stage,
        assignment=owed[at],
        following=following,
        choices=choices,
        refusal=refusal,
        now=datetime.now(UTC).isoformat(timespec="milliseconds"),
        stage_now=on_stage(edition_id, [stage]),
    )


def on_stage(edition_id: str, stages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return who is on stage of those that are open: stage, entry and company; None for nobody."""
    for stage in stages:
        if stage["state"] != "open":
            continue
        with suppress(Refusal, Unavailable):
            session = query(GetSession, edition_id=edition_id, stage_id=stage["stage_id"])
            for slot in session["slots"]:
                if slot["entry_id"] == session["current"]:
                    return {"stage_id": stage["stage_id"], **slot}
    return None


@pages.post(FORM)
def send(edition_id: str, stage_id: str, entry_id: str) -> Any:
    """Take the form where there is no JavaScript; needs nothing but the broker."""
    prefix = "mark."
    raw: dict[str, Any] = {
        "command_id": request.form.get("command_id", ""),
        "edition_id": edition_id,
        "stage_id": stage_id,
        "entry_id": entry_id,
        "revision": int(request.form.get("revision", type=int) or 1),
        "marks": {k[len(prefix) :]: v or None for k, v in request.form.items() if k.startswith(prefix)},
        "comment": request.form.get("comment", ""),
        "made_at": datetime.now(UTC).isoformat(),
    }
    try:
        checked(raw)
        receipt = tell_scorecard(raw, deadline=None)
    except Refusal as refusal:
        return show_form(edition_id, stage_id, entry_id, refusal=refusal), refusal.status
    return redirect(url_for("judge.safe", edition_id=edition_id, receipt=receipt), 303)


@pages.get("/judge/<id:edition_id>/safe")
def safe(edition_id: str) -> str:
    """Say that a scorecard is safe; asks nobody, so it works while services are down."""
    receipt = request.args.get("receipt", "")
    return render_template("judge/receipt.html", edition_id=edition_id, receipt=receipt, outcome=None)


@pages.get("/judge/<id:edition_id>/receipts/<id:receipt>")
def outcome(edition_id: str, receipt: str) -> str:
    """Say what became of a scorecard."""
    found = outcomes([receipt])[0]
    return render_template("judge/receipt.html", edition_id=edition_id, receipt=receipt, outcome=found)


def _list(edition_id: str | None) -> tuple[str, dict[str, Any]]:
    grant = mine("judge", edition_id)
    answer = query(GetJudgeList, edition_id=grant.edition_id, judge_id=grant.subject_id)
    return str(grant.edition_id), with_decks(str(grant.edition_id), answer)
