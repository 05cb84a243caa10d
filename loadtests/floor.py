"""The floor: the least that a web application on the same machine does to keep a scorecard.

Flask on gunicorn gthread 2x16, one document inserted with majority write, and nothing else.
"""

import os

from flask import Flask, Response, request

from services.chassis.storage import open_database


def create_app() -> Flask:
    """Return an application with one address that keeps what it is sent."""
    app = Flask(__name__)
    kept = open_database(os.environ["MONGODB_URI"], "floor")["kept"]

    @app.get("/readyz")
    def ready() -> Response:
        return Response("ready")

    @app.post("/api/v1/scorecards")
    def keep() -> Response:
        kept.insert_one(request.get_json())
        return Response('{"state":"safe"}', 202, content_type="application/json")

    return app
