"""What is held on people: looked up, taken away, erased, and until when it is kept."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import lazy_gettext

from gateway.access.guard import identity
from gateway.pages.acting import acted, form_number
from gateway.personal import as_file, counted, held_on_oneself
from gateway.resources.doors import command, query
from gateway.resources.personal import erasing, erasing_edition, held
from schemas.commands import SetRetention
from schemas.queries import GetEdition, GetRetention
from schemas.refusal import Invalid, Refusal

pages = Blueprint("personal_data", __name__)

NAMED = ("people", "judges", "investors")
EDITION = "/editions/<id:edition_id>/personal-data"
SYSTEM = "/system/personal-data"
RECORDS = {
    "people": lazy_gettext("Accounts"),
    "attachments.files": lazy_gettext("Files"),
    "letters": lazy_gettext("Letters"),
    "entries": lazy_gettext("Entries"),
    "applications": lazy_gettext("Forms filled in"),
    "submissions": lazy_gettext("Submitted versions"),
    "deliveries": lazy_gettext("Messages to other programs"),
    "judges": lazy_gettext("As a judge"),
    "scorecards": lazy_gettext("Scorecards"),
    "late": lazy_gettext("Late scorecards"),
    "hands": lazy_gettext("Raised hands"),
    "nudges": lazy_gettext("Stages with reminders"),
    "investors": lazy_gettext("As an investor"),
    "shortlists": lazy_gettext("Shortlists"),
    "interests": lazy_gettext("Answers to startups"),
    "audit": lazy_gettext("What organisers did"),
}


@pages.get("/account/personal-data.json")
def own() -> Response:
    """Return all that is held on whoever is signed in, as a file."""
    return as_file(held_on_oneself(identity()))


@pages.get(EDITION)
def personal(edition_id: str) -> str:
    """Show until when the edition keeps personal data, and what is held on whom the address means."""
    return show_personal(edition_id)


@pages.get(SYSTEM)
def personal_everywhere() -> str:
    """Show what is held on whom the address means, in all editions."""
    return show_personal(None)


@pages.get(f"{EDITION}/person.json")
def download(edition_id: str) -> Response:
    """Return what the edition holds on a person, as a file."""
    return as_file(held(edition_id, **_whose(request.args)))


@pages.get(f"{SYSTEM}/person.json")
def download_everywhere() -> Response:
    """Return what all editions hold on a person, as a file."""
    return as_file(held(None, **_whose(request.args)))


@pages.post(f"{EDITION}/erase")
def erase(edition_id: str) -> Any:
    """Erase what the edition holds on a person."""
    return _erase(edition_id)


@pages.post(f"{SYSTEM}/erase")
def erase_everywhere() -> Any:
    """Erase what is held on a person in all editions."""
    return _erase(None)


@pages.post(f"{EDITION}/retention")
def set_retention(edition_id: str) -> Any:
    """Set until when the edition keeps personal data."""
    seen = form_number("seen") or 0
    return acted(
        lambda: command(SetRetention, edition_id=edition_id, until=_day(), seen=seen),
        then=_there(edition_id, done="kept"),
        show=lambda refusal: show_personal(edition_id, refusal=refusal),
    )


@pages.post(f"{EDITION}/erase-all")
def erase_all(edition_id: str) -> Any:
    """Erase what the edition holds on everybody, once its date is over."""
    return acted(
        lambda: erasing_edition(edition_id),
        then=_there(edition_id, done="all_erased"),
        show=lambda refusal: show_personal(edition_id, refusal=refusal),
    )


def show_personal(edition_id: str | None, *, refusal: Refusal | None = None) -> str:
    """Return the page; what was typed is kept when something is refused."""
    whose = _whose(request.form if request.method == "POST" else request.args)
    found = held(edition_id, **whose) if any(whose.values()) else None
    records = found["records"] if found else []
    return render_template(
        "organiser/personal.html",
        edition=query(GetEdition, edition_id=edition_id) if edition_id else None,
        retention=query(GetRetention, edition_id=edition_id) if edition_id else None,
        whose=whose,
        names=sorted({r["values"]["name"] for r in records if r["of"] in NAMED and r["values"].get("name")}),
        counts=counted(found) if found else None,
        record_words=RECORDS,
        refusal=refusal,
        done=request.args.get("done", ""),
    )


def _erase(edition_id: str | None) -> Any:
    whose = _whose(request.form)
    ids = [whose["subject_id"]] if whose["subject_id"] else []
    return acted(
        lambda: erasing(edition_id=edition_id, email=whose["email"] or "", subject_ids=ids),
        then=_there(edition_id, done="erased"),
        show=lambda refusal: show_personal(edition_id, refusal=refusal),
    )


def _day() -> date | None:
    text = request.form.get("until", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        allowed = {"until": {"came": text[:40], "allowed": "a day, such as 2027-05-31"}}
        raise Invalid("this is no day", errors=allowed) from error


def _whose(given: Any) -> dict[str, Any]:
    return {
        "email": given.get("email", "").strip()[:200],
        "subject_id": given.get("subject_id", "").strip()[:120] or None,
    }


def _there(edition_id: str | None, *, done: str) -> str:
    if edition_id is None:
        return url_for("personal_data.personal_everywhere", done=done)
    return url_for("personal_data.personal", edition_id=edition_id, done=done)
