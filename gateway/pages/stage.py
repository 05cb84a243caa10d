"""The organiser's stage page: it runs a session while the hall watches."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from gateway.clients import Unavailable
from gateway.pages.acting import acted, form_number
from gateway.pages.by_votes import turnout_of
from gateway.pages.paging import called, page_number, searched
from gateway.pages.qr import qr_of
from gateway.resources.doors import command, query
from schemas.commands import MarkSlot, MoveSlot, PrepareSession, RunClock, StartSlot
from schemas.message import Command, Query
from schemas.queries import GetDesk, GetEdition, GetRevealKey, GetStandings, ListSessions
from schemas.refusal import Refusal

pages = Blueprint("stage", __name__)

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>/stage"
MINUTE = 60
SLOTS_SHOWN = 50
NAMED = 24
TO_COME = ("planned", "postponed")

Form = Callable[[], dict[str, Any]]


def _nothing() -> dict[str, Any]:
    return {}


ACTS: Mapping[str, tuple[type[Command], Form]] = {
    "start": (StartSlot, _nothing),
    "move": (MoveSlot, lambda: {"position": form_number("position") or 1}),
    **{
        act: (RunClock, lambda act=act: {"act": act})  # type: ignore[misc]
        for act in ("pause", "resume", "questions", "end", "open_window", "close_window")
    },
    **{
        state: (MarkSlot, lambda state=state: {"state": state})  # type: ignore[misc]
        for state in ("absent", "postponed", "planned")
    },
}


@pages.get(STAGE)
def stage(edition_id: str, stage_id: str) -> str:
    """Show a session with its clocks, or the form that prepares it; ?session= names one of several."""
    return show_stage(edition_id, stage_id)


def show_stage(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page. What does not answer is left out, so that the clocks go on."""
    edition, found = the_stage(edition_id, stage_id)
    sessions, session = sessions_of(edition_id, stage_id)
    shown = _shown(session)
    desk = or_none(GetDesk, edition_id, stage_id, entry_ids=shown["asked"])
    names = {"edition_id": edition_id, "session": named(sessions, session)}
    screen = url_for("screen.screen", **names, _external=True)
    remote = url_for("remote.remote", **names, stage_id=stage_id, _external=True)
    return render_template(
        "stage/stage.html",
        edition=edition,
        stage=found,
        session=session,
        sessions=sessions,
        named=names["session"],
        slots=shown["slots"],
        search=shown["search"],
        page=shown["page"],
        more=shown["more"],
        crowded=session is not None and len(session["slots"]) > SLOTS_SHOWN,
        desk=desk,
        named_most=NAMED,
        progress=progress_of(session, desk),
        now=datetime.now(UTC).isoformat(),
        standing=or_none(GetStandings, edition_id, stage_id, limit=0),
        key=or_none(GetRevealKey, edition_id, stage_id),
        screen={"url": screen, "qr": qr_of(screen)},
        turnout=turnout_of(edition_id, [found]),
        remote={"url": remote, "qr": qr_of(remote)},
        refusal=refusal,
    )


def _shown(session: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a page of a session's slots, by name where one is looked for, else where it is at."""
    slots = session["slots"] if session else []
    current = session["current"] if session else None
    search = searched()
    meant = [slot for slot in slots if called(search, slot["company"])]
    ahead = [n for n, slot in enumerate(meant) if slot["entry_id"] == current or slot["state"] in TO_COME]
    page = page_number() if search or "page" in request.values else (ahead or [0])[0] // SLOTS_SHOWN + 1
    found = meant[(page - 1) * SLOTS_SHOWN : page * SLOTS_SHOWN]
    asked = {slot["entry_id"] for slot in found} | ({current} if current else set())
    more = page * SLOTS_SHOWN < len(meant)
    return {"slots": found, "asked": sorted(asked), "search": search, "page": page, "more": more}


def the_stage(edition_id: str, stage_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the edition and its stage; not found where it has no such stage."""
    edition = query(GetEdition, edition_id=edition_id)
    found = next((each for each in edition["stages"] if each["stage_id"] == stage_id), None)
    if found is None:
        abort(404)
    return edition, found


def sessions_of(edition_id: str, stage_id: str) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Return a stage's sessions, and the one that ?session= names; else the one that runs, or the next."""
    wanted = request.args.get("session") or None
    told = or_none(ListSessions, edition_id, stage_id, session_id=wanted, brief=True)
    sessions: list[dict[str, Any]] = told["sessions"] if told else []
    order = sorted(sessions, key=lambda session: ("running", "planned", "over").index(session["state"]))
    return sessions, next((each for each in sessions if each["session_id"] == wanted), (order or [None])[0])


def named(sessions: Sequence[Mapping[str, Any]], session: Mapping[str, Any] | None) -> str | None:
    """Return what an address names a session by; None where the stage has no other."""
    return str(session["session_id"]) if session is not None and len(sessions) > 1 else None


def progress_of(session: dict[str, Any] | None, desk: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return how many have sent, by entry, and of those who have not for who is on, their names."""
    if session is None or desk is None:
        return None
    sent: dict[str, int] = {}
    owed: dict[str, int] = {}
    for judge in desk["judges"]:
        for entry_id in judge["sent"]:
            sent[entry_id] = sent.get(entry_id, 0) + 1
        for entry_id in (*judge["sent"], *judge["owed"]):
            owed[entry_id] = owed.get(entry_id, 0) + 1
    missing = [judge["name"] for judge in desk["judges"] if session["current"] in judge["owed"]]
    return {"sent": sent, "owed": owed, "missing": missing}


@pages.post(f"{STAGE}/session")
def prepare(edition_id: str, stage_id: str) -> Any:
    """Set the running order by lot, and the clocks."""
    return _acted(
        edition_id,
        stage_id,
        lambda: command(
            PrepareSession,
            edition_id=edition_id,
            stage_id=stage_id,
            session_id=request.args.get("session"),
            seed=form_number("seed"),
            pitch_seconds=(form_number("pitch") or 0) * MINUTE,
            questions_seconds=(form_number("questions") or 0) * MINUTE,
            window_seconds=form_number("window") or 0,
            place=request.form.get("place", "").strip(),
            deliberation="deliberation" in request.form,
            show_board="show_board" in request.form,
            judges_named="judges_named" in request.form,
        ),
    )


@pages.post(f"{STAGE}/slots/<id:entry_id>/<act>")
def act(edition_id: str, stage_id: str, entry_id: str, act: str) -> Any:
    """Carry out one act on a slot."""
    if act not in ACTS:
        abort(404)
    message, form = ACTS[act]
    return _acted(
        edition_id,
        stage_id,
        lambda: command(message, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id, **form()),
    )


def _acted(edition_id: str, stage_id: str, do: Callable[[], Any]) -> Any:
    return acted(
        do,
        then=url_for(
            "stage.stage",
            edition_id=edition_id,
            stage_id=stage_id,
            **{name: request.args.get(name) for name in ("session", "page", "search")},
        ),
        show=lambda refusal: show_stage(edition_id, stage_id, refusal=refusal),
    )


def or_none(
    message: type[Query], edition_id: str, stage_id: str | None = None, **wanted: Any
) -> dict[str, Any] | None:
    """Return the answer about a stage or an edition, None where it is refused or nobody answers."""
    about = {"edition_id": edition_id, **({} if stage_id is None else {"stage_id": stage_id})}
    try:
        return query(message, **about, **wanted)
    except (Refusal, Unavailable):
        return None
