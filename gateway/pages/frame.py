"""What all pages share: language, who is looking, times, and how refusals are told."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, Response, request
from flask.globals import request_ctx
from flask_babel import Babel, format_date, format_decimal, format_time, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.access.cookies import LANGUAGE, cookie_of, keep
from gateway.access.guard import visitor
from gateway.files import OURS
from gateway.pages.places import edition_places
from gateway.pages.words import correction_word, promotion_word, refusal_text, refusal_word, word
from gateway.resources.doors import doors
from schemas.rehearsals import rehearsed

LANGUAGES = {"en": "English", "zh_Hant": "繁體中文", "zh_Hans": "简体中文"}
YEAR_SECONDS = 365 * 24 * 3600
# In the page itself: on a slow line a request costs more than these few bytes.
ICON = f"data:image/svg+xml,{quote((OURS / 'icon.svg').read_text())}"
TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


def frame_pages(app: Flask) -> None:
    """Give the app's templates what every page needs."""
    Babel(app, default_translation_directories="translations", locale_selector=chosen_language)
    app.jinja_env.filters.update(
        moment=moment,
        second=second,
        clock=clock,
        amount=amount,
        word=_word,
        refusal_text=refusal_text,
        refusal_word=refusal_word,
    )
    app.jinja_env.filters.update(correction_word=correction_word, promotion_word=promotion_word)
    app.jinja_env.globals["rehearsing"] = _rehearsing
    app.context_processor(_surroundings)
    app.after_request(_keep_language)


def chosen_language() -> str:
    """Return the language by ?lang=, cookie, or what the browser asks for."""
    for wish in (request.args.get("lang"), cookie_of(request, LANGUAGE)):
        if wish in LANGUAGES:
            return str(wish)
    for tag, _ in request.accept_languages:
        if tag.lower().startswith("zh"):
            return "zh_Hant" if tag.lower().startswith(TRADITIONAL) else "zh_Hans"
        if tag.lower().startswith("en"):
            return "en"
    return "en"


def in_language(language: str) -> str:
    """Return the address of the same page in another language, with all else that was asked for.

    What a form that was refused shows has no address of its own where its path takes POST alone: there it
    is the page that the form was on.
    """
    here, asked = "", request.args.items(multi=True)
    if request.method == "POST" and not request_ctx.url_adapter.test(method="GET"):
        came = urlsplit(request.referrer or "")
        own = came.netloc == request.host and not came.path.startswith("//")
        here = came.path if own else "/"
        asked = parse_qsl(came.query) if own else []
    told = [(name, value) for name, value in asked if name != "lang"]
    return f"{here}?{urlencode([*told, ('lang', language)])}"


def moment(text: str | None, zone: str = "UTC") -> str:
    """Return a time as people of the edition's zone write it."""
    if not text:
        return ""
    local = _there(text, zone)
    return f"{format_date(local, 'medium', rebase=False)} {format_time(local, 'short', rebase=False)}"


def second(text: str | None, zone: str = "UTC") -> str:
    """Return a time to the second, with its date, as people of the edition's zone write it."""
    if not text:
        return ""
    local = _there(text, zone)
    return f"{format_date(local, 'medium', rebase=False)} {format_time(local, 'HH:mm:ss', rebase=False)}"


def clock(text: str, zone: str = "UTC") -> str:
    """Return the time of day as people of the edition's zone write it."""
    return format_time(_there(text, zone), "short", rebase=False)


def amount(text: str) -> str:
    """Return an amount of money as it is written in the reader's language."""
    return format_decimal(Decimal(text))


def _there(text: str, zone: str) -> datetime:
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        there = ZoneInfo("UTC")
    return datetime.fromisoformat(text).astimezone(there).replace(tzinfo=None)


@pass_context
def _word(_: Context, code: str | None) -> str:
    """Say a word anew each time: Jinja works out a filter of a constant once, in one language."""
    return word(code)


@pass_context
def _rehearsing(context: Context) -> bool:
    """Return whether the page is of a rehearsal: by its address, else by the edition that it shows."""
    named = (request.view_args or {}).get("edition_id")
    edition = context.get("edition")
    if named is None and isinstance(edition, Mapping):
        named = edition.get("edition_id")
    return named is not None and rehearsed(named) is not None


def _surroundings() -> dict[str, Any]:
    return {
        "visitor": visitor,
        "edition_places": edition_places,
        "languages": LANGUAGES,
        "in_language": in_language,
        "language": str(get_locale() or "en"),
        "live_url": doors().settings.live_url,
        "icon": ICON,
        "new_command_id": lambda: str(uuid4()),
    }


def _keep_language(response: Response) -> Response:
    wish = request.args.get("lang")
    if wish in LANGUAGES and not request.path.startswith("/api/"):
        keep(response, LANGUAGE, wish, max_age=YEAR_SECONDS)
    return response
