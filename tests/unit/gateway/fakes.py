"""What stands in for the services: doors that answer from a table and remember what was asked."""

from pathlib import Path

from gateway.app import create_app, wire
from gateway.clients import Unavailable
from gateway.settings import Settings
from schemas.refusal import NotFound
from tests.unit.gateway.answers import ANSWERS, PEOPLE


class FakeAsk:
    """Answers by the message's name; an exception in the table is raised."""

    def __init__(self):
        self.heard = True
        self.answers = dict(ANSWERS)
        self.asked = []
        self.roles = []
        self.people = dict(PEOPLE)
        self.silent = set()

    def ask(self, message, data, *, command_id=None, by=None, role=None, timeout=10.0):
        data = message().dump(data)
        self.asked.append((message.__name__, data, command_id, by))
        self.roles.append((message.__name__, role))
        if message.source in self.silent:
            raise Unavailable(f"{message.source} does not answer; try again in a moment")
        if message.__name__ == "WhoIs":
            return self._who_is(data["session_digest"])
        answer = self.answers[message.__name__]
        if isinstance(answer, Exception):
            raise answer
        return answer(data) if callable(answer) else answer

    def call(self, service, method, request, *, timeout):
        if service in self.silent:
            raise Unavailable(f"{service} does not answer; try again in a moment")
        return {"pending": 2, "oldest_seconds": 0.5}

    def named(self, name):
        """Return what was asked under that name: (data, command id, by)."""
        return [asked[1:] for asked in self.asked if asked[0] == name]

    def _who_is(self, digest):
        if digest not in self.people:
            raise NotFound("nobody holds this session")
        return self.people[digest]


class FakeTell:
    """Takes every command, unless told to fail."""

    def __init__(self):
        self.connected = True
        self.told = []
        self.trouble = None

    def tell(self, envelope):
        if self.trouble is not None:
            raise self.trouble
        self.told.append(envelope)


def settings(folder: Path, **changes) -> Settings:
    known = {
        "amqp_uri": "amqp://nobody:no@127.0.0.1:1/",
        "public_url": "http://localhost",
        "live_url": "http://127.0.0.1:8001",
        "log_level": "INFO",
        "state_dir": folder,
    }
    return Settings(**{**known, **changes})


def on_new_fakes(app, folder: Path):
    """Put new fakes and an empty memory under an app that is there already; return the fakes."""
    ask, tell = FakeAsk(), FakeTell()
    app.extensions["darkhorse"] = wire(settings(folder), ask=ask, tell=tell)
    return ask, tell


def an_app(folder: Path, **changes):
    """Return an app on fakes, with the fakes."""
    ask, tell = FakeAsk(), FakeTell()
    return create_app(settings(folder, **changes), ask=ask, tell=tell), ask, tell
