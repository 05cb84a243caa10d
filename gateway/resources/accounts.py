"""The own account: password and sessions; and ending the sessions of others."""

from typing import Any

from flask import request

from gateway.access.devices import device_of
from gateway.access.sessions import digest_of, token_of
from gateway.resources.doors import command, doors, query
from gateway.resources.room import Room
from gateway.resources.sign_in import session_cookie
from schemas.api.accounts import (
    AccountAnswer,
    EndedAnswer,
    EndSessionsBody,
    EndSessionsOfBody,
    RemovePasswordBody,
    SetPasswordBody,
    SignInByCodeBody,
    SignInByPasswordBody,
)
from schemas.api.registration import SignInAnswer
from schemas.commands import (
    EndSession,
    EndSessions,
    EndSessionsOf,
    RemovePassword,
    SetPassword,
    SignInByCode,
    SignInByPassword,
)
from schemas.queries import GetAccount

blp = Room("accounts", __name__, description="Passwords and sessions")


@blp.route("/sign-in/password", methods=["POST"])
@blp.arguments(SignInByPasswordBody)
@blp.response(200, SignInAnswer)
def sign_in_by_password(body: dict[str, Any]) -> Any:
    """Open a session for an organiser who has set a password."""
    answer = by_password(**body)
    return answer, 200, {"Set-Cookie": session_cookie(answer)}


@blp.route("/sign-in/code", methods=["POST"])
@blp.arguments(SignInByCodeBody)
@blp.response(200, SignInAnswer)
def sign_in_by_code(body: dict[str, Any]) -> Any:
    """Use up a code that an organiser handed out."""
    answer = by_code(**body)
    return answer, 200, {"Set-Cookie": session_cookie(answer)}


@blp.route("/me/account")
@blp.response(200, AccountAnswer)
def get_account() -> Any:
    """Return the own account: whether it has a password, and where one is signed in."""
    return query(GetAccount, session_digest=own_digest())


@blp.route("/me/password", methods=["POST"])
@blp.arguments(SetPasswordBody)
@blp.response(200, EndedAnswer)
def set_password(body: dict[str, Any]) -> Any:
    """Set or change the own password; all other sessions end."""
    return ending(SetPassword, session_digest=own_digest(), **body)


@blp.route("/me/password/remove", methods=["POST"])
@blp.arguments(RemovePasswordBody)
@blp.response(200, EndedAnswer)
def remove_password(body: dict[str, Any]) -> Any:
    """Give the own password up; links sign in as before."""
    return ending(RemovePassword, session_digest=own_digest(), **body)


@blp.route("/me/sessions/<id:session_id>/end", methods=["POST"])
@blp.response(200, EndedAnswer)
def end_session(session_id: str) -> Any:
    """End one of the own sessions; nothing happens when it is not there."""
    return ending(EndSession, session_digest=own_digest(), session_id=session_id)


@blp.route("/me/sessions/end", methods=["POST"])
@blp.arguments(EndSessionsBody)
@blp.response(200, EndedAnswer)
def end_sessions(body: dict[str, Any]) -> Any:
    """End all own sessions, or all others."""
    return ending(EndSessions, session_digest=own_digest(), **body)


@blp.route("/editions/<id:edition_id>/sessions/end", methods=["POST"])
@blp.arguments(EndSessionsOfBody)
@blp.response(200, EndedAnswer)
def end_sessions_of(body: dict[str, Any], edition_id: str) -> Any:
    """End all sessions of whoever has a role in the edition, as after a phone was lost."""
    return ending(EndSessionsOf, edition_id=edition_id, **body)


def by_password(*, email: str, password: str) -> dict[str, Any]:
    """Ask for a session by address and password."""
    return command(
        SignInByPassword,
        email=email,
        password=password,
        client=request.remote_addr or "",
        device=own_device(),
    )


def by_code(*, code: str) -> dict[str, Any]:
    """Ask for a session by a code."""
    return command(SignInByCode, code=code, client=request.remote_addr or "", device=own_device())


def ending(message: Any, **data: Any) -> dict[str, Any]:
    """Ask for what ends sessions, have them forgotten here, and return how many they were."""
    answer = command(message, **data)
    ended = answer.get("ended", [])
    doors().sessions.end(ended)
    return {"ended": len(ended), "links": answer.get("links", 0)}


def own_digest() -> str:
    """Return the digest of the session that the request came with."""
    return digest_of(token_of(request) or "")


def own_device() -> str:
    """Return in a few words what the request came from."""
    return device_of(request.headers.get("User-Agent", ""))
