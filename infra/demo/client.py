"""Speaks to the gateway as a browser or a phone would."""

import ssl
import time
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.3


class Refused(Exception):
    """The gateway turned a request down: HTTP status, stable code, and what is wrong by field."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        self.errors: dict[str, Any] = problem.get("errors") or {}
        super().__init__(f"{status} {self.code}: {self.detail} {self.errors or ''}".strip())


@cache
def authorities() -> ssl.SSLContext:
    """Return whom every connection trusts; to read them takes longer than most requests."""
    return httpx.create_ssl_context(trust_env=False)


class Client:
    """One person's connection, kept open; for one thread at a time.

    A 503 is obeyed: the same command, under the same id, is sent again after Retry-After, up to
    a minute; so is one whose answer never came. `again` counts these.
    """

    def __init__(self, gateway_url: str, *, token: str | None = None) -> None:
        self.gateway_url = gateway_url
        self.token = token
        self.again = 0
        base_url = f"{gateway_url}/api/v1"
        self._http = httpx.Client(base_url=base_url, timeout=30, trust_env=False, verify=authorities())

    def get(self, path: str, **parameters: Any) -> Any:
        """Return the answer; Refused when it is none."""
        wanted = {name: value for name, value in parameters.items() if value is not None}
        return self._send("GET", path, params=wanted)

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
        """Return what came of a command; `key` is its id, made here when it is None."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self._send("POST", path, json={} if body is None else body, headers=headers)

    def send_pdf(self, path: str, content: bytes) -> Any:
        """Return what came of a file that was sent."""
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/pdf"}
        return self._send("POST", path, content=content, headers=headers)

    def sign_in(self, link: str, **about: str) -> dict[str, Any]:
        """Use up a sign-in link, or its token, and go on as whom it names."""
        answer: dict[str, Any] = self.post("/sign-in", {"token": token_of(link), **about})
        self.token = answer["session_token"]
        return answer

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _send(self, method: str, path: str, **options: Any) -> Any:
        headers = dict(options.pop("headers", {}))
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            pause = PAUSE_SECONDS
            try:
                response = self._http.request(method, path, headers=headers, **options)
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            else:
                if response.status_code != 503 or time.monotonic() > deadline:
                    return _answer(response)
                pause = float(response.headers.get("Retry-After", PAUSE_SECONDS))
            self.again += 1
            time.sleep(pause)


def _answer(response: httpx.Response) -> Any:
    if response.status_code == 204:
        return {}
    if response.is_success:
        return response.json()
    kind = response.headers.get("Content-Type", "")
    raise Refused(
        response.status_code, response.json() if "json" in kind else {"detail": response.text[:500]}
    )


def token_of(link: str) -> str:
    """Return the token of a sign-in link; a token stays as it is."""
    parts = urlsplit(link)
    found = parse_qs(parts.query).get("token") or parse_qs(parts.fragment).get("token")
    return found[0] if found else link


def every_page(client: Client, path: str, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """Return a list of the API as a whole, page after page."""
    found: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = client.get(path, after=after or None, limit=1000, **parameters)
        found += page[name]
        after = page.get("next") or None
    return found
