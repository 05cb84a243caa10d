"""What founders answer, against what was asked."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from services.registration.applications.domain import form
from services.registration.applications.domain.form import FormField, date_of, limit_of, number_of
from services.registration.domain.ids import make_id
from services.registration.domain.startup import Startup, startup_id

Wrong = dict[str, Any]


def wrongs(fields: Iterable[FormField], answers: Mapping[str, str]) -> dict[str, Wrong]:
    """Return, by field, what keeps the answers from being submitted.

    {"came", "allowed": a sentence, "problem": a word, "limit": the limit or reason, empty for none}
    """
    found = {field.field_id: wrong(field, answers.get(field.field_id, "").strip()) for field in fields}
    return {id: told for id, told in found.items() if told}


def wrong(field: FormField, text: str) -> Wrong | None:
    """Return what is wrong with one answer; None when it can be submitted."""
    if not text:
        return _told("missing", text, "an answer") if field.required else None
    if text in field.barred:
        return _told("ineligible", text, f"another answer: {field.barred_reason}", field.barred_reason)
    return CHECKS[field.kind](field, text)


def _length(field: FormField, text: str) -> Wrong | None:
    most = limit_of(field.kind, field.highest) if field.highest else form.LONGEST[field.kind]
    least = limit_of(field.kind, field.lowest) if field.lowest else 0
    if len(text) > most:
        return _told("too_long", len(text), f"at most {most} characters", most)
    if len(text) < least:
        return _told("too_short", len(text), f"at least {least} characters", least)
    return None


def _number(field: FormField, text: str) -> Wrong | None:
    number = number_of(text)
    if number is None:
        return _told("not_a_number", text, "a number")
    return _within(field, number, text)


def _money(field: FormField, text: str) -> Wrong | None:
    amount, _, currency = text.rpartition(" ")
    number = number_of(amount)
    if number is None or number < 0 or currency not in field.choices:
        return _told("not_an_amount", text, f"an amount in {', '.join(field.choices)}")
    return _within(field, number, text)


def _date(field: FormField, text: str) -> Wrong | None:
    day = date_of(text)
    if day is None:
        return _told("not_a_date", text, "a date such as 2026-12-31")
    if field.lowest and day < date_of(field.lowest):  # type: ignore[operator]
        return _told("too_early", text, f"a date from {field.lowest} on", field.lowest)
    if field.highest and day > date_of(field.highest):  # type: ignore[operator]
        return _told("too_late", text, f"a date up to {field.highest}", field.highest)
    return None


def _link(field: FormField, text: str) -> Wrong | None:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        parts, host = None, ""
    if parts is None or parts.scheme not in ("http", "https") or "." not in host or re.search(r"\s", text):
        return _told("not_a_link", text, "an address that begins with https:// or http://")
    return _length(field, text)


def _choice(field: FormField, text: str) -> Wrong | None:
    if text not in field.offered:
        return _told("not_offered", text, ", ".join(field.offered))
    return None


def _file(field: FormField, text: str) -> Wrong | None:
    return None  # it was checked when it was attached


def _within(field: FormField, number: Any, text: str) -> Wrong | None:
    if field.lowest and number < number_of(field.lowest):
        return _told("too_small", text, f"at least {field.lowest}", field.lowest)
    if field.highest and number > number_of(field.highest):
        return _told("too_large", text, f"at most {field.highest}", field.highest)
    return None


CHECKS = {
    form.TEXT: _length,
    form.LONG_TEXT: _length,
    form.NUMBER: _number,
    form.CHOICE: _choice,
    form.YES_NO: _choice,
    form.MONEY: _money,
    form.DATE: _date,
    form.LINK: _link,
    form.FILE: _file,
}


def _told(problem: str, came: Any, allowed: str, limit: Any = "") -> Wrong:
    return {"came": came, "allowed": allowed, "problem": problem, "limit": str(limit)}


# What of a startup is told as it was answered.
TEXTS = ("company", "description", "city", "country", "language")


def startup_of(answers: Mapping[str, str], *, startup_id: str) -> Startup:
    """Return the startup that checked answers describe."""
    texts = {name: answers.get(name, "").strip() for name in TEXTS}
    year = number_of(answers.get("founded_year", ""))
    return Startup.described(
        {
            **texts,
            "startup_id": startup_id,
            "website": answers.get("website", "").strip(),
            "categories": _listed(answers.get("categories", "")),
            "founded_year": int(year) if year is not None and year == year.to_integral_value() else None,
        }
    )


def new_startup_id(answers: Mapping[str, str], *, taken: bool, entry_id: str) -> str:
    """Return the id of the startup: that of its name and website, another where an entry has it."""
    company, website = answers.get("company", ""), answers.get("website", "")
    # Whoever comes second is not turned away: the organiser finds out which of them is the startup.
    return make_id("s", entry_id, digits=16) if taken else startup_id(company, website)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;、,;\n]", text) if part.strip())
