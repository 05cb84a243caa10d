"""Doing what a form asks, and showing the page again with the reason when it is refused."""

from collections.abc import Callable
from typing import Any

from flask import make_response, redirect, request

from schemas.refusal import Refusal


def acted(act: Callable[[], Any], *, then: str, show: Callable[[Refusal], str]) -> Any:
    """Act and go to `then`; when it is refused, `show` the page with the refusal instead."""
    try:
        act()
    except Refusal as refusal:
        return make_response(show(refusal), refusal.status)
    return redirect(then, 303)


def form_number(name: str) -> int | None:
    """Return a whole number of the form, None when it is empty or none."""
    text = request.form.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) < 13 else None
