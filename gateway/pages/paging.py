"""Lists that are shown a page at a time; the macro `pages` of _parts.html leads from one to the next."""

from flask import request

LAST_PAGE = 10_000


def page_number(name: str = "page") -> int:
    """Return which page of a list was asked for, from 1; the first where none was, or there is no such number."""
    text = request.values.get(name, "1")
    return int(text) if text.isdecimal() and 1 <= int(text[:9]) <= LAST_PAGE else 1


def searched(name: str = "search") -> str:
    """Return what is looked for in a list; empty for everything."""
    return " ".join(request.values.get(name, "").split())[:200]


def called(search: str, *texts: str) -> bool:
    """Return whether each word of a search is in one of the texts, in either case."""
    return all(any(word in text.casefold() for text in texts) for word in search.casefold().split())
