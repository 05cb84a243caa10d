"""The front door: editions, signing in and out."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from gateway.access.guard import visitor
from gateway.resources.accounts import by_code, by_password, own_device
from gateway.resources.doors import command, query
from gateway.resources.sign_in import end_session, session_cookie
from schemas.commands import SignIn
from schemas.queries import ListEditions, ListOpenCalls
from schemas.refusal import Refusal

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> str:
    """Show the editions."""
    return render_template(
        "home.html",
        editions=query(ListEditions)["editions"],
        open_calls=query(ListOpenCalls)["edition_ids"],
    )


@pages.get("/sign-in")
def sign_in_page() -> str:
    """Show one button; the link is not used up by looking at it, nor by a mail scanner.

    The link that is printed when the system is started asks for the first organiser's name as well.
    """
    first = request.args.get("first") == "1"
    return render_template("sign_in.html", token=request.args.get("token", ""), first=first, refusal=None)


@pages.post("/sign-in")
def sign_in() -> Any:
    """Use the link up, and go to where the person's work is."""
    token = request.form.get("token", "")
    given = {name: request.form.get(name, "").strip() for name in ("name", "email")}
    try:
        answer = command(SignIn, token=token, device=own_device(), **given)
    except Refusal as refusal:
        text = render_template("sign_in.html", token="", refusal=refusal)
        return text, refusal.status
    return _signed_in(answer)


@pages.post("/sign-in/password")
def sign_in_by_password() -> Any:
    """Open a session for an organiser who has a password, and keep the address when it is refused."""
    email = request.form.get("email", "").strip()
    try:
        answer = by_password(email=email, password=request.form.get("password", ""))
    except Refusal as refusal:
        text = render_template("sign_in.html", token="", refusal=refusal, email=email)
        return text, refusal.status
    return _signed_in(answer)


@pages.post("/sign-in/code")
def sign_in_by_code() -> Any:
    """Open a session by a code that was typed, and keep it when it is refused."""
    code = request.form.get("code", "").strip()[:40]
    try:
        answer = by_code(code=code)
    except Refusal as refusal:
        text = render_template("sign_in.html", token="", refusal=refusal, code=code)
        return text, refusal.status
    return _signed_in(answer)


def _signed_in(answer: dict[str, Any]) -> Any:
    response = redirect(url_for("home.home"), 303)
    response.headers["Set-Cookie"] = session_cookie(answer)
    roles = {grant["role"] for grant in (answer.get("person") or {}).get("grants", [])}
    for role in ("judge", "founder", "investor"):
        if roles == {role}:
            response.headers["Location"] = url_for(f"{role}.{role}")
    return response


@pages.post("/sign-out")
def sign_out() -> Any:
    """End the session."""
    response = make_response(redirect(url_for("home.home"), 303))
    if visitor() is not None:
        end_session(response)
    return response
