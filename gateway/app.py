"""The gateway's only wiring: `gunicorn "gateway.app:create_app()"`."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway.access.guard import guard
from gateway.access.remembered import Remembered
from gateway.access.sessions import Sessions
from gateway.api import PREFIX, describe_problems, make_api
from gateway.clients import AskDoor, TellDoor
from gateway.clients.tell import RecentCommands
from gateway.clock import tell_time
from gateway.files import serve_files
from gateway.pages import register_pages
from gateway.resources import (
    accounts,
    appeals,
    applications,
    attachments,
    audit,
    calendars,
    corrections,
    decks,
    duplicates,
    editions,
    entries,
    exports,
    feedback,
    handovers,
    health,
    imports,
    invitations,
    judging,
    late,
    letters,
    matching,
    meetings,
    nudges,
    organisers,
    people,
    personal,
    progress,
    proofs,
    rehearsals,
    scorecards,
    scoring,
    selections,
    sessions,
    setups,
    sign_in,
    site,
    status,
    tables,
    votes,
    webhooks,
)
from gateway.resources.doors import Doors
from gateway.resources.strict_json import take_json_only
from gateway.settings import Settings
from gateway.telemetry import observe
from services.chassis.telemetry import configure_logging

ROOMS = (
    sign_in,
    accounts,
    editions,
    setups,
    rehearsals,
    selections,
    entries,
    imports,
    duplicates,
    decks,
    applications,
    attachments,
    organisers,
    people,
    personal,
    letters,
    site,
    calendars,
    webhooks,
    judging,
    invitations,
    nudges,
    progress,
    handovers,
    scorecards,
    late,
    sessions,
    tables,
    scoring,
    feedback,
    appeals,
    corrections,
    proofs,
    votes,
    matching,
    meetings,
    audit,
    exports,
    status,
)
LARGEST_BODY = 25 * 1024 * 1024
# These threads are never held by a service that does not answer: scorecards find them free.
KEPT_FOR_TELLING = 4
STARTING_SECONDS = 3.0


class Gateway(Flask):
    """The app. All that it calls is plain, so nothing of it is looked at for being a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is; Flask asks for this a dozen times in each request."""
        return func


def create_app(
    settings: Settings | None = None, *, ask: AskDoor | None = None, tell: TellDoor | None = None
) -> Flask:
    """Return the gateway; `ask` and `tell` are the real doors unless given."""
    if settings is None:
        settings = Settings.from_environment()
        configure_logging("gateway", level=settings.log_level)
    app = Gateway(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["darkhorse"] = wire(settings, ask=ask, tell=tell)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]
    observe(app, log_requests=settings.log_requests)
    serve_files(app)
    guard(app, settings=settings)
    tell_time(app)
    take_json_only(app)
    register_resources(app)
    register_pages(app)
    if tell is None:
        # So that the first scorecards find the door open; without a broker they get a 503.
        app.extensions["darkhorse"].tell.wait_connected(STARTING_SECONDS)
    return app


def wire(settings: Settings, *, ask: AskDoor | None, tell: TellDoor | None) -> Doors:
    """Return what the app reaches the services by."""
    ask = ask or AskDoor(settings.amqp_uri, size=max(1, settings.threads - KEPT_FOR_TELLING))
    tell = tell or TellDoor(settings.amqp_uri)
    remembered = Remembered(settings.state_dir / "gateway-sessions.sqlite")
    return Doors(settings, ask, tell, Sessions(ask, remembered), RecentCommands())


def register_resources(app: Flask) -> None:
    """Give the app its API."""
    api = make_api(app)
    for room in ROOMS:
        api.register_blueprint(room.blp, url_prefix=PREFIX)
    describe_problems(api, app)
    app.register_blueprint(health.blp)
