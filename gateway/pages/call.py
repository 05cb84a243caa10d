"""The organiser's page of the call for entries: from when until when, and who has longer."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.qr import qr_of
from gateway.resources.doors import command, doors, query
from schemas.commands import AddExtension, SetCall
from schemas.queries import GetCall, GetEdition, ListExtensions, ListLetters
from schemas.refusal import Invalid, Refusal

pages = Blueprint("call_desk", __name__)

ROOT = "/editions/<id:edition_id>/call"


@pages.get(ROOT)
def call(edition_id: str) -> str:
    """Show when founders may register, and the address to give to them."""
    return show_call(edition_id)


def show_call(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page, with what was typed where it was refused."""
    edition, call = query(GetEdition, edition_id=edition_id), query(GetCall, edition_id=edition_id)
    address = f"{doors().settings.public_url}{url_for('apply.apply', edition_id=edition_id)}"
    times = {name: _local(call[name], edition["zone"]) for name in ("opens_at", "closes_at")}
    return render_template(
        "organiser/call.html",
        edition=edition,
        call=call,
        extensions=query(ListExtensions, edition_id=edition_id)["extensions"],
        mail=bool(query(ListLetters, edition_id=edition_id, state="held")["server"]),
        address=address,
        qr=qr_of(address),
        typed={**call, **times, **request.form.to_dict()},
        links=bool(request.form.get("open_links")) if "seen" in request.form else call["open_links"],
        refusal=refusal,
    )


@pages.post(ROOT)
def set_call(edition_id: str) -> Any:
    """Take opening and closing, in the edition's zone."""
    return _acted(
        edition_id,
        lambda: command(
            SetCall,
            edition_id=edition_id,
            seen=form_number("seen") or 0,
            grace_minutes=_grace(),
            open_links="open_links" in request.form,
            **_moments(edition_id, "opens_at", "closes_at"),
        ),
    )


@pages.post(f"{ROOT}/extensions")
def extend(edition_id: str) -> Any:
    """Make a code that gives one entrant longer."""

    def make() -> Any:
        until = _moments(edition_id, "until")["until"]
        if until is None:
            raise _wrong("until")
        note = request.form.get("note", "").strip()
        return command(AddExtension, edition_id=edition_id, until=until, note=note)

    return _acted(edition_id, make)


def _grace() -> int:
    grace = form_number("grace_minutes")
    if grace is None and request.form.get("grace_minutes", "").strip():
        came = request.form["grace_minutes"]
        errors = {"grace_minutes": {"came": came, "allowed": "minutes from 0 to 1440"}}
        raise Invalid("the grace is a number of minutes", errors=errors)
    return grace or 0


def _moments(edition_id: str, *names: str) -> dict[str, datetime | None]:
    """Return moments of the form, which are told in the edition's zone."""
    zone = ZoneInfo(query(GetEdition, edition_id=edition_id)["zone"])
    found: dict[str, datetime | None] = {}
    for name in names:
        text = request.form.get(name, "").strip()
        try:
            found[name] = datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
        except ValueError as error:
            raise _wrong(name) from error
    return found


def _wrong(name: str) -> Invalid:
    came = request.form.get(name, "")
    errors = {name: {"came": came, "allowed": "a date with a time, such as 2026-12-31T18:00"}}
    return Invalid("this is no moment", errors=errors)


def _local(text: str | None, zone: str) -> str:
    if not text:
        return ""
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _acted(edition_id: str, act: Any) -> Any:
    return acted(
        act,
        then=url_for("call_desk.call", edition_id=edition_id),
        show=lambda refusal: show_call(edition_id, refusal=refusal),
    )
