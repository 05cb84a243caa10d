"""One's own account: password, and where one is signed in."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from gateway.pages.acting import acted
from gateway.resources.accounts import ending, own_digest
from gateway.resources.doors import query
from schemas.commands import EndSession, EndSessions, RemovePassword, SetPassword
from schemas.queries import GetAccount
from schemas.refusal import Refusal

pages = Blueprint("account", __name__)


@pages.get("/account")
def account() -> str:
    """Show whether there is a password, and every session."""
    return _show()


@pages.post("/account/password")
def set_password() -> Any:
    """Set or change the password; the other sessions end."""
    typed = {name: request.form.get(name, "") for name in ("password", "current_password")}
    email = request.form.get("email", "").strip() or None
    return _done(lambda: ending(SetPassword, session_digest=own_digest(), email=email, **typed), "set")


@pages.post("/account/password/remove")
def remove_password() -> Any:
    """Give the password up."""
    current = request.form.get("current_password", "")
    return _done(
        lambda: ending(RemovePassword, session_digest=own_digest(), current_password=current), "removed"
    )


@pages.post("/account/sessions/<id:session_id>/end")
def end_session(session_id: str) -> Any:
    """Sign out on one device."""
    return _done(lambda: ending(EndSession, session_digest=own_digest(), session_id=session_id), "ended")


@pages.post("/account/sessions/end")
def end_sessions() -> Any:
    """Sign out everywhere, or everywhere else."""
    others_only = request.form.get("others_only") == "1"
    ending(EndSessions, session_digest=own_digest(), others_only=others_only)
    if others_only:
        return redirect(url_for("account.account", done="ended"), 303)
    return redirect(url_for("home.sign_in_page"), 303)


def _done(act: Any, done: str) -> Any:
    return acted(act, then=url_for("account.account", done=done), show=_show)


def _show(refusal: Refusal | None = None) -> str:
    return render_template(
        "account.html",
        account=query(GetAccount, session_digest=own_digest()),
        refusal=refusal,
        done=request.args.get("done", ""),
    )
