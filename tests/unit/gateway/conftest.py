import pytest

from gateway.access.forms import HEADER, token_for
from tests.unit.gateway.fakes import an_app, on_new_fakes

# A visitor who is not signed in, with a page of ours before them.
SOMEBODY = {"Cookie": "darkhorse_form=seed; __Host-darkhorse_form=seed", HEADER: token_for("seed")}


class Gateway:
    """An app on fakes, and whoever uses it."""

    def __init__(self, app, ask, tell):
        self.app, self.ask, self.tell = app, ask, tell
        self._client = app.test_client(use_cookies=False)

    def get(self, path, *, by=None, **options):
        return self._client.get(path, headers=self._headers(by, options), buffered=True, **options)

    def post(self, path, *, by=None, **options):
        return self._client.post(path, headers=self._headers(by, options), **options)

    def _headers(self, by, options):
        headers = options.pop("headers", {})
        return {**headers, "Authorization": f"Bearer {by}"} if by else {**SOMEBODY, **headers}


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """One app for all tests: its document takes longest to make, and never changes."""
    return an_app(tmp_path_factory.mktemp("gateway"))[0]


@pytest.fixture
def gateway(app, tmp_path):
    return Gateway(app, *on_new_fakes(app, tmp_path))


@pytest.fixture
def make_gateway(tmp_path):
    return lambda **changes: Gateway(*an_app(tmp_path, **changes))
