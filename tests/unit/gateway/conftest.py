import pytest

from tests.unit.gateway.fakes import an_app


class Gateway:
    """An app on fakes, and whoever uses it."""

    def __init__(self, folder, **changes):
        self.app, self.ask, self.tell = an_app(folder, **changes)
        self._client = self.app.test_client(use_cookies=False)

    def get(self, path, *, by=None, **options):
        return self._client.get(path, headers=self._headers(by, options), **options)

    def post(self, path, *, by=None, **options):
        return self._client.post(path, headers=self._headers(by, options), **options)

    def _headers(self, by, options):
        headers = options.pop("headers", {})
        return {**headers, "Authorization": f"Bearer {by}"} if by else headers


@pytest.fixture
def gateway(tmp_path):
    return Gateway(tmp_path)


@pytest.fixture
def make_gateway(tmp_path):
    return lambda **changes: Gateway(tmp_path, **changes)
