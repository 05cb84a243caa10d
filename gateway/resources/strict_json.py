"""Bodies of the API are JSON, all of it, and nothing that only looks like it."""

import json
from typing import Any, NoReturn

from flask import Flask, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

LARGEST_INTEGER = 2**63 - 1
# These views read their body themselves, once.
READS_ITSELF = frozenset(
    {
        "decks.submit_deck",
        "attachments.attach_file",
        "scorecards.submit_scorecard",
        "scorecards.submit_scorecards",
    }
)


def take_json_only(app: Flask) -> None:
    """Refuse bodies of the API that are no JSON, with 415 or 400, before a view sees them."""

    @app.before_request
    def check_body() -> None:
        if not request.path.startswith("/api/") or request.endpoint in READS_ITSELF:
            return
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.get_data(cache=True):
            return
        strict_json()


def strict_json() -> Any:
    """Return the request's body as JSON; UnsupportedMediaType or BadRequest when it is none."""
    if not request.is_json:
        raise UnsupportedMediaType
    body = request.get_data(cache=True)
    try:
        loaded = _STRICT.decode(body.decode(json.detect_encoding(body), "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if b"\\u" in body:
        _check_text(loaded)
    return loaded


def _check_text(loaded: Any) -> None:
    """Raise BadRequest for half a surrogate pair, which no text can hold."""
    try:
        json.dumps(loaded, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadRequest from error


def _not_json(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _bounded(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST_INTEGER:
        raise ValueError("an integer of more than eight bytes")
    return number


_STRICT = json.JSONDecoder(parse_constant=_not_json, parse_int=_bounded)
