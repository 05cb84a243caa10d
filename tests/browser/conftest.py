"""What browser tests share: one whole system and one Chromium, and a context of its own for each test."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from infra.local.chromium import find_chromium
from infra.local.stack import Stack
from tests.browser.evening import make_evening, sign_in_organiser
from tests.browser.visitor import Visitor

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def system(tmp_path_factory):
    """A whole system with a broker and a database of its own, which the tests of this folder share."""
    with Stack(tmp_path_factory.mktemp("browser")) as stack:
        stack.wait_ready(90)
        yield stack


@pytest.fixture(scope="package")
def organiser(system):
    """The first organiser's connection."""
    client = sign_in_organiser(system)
    yield client
    client.close()


@pytest.fixture(scope="package")
def make(system, organiser):
    """Make an edition with so many entries; see tests.browser.evening."""
    return lambda **wanted: make_evening(organiser, system.live_url, **wanted)


@pytest.fixture(scope="package")
def chromium():
    """The browser. Where there is none these tests fail: what they promise is then not known."""
    found = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


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
