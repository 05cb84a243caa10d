"""What every answer tells the browser to keep to."""

import re

import pytest

from gateway.access.origin import UNUSED
from tests.unit.gateway.test_forms import COOKIE, browser  # noqa: F401 -- a fixture
from tests.unit.gateway.walking import routes

PAGES = [route for route in routes() if route.method == "GET"]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self' http://127.0.0.1:8001",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
INLINE = re.compile(
    r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*(\ssrc=\"/|type=\"application/json\"))"
    r"|<(?!a\s)[^>]*(src|href)=\"(https?:)?//"
)


def check_headers(response):
    told = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert told == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Referrer-Policy"] in ("same-origin", "strict-origin")
    for feature in UNUSED:
        assert f"{feature}=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_every_answer_has_every_header_and_no_page_runs_anything_inline(browser, route):  # noqa: F811
    response = browser.get(route.url, headers=COOKIE)
    check_headers(response)
    if response.mimetype == "text/html":
        assert not INLINE.search(response.text)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/nothing-here", {}, 404),
        ("/account", {"Authorization": "Bearer nobody-at-all"}, 303),
        ("/api/v1/me", {}, 401),
        ("/static/nothing.js", {}, 404),
    ],
)
def test_answers_to_what_went_wrong_have_them_too(gateway, path, headers, status):
    response = gateway.get(path, headers=headers)
    assert response.status_code == status
    check_headers(response)


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<a onclick="go()">',
        "<script>go()</script>",
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/x.css">',
    ],
)
def test_the_search_finds_what_it_is_for(text):
    assert INLINE.search(text)


def test_only_over_https_are_browsers_kept_to_it(gateway, make_gateway):
    secure = make_gateway(public_url="https://darkhorse.example").get(
        "/", base_url="https://darkhorse.example"
    )
    assert "Strict-Transport-Security" not in gateway.get("/").headers
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
