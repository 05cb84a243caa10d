"""What changes something is taken from our own pages and from programs only."""

import re
from pathlib import Path

import pytest

import gateway as gateway_room
from gateway.access.forms import FIELD, HEADER, POWERLESS, RECEIVED_LATER, WithToken, token_for
from gateway.access.roles import PUBLIC, ROLES
from gateway.access.sessions import digest_of
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, person
from tests.unit.gateway.walking import routes

COOKIE = {"Cookie": "darkhorse_session=all"}
POSTS = [route for route in routes() if route.method not in ("GET", "HEAD")]
FORMS = [route for route in POSTS if not route.of_api and route.endpoint not in POWERLESS]
EVERY_ROLE = ("organiser", "judge", "founder", "investor")


@pytest.fixture
def browser(gateway):
    """The app as a browser reaches it, in which somebody with every role is signed in."""
    grants = [("organiser", None, None)]
    grants += [(role, EDITION, f"{role[0]}-0123456789abcdef") for role in EVERY_ROLE[1:]]
    gateway.ask.people[digest_of("all")] = person("all", *grants)
    client = gateway.app.test_client(use_cookies=False)
    gateway.ask.asked.clear()
    client.asked = lambda: [name for name, *_ in gateway.ask.asked if name != "WhoIs"]
    return client


def kind_of(route):
    return {"content_type": "multipart/form-data"} if route.endpoint in RECEIVED_LATER else {}


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_a_form_without_a_token_is_refused_before_anything_is_done(browser, route):
    response = browser.post(route.url, data={"text": "anything"}, headers=COOKIE, **kind_of(route))
    assert response.status_code == 403
    assert "too old" in response.text
    assert [name for name in browser.asked() if not name.startswith(("Get", "List"))] == []


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_with_its_token_a_form_is_taken(browser, route):
    form = {FIELD: token_for("all")}
    response = browser.post(route.url, data=form, headers=COOKIE, **kind_of(route))
    assert "too old" not in response.text


def test_neither_another_sessions_token_nor_half_of_one_will_do(browser):
    url = f"/editions/{EDITION}/shortlists"
    whole = token_for("all")
    for told in (token_for("other"), whole[:-1], whole.partition(".")[2], "", ".", "Ω.Ω"):
        assert browser.post(url, data={FIELD: told}, headers=COOKIE).status_code == 403
    assert browser.post(url, data={FIELD: whole}, headers=COOKIE).status_code == 303
    assert browser.post(url, headers={**COOKIE, HEADER: whole}).status_code == 303


def test_whoever_is_signed_in_is_not_held_to_a_visitors_cookie(browser):
    planted = {"Cookie": "darkhorse_session=all; darkhorse_form=planted"}
    url, form = f"/editions/{EDITION}/shortlists", {FIELD: token_for("planted")}
    assert browser.post(url, data=form, headers=planted).status_code == 403


@pytest.mark.parametrize("route", [r for r in POSTS if r.of_api and ROLES[r.endpoint] is not PUBLIC], ids=str)
def test_with_a_cookie_the_api_takes_nothing_that_another_sites_page_could_send(browser, route):
    for kind in (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = browser.open(
            route.url,
            method=route.method,
            headers=COOKIE,
            content_type=kind,
            data=b"" if kind is None else b"x=1",
        )
        assert (response.status_code, response.json["code"]) in [
            (403, "form_too_old"),
            (415, "unsupported_media_type"),
        ]
    assert browser.asked() == []


def test_with_json_or_a_key_of_ours_or_as_a_bearer_the_api_is_as_before(browser):
    url = f"/api/v1/editions/{EDITION}/stages/final/open"
    for headers in (
        {**COOKIE, "Content-Type": "application/json"},
        {**COOKIE, "Idempotency-Key": "k-1"},
        {"Authorization": "Bearer all"},
    ):
        assert browser.post(url, headers=headers).status_code == 200


def test_every_form_of_a_page_carries_a_token_and_each_page_another(gateway):
    first, second = (gateway.get(f"/editions/{EDITION}", by="olive").text for _ in range(2))
    forms = re.findall(r"<form\b[^>]*method=\"post\"[^>]*>(.{0,60})", first, re.DOTALL)
    assert len(forms) > 3
    assert all(inside.startswith(f'<input type="hidden" name="{FIELD}"') for inside in forms)
    tokens = {tuple(set(re.findall(rf'name="{FIELD}" value="([^"]+)"', text))) for text in (first, second)}
    assert len(tokens) == 2
    assert all(len(each) == 1 for each in tokens)


def test_no_form_of_any_template_is_written_so_that_the_token_would_miss_it():
    """Written as <form method="post">, in lower case and double quotes, it gets its token by itself."""
    fill = WithToken.__new__(WithToken)
    for path in (Path(gateway_room.__file__).parent / "templates").rglob("*.html"):
        text = path.read_text()
        forms = re.findall(r"<form\b", text, re.IGNORECASE)
        reading = re.findall(r"<form\b[^>]*method=\"get\"|<form\b[^>]*\bdata-(?:check|part)\b", text)
        given = fill.preprocess(text, path.name).count("form_field()")
        assert len(forms) == given + len(reading), path


def test_a_visitor_gets_a_cookie_for_the_forms_and_signs_in_with_it(gateway):
    browser = gateway.app.test_client()
    page = browser.get("/sign-in?token=one-two-three-four-five")
    assert "darkhorse_form=" in page.headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.get("/sign-in?token=one-two-three-four-five").headers
    [token] = set(re.findall(rf'name="{FIELD}" value="([^"]+)"', page.text))
    form = {"token": "one-two-three-four-five"}
    assert browser.post("/sign-in", data=form).status_code == 403
    assert gateway.ask.named("SignIn") == []
    assert browser.post("/sign-in", data={**form, FIELD: token}).status_code == 303


def test_the_link_that_is_printed_asks_for_a_name_and_any_other_asks_for_none(gateway):
    browser = gateway.app.test_client()
    for more, fields in (("&first=1", ["email", "name"]), ("", [])):
        page = browser.get(f"/sign-in?token=one-two-three-four-five{more}").text
        assert sorted(re.findall(r'<input name="(name|email)"', page)) == fields


def test_another_language_is_the_same_page_with_all_that_was_asked_for(gateway):
    page = gateway.app.test_client().get("/sign-in?token=one-two&lang=en").text
    assert 'href="?token=one-two&amp;lang=zh_Hant"' in page


def test_pages_without_a_form_give_a_visitor_no_cookie(gateway):
    assert "Set-Cookie" not in gateway.app.test_client().get("/").headers


@pytest.mark.parametrize(
    ("came", "leads"),
    [
        (
            f"http://localhost/editions/{EDITION}/appeals?state=filed",
            f"/editions/{EDITION}/appeals?state=filed&amp;",
        ),
        ("http://elsewhere.example/editions", "/?"),
        ("http://localhost//elsewhere.example", "/?"),
        (None, "/?"),
    ],
)
def test_a_page_that_only_a_refused_form_shows_is_read_in_another_language_where_the_form_was(
    gateway, came, leads
):
    gateway.ask.answers["SetAppealRule"] = Refusal("somebody else was first")
    headers = {"Referer": came} if came else {}
    path = f"/editions/{EDITION}/appeals/rule"
    page = gateway.post(path, by="olive", data={"hours": "9000"}, headers=headers)
    assert page.status_code == 409
    assert f'href="{leads}lang=zh_Hant"' in page.text
