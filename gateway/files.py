"""The files that pages carry: at addresses that change with them, and small over the wire."""

import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_file
from flask_compress import Compress
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

OURS = Path(__file__).parent / "static"
NPM = Path(sys.prefix) / "share" / "darkhorse" / "npm"
# By the name that pages know them by; set-up fetches them from the npm registry.
VENDOR = {
    "vendor/htmx.js": NPM / "htmx.org" / "dist" / "htmx.min.js",
    "vendor/idb.js": NPM / "idb" / "build" / "index.js",
}
# Served as one, since on a slow line each request counts: what browsers differ in first, then our own.
JOINED = {"style.css": (NPM / "modern-normalize" / "modern-normalize.css", OURS / "style.css")}
YEAR_SECONDS = 365 * 24 * 3600
# Answers to programs stay as they are: the surge of results night pays for no compressing.
COMPRESSED = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"]


def serve_files(app: Flask) -> None:
    """Serve files and pages compressed; `url_for("static", ...)` names the version of the files.

    A file under its version never changes, so that browsers keep it; without one it is asked for anew.
    Modules name one another relative to themselves and so stay within the version.
    """
    version = f"v-{_digest()}"
    app.config.update(
        COMPRESS_MIMETYPES=COMPRESSED,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br"],
    )
    Compress(app)

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = f"{version}/{values['filename']}"

    @app.get("/static/<path:filename>", endpoint="static")
    def file(filename: str) -> Response:
        """Return a file that pages carry."""
        named, _, rest = filename.partition("/")
        if named != version:
            return _sent(filename.removeprefix(f"{named}/") if named.startswith("v-") else filename)
        response = _sent(rest, max_age=YEAR_SECONDS)
        response.cache_control.immutable = True
        return response


def _sent(name: str, *, max_age: int | None = None) -> Response:
    if name in JOINED:
        whole = BytesIO(b"\n".join(path.read_bytes() for path in JOINED[name]))
        return send_file(whole, download_name=name, max_age=max_age)
    path = VENDOR.get(name) or safe_join(str(OURS), name)
    if path is None or not Path(path).is_file():
        raise NotFound
    return send_file(path, max_age=max_age)


def _digest() -> str:
    """Return what all files together come to."""
    files = {str(path.relative_to(OURS)): path for path in OURS.rglob("*") if path.is_file()} | VENDOR
    files |= {f"{name} {turn}": path for name, parts in JOINED.items() for turn, path in enumerate(parts)}
    whole = sha256()
    for name, path in sorted(files.items()):
        if path.is_file():
            whole.update(f"{name}\n".encode() + path.read_bytes())
    return whole.hexdigest()[:12]
