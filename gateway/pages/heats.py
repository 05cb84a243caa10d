"""Several sessions of a stage, such as city heats: which entries and judges sit where, and how they stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.paging import page_number, searched
from gateway.pages.stage import MINUTE, or_none, the_stage
from gateway.resources.doors import command, query
from gateway.resources.sessions import by_session
from schemas.commands import AllotSessions
from schemas.commands.sessions import MOST_SESSIONS, WAYS
from schemas.queries import GetAllotment, GetStandings, ListJudges, ListSessions
from schemas.refusal import Invalid, Refusal

pages = Blueprint("heats", __name__)

HEATS = "/editions/<id:edition_id>/stages/<id:stage_id>/sessions"
ROWS = 3
HAND = "hand."
ENTRIES_SHOWN = 50
FEW = 100
MOST_ASKED = 1000
# More judges to tick than this, in all sessions together, are ticked for one session at a time.
PICKS = 600
# What turns the form's pages and sets nothing up.
LOOKS = frozenset({"page", "panel"})


@pages.get(HEATS)
def heats(edition_id: str, stage_id: str) -> str:
    """Show the stage's sessions with their standings, and the form that sets them up."""
    return show_heats(edition_id, stage_id)


def show_heats(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; what was typed stays in it, also for entries that another page shows."""
    edition, stage = the_stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    search, number, opened = searched(), page_number(), request.args.get("session") or None
    told = or_none(ListSessions, edition_id, stage_id, session_id=opened, brief=True)
    sessions = told["sessions"] if told else []
    wanted = {"search": search, "after": (number - 1) * ENTRIES_SHOWN, "limit": ENTRIES_SHOWN}
    allotment = or_none(GetAllotment, edition_id, stage_id, **wanted)
    panels = {each["session_id"]: each for each in allotment["sessions"]} if allotment else {}
    entries = allotment["entries"] if allotment else []
    judges = _judges(edition_id)
    names = {judge["judge_id"]: judge["name"] for judge in judges}
    cities = edition["cities"] if "cities" in request.args else []
    count = len(cities) or request.args.get("rows", default=0, type=int) or _typed() or len(sessions) or ROWS
    shown = {entry["entry_id"] for entry in entries}
    rows = [_row(n, sessions, panels, edition["zone"], cities) for n in range(min(count, MOST_SESSIONS))]
    return render_template(
        "stage/heats.html",
        edition=edition,
        stage=stage,
        sessions=sessions,
        sizes={id: len(panel["entry_ids"]) for id, panel in panels.items()},
        sitting={id: sorted(names.get(judge, judge) for judge in p["judge_ids"]) for id, p in panels.items()},
        seated=_seated(edition_id, stage_id, sessions, panels, opened),
        judges=judges,
        names=names,
        entries=entries,
        of=allotment["of"] if allotment else 0,
        search=search,
        page=number,
        more=bool(allotment) and number * ENTRIES_SHOWN < allotment["of"],
        elsewhere={id: n for id, n in _chosen().items() if id not in shown},
        chosen=_chosen(),
        rows=rows,
        crowded=len(rows) * len(judges) > PICKS,
        panel=request.form.get("panel", type=int),
        most=MOST_SESSIONS,
        ways=WAYS,
        plan=sessions[0] if sessions else None,
        refusal=refusal,
    )


def _seated(
    edition_id: str,
    stage_id: str,
    sessions: list[dict[str, Any]],
    panels: Mapping[str, dict[str, Any]],
    opened: str | None,
) -> dict[str, dict[str, Any]]:
    """Return how entries stand within sessions, by session: in all where they are few, else in the one opened.

    Of the one opened, a page of its slots comes with it.
    """
    few = sum(len(panel["entry_ids"]) for panel in panels.values()) <= FEW
    meant = [panel for id, panel in panels.items() if few or id == opened]
    ids = [id for panel in meant for id in panel["entry_ids"]]
    standings = or_none(GetStandings, edition_id, stage_id, entry_ids=ids[:MOST_ASKED]) if ids else None
    found: dict[str, dict[str, Any]] = {
        each["session_id"]: each for each in (by_session(meant, standings["rows"]) if standings else [])
    }
    one = next((each for each in sessions if each["session_id"] == opened), None)
    if one is None:
        return found
    number = page_number("slots")
    start = (number - 1) * ENTRIES_SHOWN
    rows = found.get(one["session_id"], {}).get("rows", [])
    return found | {
        one["session_id"]: {
            "session_id": one["session_id"],
            "rows": rows[start : start + ENTRIES_SHOWN],
            "slots": one["slots"][start : start + ENTRIES_SHOWN],
            "page": number,
            "more": start + ENTRIES_SHOWN < len(one["slots"]),
        }
    }


@pages.post(HEATS)
def allot(edition_id: str, stage_id: str) -> Any:
    """Set the stage's sessions up, in place of those before."""
    edition, _ = the_stage(edition_id, stage_id)
    if not LOOKS.isdisjoint(request.form):
        return show_heats(edition_id, stage_id)
    kept = _kept(edition_id, stage_id) if _hand() else []
    return acted(
        lambda: command(
            AllotSessions,
            edition_id=edition_id,
            stage_id=stage_id,
            by=request.form.get("by", ""),
            seed=form_number("seed"),
            sessions=_wishes(edition["zone"], kept),
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


def _wishes(zone: str, kept: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Return the sessions of the form, those without a name left out; `kept` are entries that stay in each."""
    numbers = [n for n in range(MOST_SESSIONS) if request.form.get(f"name.{n}", "").strip()]
    return [
        {
            **{
                name: request.form.get(f"{name}.{n}", "").strip()
                for name in ("name", "place", "city", "track")
            },
            "starts_at": _moment(f"starts_at.{n}", zone),
            "judge_ids": request.form.getlist(f"judges.{n}"),
            "entry_ids": [*(kept[n] if n < len(kept) else ()), *_by_hand(n)] if _hand() else [],
        }
        for n in numbers
    ]


def _kept(edition_id: str, stage_id: str) -> list[list[str]]:
    """Return who sits in each session now and is not spoken of in the form, as other pages show them."""
    moved = _chosen().keys()
    seated = query(GetAllotment, edition_id=edition_id, stage_id=stage_id, limit=1)["sessions"]
    return [[id for id in session["entry_ids"] if id not in moved] for session in seated]


def _hand() -> bool:
    return request.form.get("by") == "hand"


def _chosen() -> dict[str, str]:
    """Return the number of the session that was chosen for an entry, by entry; empty for none."""
    return {name[len(HAND) :]: value for name, value in request.form.items() if name.startswith(HAND)}


def _by_hand(number: int) -> list[str]:
    """Return the entries for which the session with this number was chosen."""
    return [id for id, value in _chosen().items() if value == str(number)]


def _typed() -> int:
    """Return how many sessions the form has."""
    numbers = (name.removeprefix("name.") for name in request.form if name.startswith("name."))
    return max((int(number[:3]) + 1 for number in numbers if number.isdecimal()), default=0)


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
        return {**typed, "judges": request.form.getlist(f"judges.{number}"), "entries": panel["entry_ids"]}
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
