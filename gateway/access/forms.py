"""Proof that what was sent was filled in on a page of ours, which no other site can read.

Every form carries a token made from the session that the page was given to, or, where nobody is
signed in, from a cookie that came with the page. It is another one each time, so that it cannot be
guessed from the size of compressed pages, and needs no memory: any worker checks it.
Source: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import hmac
import re
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import cast

from flask import Flask, Request, Response, g, request
from jinja2.ext import Extension
from markupsafe import Markup

from gateway.access.cookies import FORM, SESSION, cookie_of, keep
from gateway.access.origin import SAFE_METHODS
from gateway.access.sessions import bearer_of, token_of
from schemas.refusal import Refusal

FIELD = "form_token"
HEADER = "X-Form-Token"
# What a page of another site can send without asking first, for which we would have to agree.
SIMPLE = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
# The form needs no proof, as no cookie gives it any power.
POWERLESS = frozenset(
    {
        "vote.cast",  # the ticket in its address is what votes
        "vote.find",  # only leads to the ticket whose letters were typed
    }
)
# These views check by themselves, when they are ready to wait for what is sent slowly.
RECEIVED_LATER = frozenset({"deck.send", "draft.keep"})


class FormTooOld(Refusal):
    """The form was not made by a page of ours in this session."""

    code = "form_too_old"
    status = 403


class WithToken(Extension):
    """Puts the token into every form of every template that is sent by POST."""

    OPENING = re.compile(
        r"""<form\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*?\bmethod="post"(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*>""", re.S
    )

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the template with the field in its forms."""
        return self.OPENING.sub(lambda form: f"{form[0]}{{{{ form_field() }}}}", source)


def give_tokens(app: Flask) -> None:
    """Put a token into the app's forms, and give visitors the cookie that theirs is made from."""
    app.jinja_env.add_extension(WithToken)
    app.jinja_env.globals["form_field"] = form_field

    @app.after_request
    def keep_seed(response: Response) -> Response:
        if seed := g.get("new_seed"):
            keep(response, FORM, seed)
        return response


def form_field() -> Markup:
    """Return the hidden field with a token for whoever makes the request."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, own_token())


def own_token() -> str:
    """Return a token for whoever makes the request, the same for all forms of a page."""
    if "form_token" not in g:
        g.form_token = token_for(token_of(request) or _seed())
    return cast(str, g.form_token)


def token_for(key: str) -> str:
    """Return a new token that fits the session token or the visitor's cookie."""
    salt = secrets.token_hex(8)
    return f"{salt}.{_proof(key, salt)}"


def check_form(request: Request, *, signed_in: bool) -> None:
    """Let pass what a page of ours or a program sends; FormTooOld otherwise.

    Where nobody needs to be `signed_in`, the visitor's cookie will do beside the session.
    """
    if request.method in SAFE_METHODS or request.endpoint in POWERLESS or bearer_of(request):
        return
    if request.path.startswith("/api/"):
        _check_program(request)
    elif request.endpoint not in RECEIVED_LATER:
        check_token(request, signed_in=signed_in)


def check_token(request: Request, *, signed_in: bool) -> None:
    """Return when the form came with a token of whoever makes the request; FormTooOld otherwise."""
    if bearer_of(request):
        return
    told = request.headers.get(HEADER) or request.form.get(FIELD, "")
    keys = [cookie_of(request, SESSION), None if signed_in else cookie_of(request, FORM)]
    if not _fits(told, (key for key in keys if key)):
        raise FormTooOld(
            "the page with this form is too old, or not ours; load it again and send it once more"
        )


def _check_program(request: Request) -> None:
    """A request that says what it carries, or bears a header of ours, cannot come from another site's page."""
    said = request.mimetype not in SIMPLE or HEADER in request.headers or "Idempotency-Key" in request.headers
    if not said and cookie_of(request, SESSION) is not None:
        raise FormTooOld(
            "with a cookie this takes JSON: send the header Content-Type: application/json or Idempotency-Key"
        )


def _fits(told: str, keys: Iterable[str]) -> bool:
    salt, _, proof = told.partition(".")
    return any(hmac.compare_digest(proof.encode(), _proof(key, salt).encode()) for key in keys)


def _proof(key: str, salt: str) -> str:
    return hmac.new(
        key.encode(errors="replace"), f"form.{salt}".encode(errors="replace"), sha256
    ).hexdigest()[:32]


def _seed() -> str:
    seed = cookie_of(request, FORM)
    if not seed:
        seed = g.new_seed = g.get("new_seed") or secrets.token_urlsafe(18)
    return seed
