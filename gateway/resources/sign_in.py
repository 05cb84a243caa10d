"""Coming and going, and who one is."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify, make_response, request

from gateway.access.cookies import SESSION, drop, keep
from gateway.access.devices import device_of
from gateway.access.guard import identity
from gateway.access.identity import Identity
from gateway.access.sessions import token_of
from gateway.resources.doors import command, doors
from gateway.resources.room import Room
from schemas.api.registration import PersonAnswer, SignInAnswer, SignInBody
from schemas.commands import SignIn, SignOut

blp = Room("sign_in", __name__, description="Coming and going")


@blp.route("/sign-in", methods=["POST"])
@blp.arguments(SignInBody)
@blp.response(200, SignInAnswer)
def sign_in(body: dict[str, Any]) -> Any:
    """Use up a sign-in link; the session comes back as a token and as a cookie."""
    answer = command(SignIn, **body, device=device_of(request.headers.get("User-Agent", "")))
    return answer, 200, {"Set-Cookie": session_cookie(answer)}


@blp.route("/sign-out", methods=["POST"])
@blp.response(204)
def sign_out() -> Response:
    """End the session; nothing happens when there is none."""
    response = make_response("", 204)
    end_session(response)
    return response


@blp.route("/me")
@blp.response(200, PersonAnswer)
def me() -> dict[str, Any]:
    """Return who is signed in, and the roles they have."""
    return described(identity())


def described(person: Identity) -> dict[str, Any]:
    """Return an identity as the interface gives it."""
    return {
        "person_id": person.person_id,
        "name": person.name,
        "email": person.email,
        "expires_at": datetime.fromtimestamp(person.expires_at, UTC).isoformat(),
        "grants": [
            {"role": grant.role, "edition_id": grant.edition_id, "subject_id": grant.subject_id}
            for grant in person.grants
        ],
    }


def session_cookie(answer: dict[str, Any]) -> str:
    """Return the Set-Cookie header that keeps the session of a sign-in's answer."""
    response = jsonify()
    keep(response, SESSION, answer["session_token"], expires=_end(answer))
    return response.headers["Set-Cookie"]


def end_session(response: Response) -> None:
    """Sign out whoever holds the request's session, and drop the cookie."""
    token = token_of(request)
    if token is not None:
        digest = doors().sessions.forget(token)
        command(SignOut, session_digest=digest)
    drop(response, SESSION)


def _end(answer: dict[str, Any]) -> datetime | None:
    text = answer.get("expires_at") or (answer.get("person") or {}).get("expires_at")
    return datetime.fromisoformat(text) if text else None
