"""Pages for people, by who uses them. Every form works without JavaScript."""

from flask import Flask

from gateway.pages import (
    board,
    docs,
    entries,
    exports,
    founder,
    gallery,
    home,
    investor,
    judge,
    organiser,
    people,
)
from gateway.pages.frame import frame_pages


def register_pages(app: Flask) -> None:
    """Give the app its pages."""
    frame_pages(app)
    for room in (home, organiser, entries, exports, people, judge, founder, investor, board, gallery, docs):
        app.register_blueprint(room.pages)
