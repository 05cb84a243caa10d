"""A service's store while its indexes are being made."""

import eventlet
import pytest

from services.chassis import store
from services.chassis.telemetry.health import Heart
from tests.support.waiting import until


class Container:
    """Runs threads as nameko's container does, green and beside one another."""

    def __init__(self):
        self.threads = []

    def spawn_managed_thread(self, work, identifier=None):
        self.threads.append(eventlet.spawn(work))


class SlowIndexes:
    """A store whose indexes are done when the test says so."""

    def __init__(self):
        self.done = eventlet.Event()

    def ensure_indexes(self):
        self.done.wait()


class Counting(Heart):
    """A heart that counts its beats."""

    beats = 0

    def beat(self, loop, *, consuming=None):
        self.beats += 1
        super().beat(loop, consuming=consuming)


@pytest.fixture
def heart(monkeypatch):
    heart = Counting()
    monkeypatch.setattr(store, "HEART", heart)
    monkeypatch.setattr(store, "BEAT_SECONDS", 0.01)
    return heart


@pytest.fixture
def started(heart):
    provider = store.MongoStore("sample", lambda database: SlowIndexes())
    provider.container, provider.store = Container(), SlowIndexes()
    provider.start()
    yield provider
    for thread in provider.container.threads:
        thread.kill()


def turn():
    """Let the green threads go round once."""
    eventlet.sleep(0.01)
    return True


def test_indexes_that_take_long_are_no_stall_and_not_yet_consuming(heart, started):
    until(lambda: turn() and heart.beats > 10)
    assert heart.idle() == ["database"]
    started.store.done.send()
    until(lambda: turn() and not heart.idle())
