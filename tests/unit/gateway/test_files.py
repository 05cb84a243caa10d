"""The files that pages carry."""

import re

import brotli
import pytest

YEAR = "31536000"


def address(gateway, name):
    """Return the address by which a page names a file."""
    page = gateway.get("/judge", by="judy").text
    return re.search(rf'"(/static/v-[0-9a-f]+/{re.escape(name)})"', page).group(1)


@pytest.mark.parametrize("name", ["style.css", "phone/app.js", "vendor/idb.js"])
def test_a_file_is_small_over_the_wire_and_kept_as_long_as_it_is_the_same(gateway, name):
    response = gateway.get(address(gateway, name), headers={"Accept-Encoding": "br"})
    plain = gateway.get(f"/static/{name}")
    assert response.headers["Content-Encoding"] == "br"
    assert brotli.decompress(response.data) == plain.data
    assert len(response.data) < len(plain.data) / 2
    assert {"immutable", f"max-age={YEAR}"} <= set(response.headers["Cache-Control"].split(", "))
    assert "max-age" not in plain.headers["Cache-Control"]


def test_our_own_style_follows_what_evens_out_browsers_in_one_file(gateway):
    style = gateway.get("/static/style.css").text
    assert 0 <= style.index("modern-normalize v") < style.index("--paper")


def test_a_page_from_before_an_update_still_gets_files_but_keeps_none(gateway):
    response = gateway.get("/static/v-000000000000/style.css")
    assert response.status_code == 200
    assert "immutable" not in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../app.py", "phone/../../app.py", "phone", "vendor/other.js", "v-0/"])
def test_nothing_else_is_a_file(gateway, name):
    assert gateway.get(f"/static/{name}").status_code == 404


def test_pages_are_compressed_and_answers_to_programs_are_not(gateway):
    asked = {"Accept-Encoding": "gzip, br"}
    assert gateway.get("/judge", by="judy", headers=asked).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in gateway.get("/api/v1/me/assignments", by="judy", headers=asked).headers


def test_the_service_worker_may_open_every_page_of_a_judge_and_is_always_asked_for_anew(gateway):
    response = gateway.get("/judge/sw.js")
    assert response.headers["Service-Worker-Allowed"] == "/judge"
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache, max-age=0"


def test_the_judges_pages_can_be_put_on_a_home_screen(gateway):
    told = gateway.get("/judge/manifest.webmanifest").get_json(force=True)
    assert (told["start_url"], told["scope"], told["display"]) == ("/judge", "/judge", "standalone")
    assert gateway.get(told["icons"][0]["src"]).status_code == 200
