"""What every request passes before its view."""

from typing import cast

from flask import Flask, current_app, g, request

from gateway.access.forms import check_form, give_tokens
from gateway.access.identity import Grant, Identity
from gateway.access.origin import check_origin, harden, security_headers
from gateway.access.roles import PUBLIC, SIGNED_IN, SignInFirst, allowed_for, authorise, own_grant
from gateway.access.sessions import Sessions, SignedOut, token_of
from gateway.clients import Unavailable
from gateway.settings import Settings
from schemas.refusal import NotFound
from schemas.rehearsals import rehearsed

# Where everybody finds an edition. Of a rehearsal this is for those who are in it.
OUTSIDE = ("contest", "gallery", "apply", "site", "editions", "applications")


def guard(app: Flask, *, settings: Settings) -> None:
    """Make the app check origin, session, role and form, and send security headers."""
    give_tokens(app)
    headers = security_headers(live_url=settings.live_url, secure=settings.secure)

    @app.before_request
    def admit() -> None:
        g.identity = None
        if request.endpoint is None:
            return
        check_origin(request, settings.public_url)
        allowed = allowed_for(request.endpoint)
        if allowed is not PUBLIC:
            token = token_of(request)
            if token is not None:
                g.identity = _sessions().identify(token, may_be_stale=allowed.stale)
            authorise(allowed, g.identity, request.view_args or {})
        elif request.blueprint in OUTSIDE:
            _keep_in((request.view_args or {}).get("edition_id"))
        check_form(request, signed_in=allowed is not PUBLIC)

    app.after_request(lambda response: harden(response, headers))


def _keep_in(edition_id: str | None) -> None:
    """Return when the edition may be seen from outside; a rehearsal only by who has a role in it."""
    if edition_id is None or rehearsed(edition_id) is None:
        return
    person = visitor()
    if person is None or not any(grant.covers(edition_id) for grant in person.grants):
        raise NotFound(f"there is no edition {edition_id!r}")


def identity() -> Identity:
    """Return who makes the request; only for routes that are not public."""
    known = cast("Identity | None", g.identity)
    if known is None:
        raise SignInFirst("sign in with your link first")
    return known


def visitor() -> Identity | None:
    """Return who makes the request, on public pages too; None when nobody or not known now."""
    if g.identity is None and not g.get("looked"):
        g.looked = True
        token = token_of(request)
        try:
            if token is not None:
                g.identity = _sessions().identify(token, may_be_stale=True)
        except (SignedOut, Unavailable):
            g.identity = None
    return cast("Identity | None", g.identity)


def _sessions() -> Sessions:
    return cast(Sessions, current_app.extensions["darkhorse"].sessions)


def mine(role: str, edition_id: str | None) -> Grant:
    """Return the grant by which whoever makes the request acts in the edition."""
    return own_grant(identity(), role, edition_id)


__all__ = ["PUBLIC", "SIGNED_IN", "guard", "identity", "mine", "visitor"]
