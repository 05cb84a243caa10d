"""The organiser's pages of meetings: when and where, the timetable, one meeting, and the sheets to print."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from gateway.exports.tables import pages_of
from gateway.pages.acting import acted, form_number
from gateway.resources.doors import MANY_SECONDS, command, query
from schemas.commands import (
    ArrangeMeetings,
    CallOffMeeting,
    MarkMeeting,
    MoveMeeting,
    PublishMeetings,
    SetMeetingPlan,
    SetPresence,
    SwapMeetings,
    UndoMeetings,
)
from schemas.commands.meetings import MOST_TABLES, MOST_WINDOWS, STATES
from schemas.message import Command
from schemas.queries import GetEdition, GetTimetable, ListMeetings, ListUnplaced
from schemas.refusal import Invalid, NotFound, Refusal

pages = Blueprint("meeting_desk", __name__)

ROOT = "/editions/<id:edition_id>/meetings"
ONE = f"{ROOT}/<id:meeting_id>"
SHOWN = 200
ROWS = 2
ACTS: Mapping[str, tuple[type[Command], Callable[[], dict[str, Any]]]] = {
    "arrange": (ArrangeMeetings, lambda: {"seed": form_number("seed")}),
    "publish": (PublishMeetings, dict),
    "undo": (UndoMeetings, dict),
}
WINDOW = ("begins_at", "ends_at")
NUMBERS = ("slot_minutes", "break_minutes", "most_investor", "most_startup")
SHEETS = ("table", "investor", "startup")


@pages.get(ROOT)
def meetings(edition_id: str) -> str:
    """Show how far the timetable is, and a part of it."""
    return show_meetings(edition_id)


def show_meetings(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page: by time unless a table, a person, changes or who has no place are asked for."""
    timetable = query(GetTimetable, edition_id=edition_id)
    wanted = {name: request.args.get(name, "")[:500] for name in ("when", "table", "who", "show")}
    if not any(wanted.values()) and timetable["placed"]:
        wanted["when"] = _next_slot(timetable["slots"])
    person = next((each for each in timetable["people"] if each["subject_id"] == wanted["who"]), None)
    edition = query(GetEdition, edition_id=edition_id)
    return render_template(
        "meetings/desk.html",
        edition=edition,
        timetable=timetable,
        wanted=wanted,
        chosen=person,
        presence=_presence(person, edition["zone"]),
        rows=_rows(edition_id, wanted, person) if timetable["placed"] or wanted["show"] == "changes" else [],
        unplaced=query(ListUnplaced, edition_id=edition_id, limit=SHOWN)["unplaced"]
        if wanted["show"] == "unplaced"
        else [],
        shown=SHOWN,
        now=datetime.now(UTC).isoformat(),
        refusal=refusal,
    )


@pages.post(ROOT)
def act(edition_id: str) -> Any:
    """Arrange the meetings, publish them, or take the last change back."""
    message, more = ACTS.get(request.form.get("act", ""), (None, dict))
    if message is None:
        raise NotFound("there is no such act")
    return acted(
        lambda: command(message, timeout=MANY_SECONDS, edition_id=edition_id, seen=_seen(), **more()),
        then=url_for("meeting_desk.meetings", edition_id=edition_id),
        show=lambda refusal: show_meetings(edition_id, refusal=refusal),
    )


@pages.post(f"{ROOT}/people/<id:subject_id>")
def presence(edition_id: str, subject_id: str) -> Any:
    """Say from when and until when somebody is there."""

    def set_presence() -> Any:
        form = Form(query(GetEdition, edition_id=edition_id)["zone"])
        times = {name: form.moment(name) for name in ("arrives_at", "leaves_at")}
        form.check()
        return command(SetPresence, edition_id=edition_id, subject_id=subject_id, seen=_seen(), **times)

    return acted(
        set_presence,
        then=url_for("meeting_desk.meetings", edition_id=edition_id, who=subject_id),
        show=lambda refusal: show_meetings(edition_id, refusal=refusal),
    )


@pages.get(f"{ROOT}/plan")
def plan(edition_id: str) -> str:
    """Show when and where meetings can be."""
    return show_plan(edition_id)


def show_plan(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; after a refusal with what was typed."""
    edition = query(GetEdition, edition_id=edition_id)
    timetable = query(GetTimetable, edition_id=edition_id)
    typed = request.form.to_dict() if refusal else _typed(timetable["plan"], edition["zone"])
    filled = sum(1 for name in typed if name.startswith("begins_at."))
    return render_template(
        "meetings/plan.html",
        edition=edition,
        timetable=timetable,
        typed=typed,
        rows=range(min(max(filled, 1) + ROWS, MOST_WINDOWS)),
        refusal=refusal,
    )


@pages.post(f"{ROOT}/plan")
def set_plan(edition_id: str) -> Any:
    """Take when and where meetings can be, in the edition's zone."""
    return acted(
        lambda: command(SetMeetingPlan, edition_id=edition_id, seen=_seen(), **_plan(edition_id)),
        then=url_for("meeting_desk.meetings", edition_id=edition_id),
        show=lambda refusal: show_plan(edition_id, refusal=refusal),
    )


@pages.get(ONE)
def meeting(edition_id: str, meeting_id: str) -> str:
    """Show one meeting, and what can be done with it."""
    return show_meeting(edition_id, meeting_id)


def show_meeting(edition_id: str, meeting_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of a meeting, with the meetings of one time with which it can be exchanged."""
    timetable = query(GetTimetable, edition_id=edition_id)
    found, unplaced = _found(edition_id, meeting_id)
    at = request.args.get("with") or (found and found["starts_at"]) or ""
    others = _rows(edition_id, {"when": at}, None) if found and at else []
    return render_template(
        "meetings/meeting.html",
        edition=query(GetEdition, edition_id=edition_id),
        timetable=timetable,
        meeting=found,
        unplaced=unplaced,
        beside=at,
        others=[other for other in others if other["meeting_id"] != meeting_id],
        states=STATES,
        typed=request.form.to_dict() if refusal else {},
        refusal=refusal,
    )


@pages.post(ONE)
def change(edition_id: str, meeting_id: str) -> Any:
    """Move a meeting, exchange it with another, call it off, or mark it; from a list one gets back to it."""
    when, here = request.form.get("when", ""), {"edition_id": edition_id}
    one = url_for("meeting_desk.meeting", **here, meeting_id=meeting_id)
    return acted(
        lambda: _change(edition_id, meeting_id, request.form.get("act", "")),
        then=url_for("meeting_desk.meetings", **here, when=when) if when else one,
        show=lambda refusal: show_meeting(edition_id, meeting_id, refusal=refusal),
    )


@pages.get(f"{ROOT}/print")
def printed(edition_id: str) -> str:
    """Show the whole timetable, a sheet for each table, investor or startup, to print."""
    by = request.args.get("by", "")
    by = by if by in SHEETS else SHEETS[0]
    draft = request.args.get("of") == "draft"
    rows = pages_of(ListMeetings, "meetings", edition_id=edition_id, of="draft" if draft else "published")
    taking_place = [row for row in rows if "cancelled" not in (row["state"], row["change"])]
    return render_template(
        "meetings/print.html",
        edition=query(GetEdition, edition_id=edition_id),
        sheets=_sheets(taking_place, by),
        by=by,
        of="draft" if draft else "published",
        ways=SHEETS,
    )


class Form:
    """Reads a form, and holds all that cannot be read of it."""

    def __init__(self, zone: str) -> None:
        self.errors: dict[str, Any] = {}
        self._zone = ZoneInfo(zone)

    def moment(self, name: str) -> datetime | None:
        """Return a moment of the form, which is told in the edition's zone."""
        text = request.form.get(name, "").strip()
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self._zone) if text else None
        except ValueError:
            self.errors[name] = {"came": text, "allowed": "a date with a time, such as 2026-12-31T18:00"}
            return None

    def number(self, name: str) -> int | None:
        """Return a whole number of the form."""
        text, number = request.form.get(name, "").strip(), form_number(name)
        if text and number is None:
            self.errors[name] = {"came": text, "allowed": "a whole number"}
        return number

    def check(self) -> None:
        """Return where all could be read; Invalid, with all that could not, otherwise."""
        if self.errors:
            raise Invalid("this cannot be read", errors=self.errors)


def _plan(edition_id: str) -> dict[str, Any]:
    form = Form(query(GetEdition, edition_id=edition_id)["zone"])
    numbers = {name: form.number(name) for name in NUMBERS}
    windows = []
    for n in range(MOST_WINDOWS):
        begins, ends = (form.moment(f"{name}.{n}") for name in WINDOW)
        half = bool(begins) != bool(ends) and not {f"{name}.{n}" for name in WINDOW} & set(form.errors)
        if half:
            missing = f"{WINDOW[bool(begins)]}.{n}"
            form.errors[missing] = {"came": "", "allowed": "a date with a time, such as 2026-12-31T18:00"}
        windows.append({"begins_at": begins, "ends_at": ends})
    if numbers["slot_minutes"] is None and "slot_minutes" not in form.errors:
        form.errors["slot_minutes"] = {"came": "", "allowed": "a whole number"}
    form.check()
    return {
        **numbers,
        "break_minutes": numbers["break_minutes"] or 0,
        "windows": [window for window in windows if window["begins_at"]],
        "tables": _tables(request.form.get("tables", "")),
        "place": request.form.get("place", "").strip(),
        "wishes": "wishes" in request.form,
    }


def _tables(text: str) -> list[str]:
    """Return the names of tables, one in a line; a number alone is that many, called by their numbers."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and lines[0].isdecimal() and 1 <= int(lines[0][:6]) <= MOST_TABLES:
        return [str(number) for number in range(1, int(lines[0]) + 1)]
    return lines


def _typed(plan: Mapping[str, Any] | None, zone: str) -> dict[str, str]:
    """Return what stands in the form of a plan."""
    if plan is None:
        return {"slot_minutes": "15", "break_minutes": "5"}
    typed = {name: str(plan[name]) for name in (*NUMBERS, "place") if plan[name] is not None}
    for n, window in enumerate(plan["windows"]):
        typed.update((f"{name}.{n}", _local(window[name], zone)) for name in WINDOW)
    numbered = plan["tables"] == [str(number) for number in range(1, len(plan["tables"]) + 1)]
    typed["tables"] = str(len(plan["tables"])) if numbered else "\n".join(plan["tables"])
    return {**typed, **({"wishes": "on"} if plan["wishes"] else {})}


def _local(text: str | None, zone: str) -> str:
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if text else ""


def _presence(person: Mapping[str, Any] | None, zone: str) -> dict[str, str]:
    """Return what stands in the form of somebody's times: what was typed, else what is known."""
    if person is None:
        return {}
    known = {name: _local(person[name], zone) for name in ("arrives_at", "leaves_at")}
    return {name: request.form.get(name, text) for name, text in known.items()}


def _rows(
    edition_id: str, wanted: Mapping[str, str], person: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Return the meetings of the draft that are wanted."""
    if wanted.get("show") == "changes":
        found = pages_of(ListMeetings, "meetings", edition_id=edition_id, of="draft")
        return [row for row in found if row["change"] != "kept"][:SHOWN]
    if wanted.get("show"):
        return []
    narrowed: dict[str, Any] = {"table": wanted.get("table", "")[:60]}
    if person is not None:
        narrowed["investor_id" if person["side"] == "investor" else "entry_id"] = person["subject_id"]
    if wanted.get("when"):
        narrowed["starts_at"] = _moment(wanted["when"])
    found = query(ListMeetings, edition_id=edition_id, of="draft", limit=SHOWN * 2, **narrowed)["meetings"]
    return list(found)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotFound(f"{text!r} is no time of the timetable") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))


def _next_slot(slots: Iterable[Mapping[str, Any]]) -> str:
    """Return the first slot with meetings that is not over, the first of all where all are."""
    now = datetime.now(UTC)
    held = [slot for slot in slots if slot["meetings"]]
    coming = (slot for slot in held if datetime.fromisoformat(slot["ends_at"]) > now)
    return str(next(coming, held[0])["starts_at"]) if held else ""


def _found(edition_id: str, meeting_id: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return a meeting of the draft, or who could meet and has no place; NotFound for neither."""
    wanted = {"edition_id": edition_id, "meeting_id": meeting_id}
    placed = query(ListMeetings, of="draft", **wanted)["meetings"]
    unplaced = query(ListUnplaced, **wanted)["unplaced"]
    if not placed and not unplaced:
        raise NotFound("there is no such meeting")
    gone = bool(placed) and placed[0]["change"] == "cancelled"
    return (placed[0] if placed and not gone else None), (
        unplaced[0] if unplaced else placed[0] if gone else None
    )


def _change(edition_id: str, meeting_id: str, act: str) -> Any:
    names = {"edition_id": edition_id, "meeting_id": meeting_id}
    if act == "mark":
        return command(MarkMeeting, **names, state=request.form.get("state", ""))
    if act == "swap":
        return command(SwapMeetings, **names, seen=_seen(), other_id=request.form.get("other_id", ""))
    if act == "call_off":
        return command(CallOffMeeting, **names, seen=_seen())
    place = {"starts_at": _moment(request.form.get("starts_at", "")), "table": request.form.get("table", "")}
    return command(MoveMeeting, **names, seen=_seen(), **place)


def _sheets(rows: Iterable[Mapping[str, Any]], by: str) -> list[dict[str, Any]]:
    """Return the rows by table, investor or startup, each with what it is called."""
    ids = {"table": "table", "investor": "investor_id", "startup": "entry_id"}
    sheets: dict[str, dict[str, Any]] = {}
    for row in rows:
        firm = f", {row['firm']}" if row["firm"] else ""
        names = {
            "table": gettext("Table %(table)s", table=row["table"]),
            "investor": f"{row['investor']}{firm}",
            "startup": row["company"],
        }
        sheets.setdefault(row[ids[by]], {"name": names[by], "rows": []})["rows"].append(row)
    return sorted(sheets.values(), key=lambda sheet: _by_number(sheet["name"]))


def _by_number(name: str) -> tuple[int, str]:
    digits = "".join(each for each in name if each.isdecimal())
    return (int(digits[:9]) if digits else 0), name.casefold()


def _seen() -> int:
    return form_number("seen") or 0
