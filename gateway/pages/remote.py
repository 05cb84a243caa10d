"""The organiser's phone beside the stage: what the hall sees, and a few large buttons."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from gateway.clients import Unavailable
from gateway.pages.acting import acted, form_number
from gateway.pages.stage import ACTS, named, or_none, sessions_of, the_stage
from gateway.resources.doors import command, query
from schemas.commands import RevealPlace
from schemas.queries import GetBoard, GetDesk, GetStandings
from schemas.refusal import Refusal

pages = Blueprint("remote", __name__)

REMOTE = "/editions/<id:edition_id>/stages/<id:stage_id>/remote"
SHOWN = ("revealing", "published")


@pages.get(REMOTE)
def remote(edition_id: str, stage_id: str) -> str:
    """Show what is on stage and the next steps, for a thumb."""
    return show_remote(edition_id, stage_id)


def show_remote(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page. What does not answer is left out."""
    edition, stage = the_stage(edition_id, stage_id)
    sessions, session = sessions_of(edition_id, stage_id)
    standing = or_none(GetStandings, edition_id, stage_id, limit=0)
    desk = or_none(GetDesk, edition_id, stage_id, entry_ids=[])
    on = next((s for s in session["slots"] if s["entry_id"] == session["current"]), None) if session else None
    return render_template(
        "stage/remote.html",
        edition=edition,
        stage=stage,
        session=session,
        named=named(sessions, session),
        on=on,
        coming=[s for s in session["slots"] if s["state"] in ("planned", "postponed")] if session else [],
        step=next_step(standing),
        steps=standing["steps"] if standing else 0,
        hands=len(desk["hands"]) if desk else 0,
        mirror=mirror_of(board_of(edition_id, stage_id), on),
        refusal=refusal,
        now=datetime.now(UTC).isoformat(),
    )


def next_step(standing: Mapping[str, Any] | None) -> int | None:
    """Return the number of the next reveal; None before results are certified and after the last."""
    if standing is None or standing["state"] not in ("certified", "revealing"):
        return None
    step = int(standing["revealed"]) + 1
    return step if step <= standing["steps"] else None


def board_of(edition_id: str, stage_id: str) -> Mapping[str, Any] | None:
    """Return the stage's public board, None while nobody answers."""
    try:
        stages: Sequence[Mapping[str, Any]] = query(GetBoard, edition_id=edition_id)["stages"]
    except (Refusal, Unavailable):
        return None
    return next((board for board in stages if board["stage_id"] == stage_id), None)


def mirror_of(board: Mapping[str, Any] | None, on: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the stage screen shows: the places revealed last, who is on, or how many are counted."""
    if board is not None and board["state"] in SHOWN and board["rows"]:
        newest = min(row["place"] for row in board["rows"])
        return {"kind": "places", "rows": [row for row in board["rows"] if row["place"] == newest]}
    if on is not None:
        return {"kind": "on"}
    return (
        {"kind": "counting", "board": board} if board is not None and board["expected"] else {"kind": "idle"}
    )


@pages.post(f"{REMOTE}/slots/<id:entry_id>/<act>")
def act(edition_id: str, stage_id: str, entry_id: str, act: str) -> Any:
    """Carry out one act on a slot."""
    if act not in ACTS:
        abort(404)
    message, form = ACTS[act]
    names = {"edition_id": edition_id, "stage_id": stage_id, "entry_id": entry_id}
    return _acted(edition_id, stage_id, lambda: command(message, **names, **form()))


@pages.post(f"{REMOTE}/reveal")
def reveal(edition_id: str, stage_id: str) -> Any:
    """Reveal the step that the button named; one that was revealed before stays as it is."""
    step = form_number("step") or 1
    return _acted(
        edition_id,
        stage_id,
        lambda: command(RevealPlace, edition_id=edition_id, stage_id=stage_id, step=step),
    )


def _acted(edition_id: str, stage_id: str, do: Callable[[], Any]) -> Any:
    return acted(
        do,
        then=url_for(
            "remote.remote", edition_id=edition_id, stage_id=stage_id, session=request.args.get("session")
        ),
        show=lambda refusal: show_remote(edition_id, stage_id, refusal=refusal),
    )
