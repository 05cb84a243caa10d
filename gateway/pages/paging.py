"""Lists that are shown a page at a time; the macro `pages` of _parts.html leads from one to the next."""

from flask import request

LAST_PAGE = 10_000


def page_number() -> int:
    """Return which page was asked for, from 1; the first where none was, or there is no such number."""
    text = request.values.get("page", "1")
    return int(text) if text.isdecimal() and 1 <= int(text[:9]) <= LAST_PAGE else 1
