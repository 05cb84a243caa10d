"""A contest has a connection for everybody in it; what they share is made once."""

import ssl

import httpx
import pytest

from infra.demo.client import Client, authorities


@pytest.fixture
def read(monkeypatch):
    """How often the authorities were read."""
    made, really = [], httpx.create_ssl_context

    def create(*args, **options):
        made.append(options)
        return really(*args, **options)

    monkeypatch.setattr(httpx, "create_ssl_context", create)
    authorities.cache_clear()
    return made


def test_however_many_connect_the_authorities_are_read_once(read):
    for client in [Client("https://darkhorse.example") for _ in range(5)]:
        client.close()
    assert len(read) == 1


def test_whoever_answers_over_https_must_still_be_whom_they_say():
    assert authorities().verify_mode is ssl.CERT_REQUIRED
    assert authorities().check_hostname
