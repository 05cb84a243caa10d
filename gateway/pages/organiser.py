"""The organiser's pages of an edition."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from flask import Blueprint, abort, redirect, render_template, request, url_for

from gateway.access.guard import visitor
from gateway.clients import Unavailable
from gateway.clients.ask import TIMEOUT_SECONDS
from gateway.pages.acting import acted, form_number
from gateway.pages.by_votes import by_votes, turnout_of
from gateway.pages.frame import chosen_language
from gateway.pages.paging import page_number
from gateway.pages.stage import or_none
from gateway.resources.doors import MANY_SECONDS, command, query
from gateway.resources.status import system_status
from schemas.commands import (
    CertifyResults,
    CloseStage,
    CreateHost,
    CreateProgramme,
    FreezeStage,
    OpenStage,
    PromoteEntries,
    PublishAssignments,
    PublishResults,
    PublishShortlists,
    RevealPlace,
    StartEdition,
    ThawStage,
)
from schemas.message import Command
from schemas.queries import (
    GetCoverage,
    GetEdition,
    GetRetention,
    GetStandings,
    GetVotes,
    ListBlueprints,
    ListHosts,
    ListLate,
)
from schemas.refusal import Refusal

pages = Blueprint("organiser", __name__)

Form = Callable[[], dict[str, Any]]

LACKING_SHOWN, ROWS_SHOWN = 50, 100
# What writes something for every entry.
FOR_EVERY_ENTRY = (PublishAssignments, PromoteEntries)


def _nothing() -> dict[str, Any]:
    return {}


def _vote_named() -> dict[str, Any]:
    vote_id = request.form.get("vote_id")
    return {"vote_id": vote_id} if vote_id else {}


ACTS: Mapping[str, tuple[type[Command], Form]] = {
    "open": (OpenStage, _nothing),
    "close": (CloseStage, _nothing),
    "assign": (
        PublishAssignments,
        lambda: {"seed": form_number("seed") or 0, "speaks": "speaks" in request.form},
    ),
    "freeze": (FreezeStage, lambda: {"accept_missing": "accept_missing" in request.form, **_vote_named()}),
    "thaw": (ThawStage, _nothing),
    "certify": (CertifyResults, _nothing),
    "reveal": (RevealPlace, lambda: {"step": form_number("step") or 1}),
    "publish": (PublishResults, _nothing),
    "promote": (
        PromoteEntries,
        lambda: {"quota": form_number("quota"), "include_ties": "include_ties" in request.form},
    ),
}


@pages.get("/editions/<id:edition_id>")
def edition(edition_id: str) -> Any:
    """Show an edition to its organiser; everybody else sees the board."""
    person = visitor()
    if person is None or not person.organises(edition_id):
        return redirect(url_for("board.board", edition_id=edition_id), 303)
    return show_edition(edition_id)


def show_edition(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page with each stage's coverage and standing, where their services answer."""
    found = query(GetEdition, edition_id=edition_id)
    stages = [
        {
            **stage,
            "coverage": None
            if by_votes(stage)
            else or_none(GetCoverage, edition_id, stage["stage_id"], lacking=LACKING_SHOWN),
            "standing": or_none(GetStandings, edition_id, stage["stage_id"], limit=0),
            "late": _late(edition_id, stage),
        }
        for stage in found["stages"]
    ]
    return render_template(
        "organiser/edition.html",
        edition=found,
        stages=stages,
        votes=_votes(edition_id, stages),
        turnout=turnout_of(edition_id, stages),
        new_vote_id=f"vote-{uuid4().hex[:8]}",
        retention=_retention(edition_id),
        refusal=refusal,
    )


def _votes(edition_id: str, stages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the audience's votes, where they are a part of any result."""
    if any(stage["rule"].get("audience_percent") for stage in stages):
        with suppress(Refusal, Unavailable):
            found: list[dict[str, Any]] = query(GetVotes, edition_id=edition_id)["votes"]
            return found
    return []


def _retention(edition_id: str) -> dict[str, Any] | None:
    with suppress(Refusal, Unavailable):
        return query(GetRetention, edition_id=edition_id)
    return None


def _late(edition_id: str, stage: Mapping[str, Any]) -> list[dict[str, Any]]:
    if stage["state"] == "planned":
        return []
    found: list[dict[str, Any]] = (or_none(ListLate, edition_id, stage["stage_id"]) or {}).get("late", [])
    return found


@pages.post("/editions/<id:edition_id>/stages/<id:stage_id>/<act>")
def act(edition_id: str, stage_id: str, act: str) -> Any:
    """Carry out one act on a stage."""
    if act not in ACTS:
        abort(404)
    message, form = ACTS[act]
    seconds = MANY_SECONDS if message in FOR_EVERY_ENTRY else TIMEOUT_SECONDS
    return acted(
        lambda: command(message, timeout=seconds, edition_id=edition_id, stage_id=stage_id, **form()),
        then=url_for("organiser.edition", edition_id=edition_id, _anchor=stage_id),
        show=lambda refusal: show_edition(edition_id, refusal=refusal),
    )


@pages.post("/editions/<id:edition_id>/shortlists")
def shortlists(edition_id: str) -> Any:
    """Make the shortlists of every investor."""
    return acted(
        lambda: command(PublishShortlists, edition_id=edition_id, length=form_number("length") or 10),
        then=url_for("organiser.edition", edition_id=edition_id),
        show=lambda refusal: show_edition(edition_id, refusal=refusal),
    )


@pages.get("/editions/<id:edition_id>/stages/<id:stage_id>/standings")
def standings(edition_id: str, stage_id: str) -> str:
    """Show the standings of a stage, or of one track in it, with the rule in words."""
    found = query(GetEdition, edition_id=edition_id)
    stage = next((s for s in found["stages"] if s["stage_id"] == stage_id), None)
    if stage is None:
        abort(404)
    track = next((t for t in found["tracks"] if t["track_id"] == request.args.get("track")), None)
    page = page_number()
    standing = query(
        GetStandings,
        edition_id=edition_id,
        stage_id=stage_id,
        track=track["track_id"] if track else "",
        after=(page - 1) * ROWS_SHOWN,
        limit=ROWS_SHOWN,
    )
    return render_template(
        "organiser/standings.html",
        edition=found,
        stage=stage,
        standing=standing,
        track=track,
        page=page,
        more=page * ROWS_SHOWN < standing["of"],
    )


@pages.get("/start")
def start_page() -> str:
    """Show what an edition can start from."""
    return show_start()


def show_start(*, refusal: Refusal | None = None) -> str:
    """Return the page on which an edition is started."""
    blueprints = query(ListBlueprints, language=chosen_language())["blueprints"]
    return render_template(
        "organiser/start.html",
        blueprints=blueprints,
        hosts=query(ListHosts)["hosts"],
        zones=sorted(available_timezones()),
        refusal=refusal,
    )


@pages.post("/start")
def start() -> Any:
    """Make host, programme and edition in one go."""
    try:
        edition_id = _start(request.form)
    except Refusal as refusal:
        return show_start(refusal=refusal), refusal.status
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)


def _start(form: Mapping[str, str]) -> str:
    host = command(CreateHost, part="host", name=form.get("host", ""))
    programme = command(
        CreateProgramme, part="programme", host_id=host["host_id"], name=form.get("programme", "")
    )
    started = command(
        StartEdition,
        programme_id=programme["programme_id"],
        blueprint=form.get("blueprint", ""),
        name=form.get("name", ""),
        zone=form.get("zone") or "UTC",
        language=chosen_language(),
    )
    return str(started["edition_id"])


@pages.get("/system")
def system() -> str:
    """Show how the whole system is."""
    return render_template("organiser/system.html", status=system_status())
