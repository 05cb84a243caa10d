"""The OpenAPI document and what every operation in it has in common."""

import re
from typing import Any

from apispec import APISpec
from flask import Flask, current_app, json, make_response
from flask_smorest import Api
from werkzeug.routing import BaseConverter

from gateway.access.cookies import SESSION, full_name
from gateway.access.roles import PUBLIC, ROLES
from gateway.errors import MEDIA_TYPE, register_errors
from gateway.resources.doors import IDEMPOTENCY_KEY
from schemas.api.problem import Problem

PREFIX = "/api/v1"
ID_PATTERN = r"[A-Za-z0-9._:\-]{1,120}"

DESCRIPTION = """\
Everything the pages do can be done here. Errors are problems after RFC 9457: `code` is stable,
`errors` says by field what came and what is allowed.

Commands take an `Idempotency-Key`: the same key and body again gives the first answer again.
`POST /scorecards` answers as soon as the scorecard is safe on disk; its receipt tells the rest.
"""

KEY_PARAMETER = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "required": False,
    "description": "The command's id, made where the person tapped; one is made when it is left out.",
    "schema": {"type": "string", "pattern": f"^{ID_PATTERN}$"},
}
# Beyond what its method and roles bring.
MORE = {
    "sign_in.sign_in": {"401", "410"},
    "accounts.sign_in_by_password": {"401", "429"},
    "accounts.sign_in_by_code": {"401", "410", "429"},
    "accounts.set_password": {"429"},
    "accounts.remove_password": {"429"},
    "scoring.get_results": {"409"},
    "selections.get_selection": {"409"},
    "corrections.list_certificates": {"409"},
    "corrections.get_certificate": {"409"},
    "editions.get_promotion": {"409"},
    "proofs.get_proof": {"409"},
    "tables.get_tables": {"409"},
    "scoring.get_reveal_key": {"409"},
    "scoring.get_sealed_results": {"409"},
    "votes.cast_vote": {"429"},
    "decks.submit_deck": {"408"},
    "applications.begin_application": {"429"},
    "applications.use_extension": {"429"},
}
TRIES = {"type": "integer", "minimum": 0}


class IdConverter(BaseConverter):
    """An id in a path; other texts are no address of ours."""

    regex = ID_PATTERN


class DarkhorseApi(Api):
    """flask-smorest, with our form of errors and a document that says all of them."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        register_errors(self._app)

    def _openapi_json(self) -> Any:
        response = make_response(json.dumps(self.spec.to_dict(), sort_keys=False))
        response.mimetype = "application/json"
        return response


def make_api(app: Flask) -> DarkhorseApi:
    """Give the app its API, without operations yet."""
    app.config.update(
        API_TITLE="Darkhorse",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": DESCRIPTION}},
    )
    app.url_map.converters["id"] = IdConverter
    api = DarkhorseApi(app)
    api.register_converter(IdConverter, lambda _: {"type": "string", "pattern": f"^{ID_PATTERN}$"})
    with app.app_context():
        _describe_sessions(api.spec)
    return api


def _describe_sessions(spec: APISpec) -> None:
    spec.components.security_scheme("cookie", {"type": "apiKey", "in": "cookie", "name": full_name(SESSION)})
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})


def describe_problems(api: DarkhorseApi, app: Flask) -> None:
    """Say of every operation who may use it and how it can go wrong."""
    endpoints = {
        (_openapi_path(rule.rule), method.lower()): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, operations in api.spec._paths.items():
        for method, operation in operations.items():
            if method in {"get", "post"}:
                _describe(operation, method, path, endpoints[path, method])


def _describe(operation: dict[str, Any], method: str, path: str, endpoint: str) -> None:
    allowed = ROLES[endpoint]
    statuses = {"400", "422", "503", "500"}
    if allowed is not PUBLIC:
        operation["security"] = [{"cookie": []}, {"bearer": []}]
        roles = ", ".join(sorted(allowed.roles or ())) or "whoever is signed in"
        operation["description"] = f"{operation.get('description', '')}\n\nFor: {roles}.".strip()
        statuses |= {"401", "403"}
    if "{" in path:
        statuses.add("404")
    if method == "post":
        statuses |= {"403", "404", "409", "413", "415"}
        operation.setdefault("parameters", []).append(KEY_PARAMETER)
    statuses |= MORE.get(endpoint, set())
    responses = operation.setdefault("responses", {})
    responses.pop("default", None)
    for status in sorted(statuses):
        responses[status] = _problem(status)
    operation["operationId"] = endpoint.rpartition(".")[2]


def _problem(status: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": _PHRASES[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == "503":
        described["headers"] = {"Retry-After": {"schema": TRIES, "description": "Seconds to wait."}}
    return described


_PHRASES = {
    "400": "The body is not JSON.",
    "401": "Nobody is signed in.",
    "403": "Not allowed for whoever is signed in.",
    "404": "What is named does not exist.",
    "408": "Nothing came for too long.",
    "409": "Refused: it does not fit how things stand.",
    "410": "The link was used, or is too old.",
    "413": "The body is too large.",
    "415": "The body is of another kind than this takes.",
    "422": "A value is missing, of the wrong kind, or outside what is allowed.",
    "429": "Too often; `errors` says how long to wait.",
    "500": "Unexpected; the correlation id finds it in the logs.",
    "503": "The broker or a service does not answer; send it again with the same id.",
}


def _openapi_path(rule: str) -> str:
    return re.sub(r"<(?:[^<>:]*:)?([^<>]*)>", r"{\1}", rule)


def spec_of(app: Flask | None = None) -> dict[str, Any]:
    """Return the OpenAPI document of the app."""
    api = (app or current_app).extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document: dict[str, Any] = api.spec.to_dict()
    return document
