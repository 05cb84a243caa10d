"""Several sessions of a stage, such as city heats: which entries and judges sit where, and how they stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.stage import MINUTE, or_none, the_stage
from gateway.resources.doors import command
from gateway.resources.sessions import by_session
from schemas.commands import AllotSessions
from schemas.commands.sessions import MOST_SESSIONS, WAYS
from schemas.queries import GetAllotment, GetStandings, ListJudges, ListSessions
from schemas.refusal import Invalid, Refusal

pages = Blueprint("heats", __name__)

HEATS = "/editions/<id:edition_id>/stages/<id:stage_id>/sessions"
ROWS = 3
HAND = "hand."


@pages.get(HEATS)
def heats(edition_id: str, stage_id: str) -> str:
    """Show the stage's sessions with their standings, and the form that sets them up."""
    return show_heats(edition_id, stage_id)


def show_heats(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; what was typed stays in it."""
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    wanted = (ListSessions, GetAllotment, GetStandings)
    told, allotment, standings = (or_none(message, edition_id, stage_id) for message in wanted)
    sessions = told["sessions"] if told else []
    panels = {each["session_id"]: each for each in allotment["sessions"]} if allotment else {}
    judges = _judges(edition_id)
    names = {judge["judge_id"]: judge["name"] for judge in judges}
    cities = edition["cities"] if "cities" in request.args else []
    rows = len(cities) or request.args.get("rows", default=0, type=int) or len(sessions) or ROWS
    return render_template(
        "stage/heats.html",
        edition=edition,
        stage=stage,
        sessions=sessions,
        sitting={id: sorted(names.get(judge, judge) for judge in p["judge_ids"]) for id, p in panels.items()},
        judges=judges,
        entries=allotment["entries"] if allotment else [],
        standings=by_session(panels.values(), standings["rows"]) if standings else [],
        rows=[
            _row(number, sessions, panels, edition["zone"], cities)
            for number in range(min(rows, MOST_SESSIONS))
        ],
        most=MOST_SESSIONS,
        ways=WAYS,
        plan=sessions[0] if sessions else None,
        refusal=refusal,
    )


@pages.post(HEATS)
def allot(edition_id: str, stage_id: str) -> Any:
    """Set the stage's sessions up, in place of those before."""
    edition, _ = the_stage(edition_id, stage_id)
    return acted(
        lambda: command(
            AllotSessions,
            edition_id=edition_id,
            stage_id=stage_id,
            by=request.form.get("by", ""),
            seed=form_number("seed"),
            sessions=_wishes(edition["zone"]),
            pitch_seconds=(form_number("pitch") or 0) * MINUTE,
            questions_seconds=(form_number("questions") or 0) * MINUTE,
            window_seconds=form_number("window") or 0,
            deliberation="deliberation" in request.form,
            show_board="show_board" in request.form,
            judges_named="judges_named" in request.form,
        ),
        then=url_for("heats.heats", edition_id=edition_id, stage_id=stage_id),
        show=lambda refusal: show_heats(edition_id, stage_id, refusal=refusal),
    )


def _wishes(zone: str) -> list[dict[str, Any]]:
    """Return the sessions of the form, those without a name left out."""
    numbers = [n for n in range(MOST_SESSIONS) if request.form.get(f"name.{n}", "").strip()]
    return [
        {
            **{
                name: request.form.get(f"{name}.{n}", "").strip()
                for name in ("name", "place", "city", "track")
            },
            "starts_at": _moment(f"starts_at.{n}", zone),
            "judge_ids": request.form.getlist(f"judges.{n}"),
            "entry_ids": _by_hand(n) if request.form.get("by") == "hand" else [],
        }
        for n in numbers
    ]


def _by_hand(number: int) -> list[str]:
    """Return the entries for which the session with this number was chosen."""
    chosen = ((name, value) for name, value in request.form.items() if name.startswith(HAND))
    return [name[len(HAND) :] for name, value in chosen if value == str(number)]


def _moment(field: str, zone: str) -> datetime | None:
    """Return a time of the form, which is one of the edition's zone; Invalid where it is none."""
    text = request.form.get(field, "")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) if text else None
    except ValueError as error:
        allowed = "a date and a time, as 2026-11-23T14:00"
        raise Invalid("this is no time", errors={field: {"came": text, "allowed": allowed}}) from error


def _row(
    number: int,
    sessions: list[dict[str, Any]],
    panels: Mapping[str, dict[str, Any]],
    zone: str,
    cities: Sequence[str],
) -> dict[str, Any]:
    """Return what stands in one session's part of the form: what was typed, else a city's, else what is set."""
    session: Mapping[str, Any] = sessions[number] if number < len(sessions) else {}
    panel = panels.get(session.get("session_id", ""), {"judge_ids": [], "entry_ids": []})
    if request.method == "POST":
        typed = {name: request.form.get(f"{name}.{number}", "") for name in _TEXTS}
        return {**typed, "judges": request.form.getlist(f"judges.{number}"), "entries": _by_hand(number)}
    if cities:
        blank = dict.fromkeys(_TEXTS, "")
        return {**blank, "name": cities[number], "city": cities[number], "judges": [], "entries": []}
    starts = session.get("starts_at")
    local = datetime.fromisoformat(starts).astimezone(ZoneInfo(zone)) if starts else None
    return {
        **{name: session.get(name, "") for name in _TEXTS},
        "starts_at": local.strftime("%Y-%m-%dT%H:%M") if local else "",
        "judges": panel["judge_ids"],
        "entries": panel["entry_ids"],
    }


_TEXTS = ("name", "place", "city", "track", "starts_at")


def _judges(edition_id: str) -> list[dict[str, Any]]:
    found = or_none(ListJudges, edition_id)
    return found["judges"] if found else []
