"""The names of our cookies, and how they are set.

Over HTTPS a name begins with `__Host-`: a browser then takes it only from this very host, over HTTPS,
so that neither a neighbour under the same domain nor somebody on the line can plant one.
Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
"""

from datetime import datetime
from typing import cast

from flask import Request, Response, current_app

from gateway.settings import Settings

SESSION = "darkhorse_session"
FORM = "darkhorse_form"
LANGUAGE = "darkhorse_language"


def cookie_of(request: Request, name: str) -> str | None:
    """Return what a cookie of ours holds; over HTTPS one with the plain name is not ours."""
    return request.cookies.get(full_name(name))


def keep(
    response: Response,
    name: str,
    value: str,
    *,
    expires: datetime | None = None,
    max_age: int | None = None,
) -> None:
    """Set a cookie that no script reads; it ends with the browser unless told how long it lasts."""
    response.set_cookie(
        full_name(name),
        value,
        expires=expires,
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=_secure(),
    )


def drop(response: Response, name: str) -> None:
    """Have the browser forget a cookie."""
    response.delete_cookie(full_name(name), httponly=True, samesite="Lax", secure=_secure())


def full_name(name: str) -> str:
    """Return the name as the browser knows it: browsers refuse the prefix over plain HTTP."""
    return f"__Host-{name}" if _secure() else name


def _secure() -> bool:
    return cast(Settings, current_app.extensions["darkhorse"].settings).secure
