"""Pages for people, by who uses them. Every form works without JavaScript."""

from flask import Flask

from gateway.pages import (
    account,
    audit,
    blueprints,
    board,
    calendar,
    decks,
    desk,
    docs,
    entries,
    exports,
    feedback,
    founder,
    gallery,
    handover,
    hands,
    heats,
    home,
    investor,
    judge,
    late,
    organiser,
    outbox,
    people,
    progress,
    proof,
    remote,
    screen,
    selection,
    set_up,
    sheets,
    site,
    site_desk,
    stage,
    vote,
    vote_desk,
    webhooks,
)
from gateway.pages.frame import frame_pages


def register_pages(app: Flask) -> None:
    """Give the app its pages."""
    frame_pages(app)
    everywhere = (home, account, board, proof, screen, site, gallery, vote, docs)
    for room in (
        *everywhere,
        organiser,
        set_up,
        selection,
        blueprints,
        stage,
        hands,
        heats,
        desk,
        progress,
        handover,
        remote,
        late,
        entries,
        exports,
        sheets,
        people,
        audit,
        outbox,
        site_desk,
        calendar,
        webhooks,
        vote_desk,
        judge,
        decks,
        founder,
        feedback,
        investor,
    ):
        app.register_blueprint(room.pages)
