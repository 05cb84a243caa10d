"""One form for everything that goes wrong: problem+json for the API, a page for people.

Source: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, json, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from gateway.access.roles import SignInFirst
from gateway.access.sessions import SignedOut
from gateway.clients import Unavailable
from gateway.telemetry import shown_path
from schemas.refusal import Refusal
from services.chassis.telemetry import correlation_id

LOG = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
SHOWN_CHARACTERS = 200
NEVER_REPEATED = {"password", "current_password", "token"}

SENTENCES = {
    400: "the request cannot be read",
    404: "there is nothing at this address",
    405: "this address does not take that method",
    413: "the request is too large",
    415: "the body must be JSON, with the header Content-Type: application/json",
    422: "the request does not fit what this address takes",
}


def register_errors(app: Flask) -> None:
    """Answer every error of the app in the one form."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Refusal, _on_refusal)
    app.register_error_handler(Unavailable, _on_unavailable)
    app.register_error_handler(Exception, _on_surprise)


def problem(
    status: int,
    *,
    code: str,
    detail: str,
    errors: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the response that says what is wrong: which field, what came, what is allowed."""
    title = HTTPStatus(status).phrase
    if _wants_page():
        text = render_template("error.html", status=status, code=code, detail=detail, errors=errors or {})
        return Response(text, status, headers=dict(headers or {}), content_type="text/html; charset=utf-8")
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": dict(errors or {}),
        "correlation_id": correlation_id(),
    }
    return Response(json.dumps(body), status, headers=dict(headers or {}), content_type=MEDIA_TYPE)


def field_errors(messages: Mapping[str, Any], came: Any) -> dict[str, Any]:
    """Return marshmallow's messages by path, each with what came and what is allowed."""
    found: dict[str, Any] = {}
    _walk(messages, came, "", found)
    return found


def _walk(messages: Any, came: Any, path: str, found: dict[str, Any]) -> None:
    if path.rpartition(".")[2] in NEVER_REPEATED:
        came = None
    if not isinstance(messages, Mapping):
        allowed = " ".join(str(message) for message in messages)
        found[path] = {"came": _clipped(came), "allowed": allowed}
        return
    for key, inner in messages.items():
        # marshmallow says of a dictionary's item whether its key or its value is wrong.
        same = key == "_schema" or (key in ("key", "value") and not isinstance(came, Mapping | list))
        step = "" if same else str(key)
        _walk(inner, came if same else _part(came, key), f"{path}.{step}".strip("."), found)


def _part(came: Any, key: Any) -> Any:
    if isinstance(came, Mapping):
        return came.get(key)
    if isinstance(came, list) and isinstance(key, int) and key < len(came):
        return came[key]
    return None


def _clipped(came: Any) -> Any:
    if came is None or isinstance(came, bool | int | float):
        return came
    text = came if isinstance(came, str) else json.dumps(came, default=str)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def _wants_page() -> bool:
    return not request.path.startswith(("/api/", "/healthz", "/readyz", "/metrics"))


def _on_http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    status = error.code or 500
    if status >= 500:
        return _on_surprise(error)
    data = getattr(error, "data", None) or {}
    errors = data.get("errors") or _by_location(data.get("messages") or {})
    headers = (
        {"Allow": ", ".join(sorted(error.valid_methods))} if getattr(error, "valid_methods", None) else {}
    )
    code = HTTPStatus(status).name.lower() if status != 422 else "invalid"
    detail = SENTENCES.get(status) or str(error.description)
    return problem(status, code=code, detail=detail, errors=errors, headers=headers)


def _by_location(messages: Mapping[str, Any]) -> dict[str, Any]:
    """Return webargs' messages by field; they come by where the field was sent."""
    found: dict[str, Any] = {}
    for location, inner in messages.items():
        came: Any = request.get_json(silent=True) if location == "json" else request.args.to_dict()
        found.update(field_errors(inner if isinstance(inner, Mapping) else {"body": inner}, came))
    return found


def _on_refusal(refusal: Refusal) -> Any:
    if isinstance(refusal, SignInFirst | SignedOut):
        if _wants_page() and request.method == "GET":
            return redirect(url_for("home.sign_in_page"), 303)
        headers = {"WWW-Authenticate": 'Bearer realm="darkhorse"'}
        return problem(401, code=refusal.code, detail=refusal.detail, headers=headers)
    errors = refusal.errors
    if refusal.code == "invalid" and any(not isinstance(value, Mapping) for value in errors.values()):
        errors = field_errors(errors, request.get_json(silent=True))
    wait = errors.get("retry_after", {}).get("seconds")
    headers = {"Retry-After": str(wait)} if wait else {}
    return problem(refusal.status, code=refusal.code, detail=refusal.detail, errors=errors, headers=headers)


def _on_unavailable(error: Unavailable) -> Response:
    headers = {"Retry-After": str(error.retry_after)}
    return problem(503, code="unavailable", detail=error.detail, headers=headers)


def _on_surprise(error: Exception) -> Response:
    LOG.error("request failed", path=shown_path(), exc_info=error)
    detail = "something failed that should not have; the correlation id finds it in the logs"
    return problem(500, code="unexpected", detail=detail)
