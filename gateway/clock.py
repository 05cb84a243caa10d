"""The server's time on every answer: a phone reckons by it when a scorecard was made."""

from datetime import UTC, datetime

from flask import Flask, Response, request

SERVER_TIME = "X-Server-Time"
TOLD = ("/api/", "/judge")


def tell_time(app: Flask) -> None:
    """Put the time, ISO 8601 in UTC with milliseconds, on what the API and judges' pages answer."""

    @app.after_request
    def stamp(response: Response) -> Response:
        if request.path.startswith(TOLD):
            response.headers[SERVER_TIME] = datetime.now(UTC).isoformat(timespec="milliseconds")
        return response
