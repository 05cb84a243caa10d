"""What browser tests share: one whole system and one Chromium, and a context of its own for each test."""

from contextlib import contextmanager

import pytest

from infra.local.stack import Stack
from tests.browser.driving import a_chromium
from tests.browser.evening import make_evening, sign_in_organiser
from tests.browser.visitor import Visitor
from tests.support.line import a_line


@pytest.fixture(scope="package")
def streams():
    """The line on which browsers hear the live streams: no browser ends a stream by going offline."""
    with a_line() as line:
        yield line


@pytest.fixture(scope="package")
def system(tmp_path_factory, streams):
    """A whole system with a broker and a database of its own, which the tests of this folder share."""
    told = {"DARKHORSE_LIVE_URL": streams.url}
    with Stack(tmp_path_factory.mktemp("browser"), environment=told) as stack:
        stack.wait_ready(90)
        streams.to = int(stack.live_url.rpartition(":")[2])
        yield stack


@pytest.fixture
def hall(streams):
    """The hall's Wi-Fi, for what is streamed; whole again after the test."""
    yield streams
    streams.mend()


@pytest.fixture(scope="package")
def organiser(system):
    """The first organiser's connection."""
    client = sign_in_organiser(system)
    yield client
    client.close()


@pytest.fixture(scope="package")
def make(streams, organiser):
    """Make an edition with so many entries; see tests.browser.evening."""
    return lambda **wanted: make_evening(organiser, streams.url, **wanted)


@pytest.fixture(scope="package")
def chromium():
    """The browser. Where there is none these tests fail: what they promise is then not known."""
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def visitors(chromium, system):
    """Make visitors, each with a browser profile that is new; see tests.browser.visitor."""
    with inviting(chromium, system.gateway_url) as visit:
        yield visit


@pytest.fixture
def visitor(visitors):
    """Somebody with a phone who is not signed in."""
    return visitors()


@pytest.fixture(scope="module")
def regulars(chromium, system):
    """Make visitors who stay for a whole module."""
    with inviting(chromium, system.gateway_url) as visit:
        yield visit


@contextmanager
def inviting(chromium, url):
    made = []

    def visit(**options):
        made.append(Visitor(chromium, url, **options))
        return made[-1]

    yield visit
    for visitor in made:
        visitor.leave()
