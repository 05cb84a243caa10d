"""Protection against other sites: what may be sent from where, and what a page may load."""

from urllib.parse import urlsplit

from flask import Request, Response

from schemas.refusal import Refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What no page of ours needs; a phone beside the stage only wants to stay lit.
UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)


class ForeignOrigin(Refusal):
    """The request was made by a page of another site."""

    code = "foreign_origin"
    status = 403


def check_origin(request: Request, public_url: str) -> None:
    """Let unsafe requests pass from our own pages and from programs; ForeignOrigin otherwise.

    A browser names the page's origin on every unsafe request that crosses sites.
    """
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin is None:
        return
    ours = {public_url, f"{request.scheme}://{request.host}"}
    if origin not in ours:
        raise ForeignOrigin("requests that change something are taken from our own pages only")


def security_headers(*, live_url: str, secure: bool) -> dict[str, str]:
    """Return the headers that every response carries."""
    live = "{0.scheme}://{0.netloc}".format(urlsplit(live_url))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"worker-src 'self'; img-src 'self' data:; connect-src 'self' {live}; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
        "X-Permitted-Cross-Domain-Policies": "none",
        # The pages of a public site say otherwise.
        "X-Robots-Tag": "noindex",
    }
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def harden(response: Response, headers: dict[str, str]) -> Response:
    """Add the headers that the response does not set itself."""
    own = {name.lower() for name, _ in response.headers}
    response.headers.extend({name: value for name, value in headers.items() if name.lower() not in own})
    return response
