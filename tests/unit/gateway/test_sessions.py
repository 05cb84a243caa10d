"""Signing in and out, and knowing who it is."""

import pytest

from gateway.access.remembered import Remembered
from gateway.access.sessions import Sessions, SignedOut, digest_of
from gateway.clients import Unavailable
from tests.unit.gateway.answers import LATER, person
from tests.unit.gateway.fakes import FakeAsk


class Clock:
    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ask():
    return FakeAsk()


@pytest.fixture
def sessions(ask, clock, tmp_path):
    return Sessions(ask, Remembered(tmp_path / "sessions.sqlite"), clock=clock)


def test_a_session_is_looked_up_once_in_thirty_seconds(sessions, ask, clock):
    for _ in range(3):
        assert sessions.identify("judy", may_be_stale=False).name == "Judy"
    clock.now += 31
    sessions.identify("judy", may_be_stale=False)
    assert len(ask.named("WhoIs")) == 2


def test_only_a_digest_of_the_token_leaves_the_process(sessions, ask):
    sessions.identify("judy", may_be_stale=False)
    assert ask.named("WhoIs")[0][0] == {"session_digest": digest_of("judy")}


def test_an_unknown_token_is_nobody(sessions):
    with pytest.raises(SignedOut):
        sessions.identify("mallory", may_be_stale=True)


def test_while_registration_is_silent_a_known_judge_goes_on(sessions, ask, clock):
    sessions.identify("judy", may_be_stale=False)
    clock.now += 3600
    ask.silent = {"registration"}
    assert sessions.identify("judy", may_be_stale=True).person_id == "person-judy"
    clock.now += 60
    with pytest.raises(Unavailable):
        sessions.identify("judy", may_be_stale=False)


def test_another_worker_knows_the_judge_too_while_registration_is_silent(sessions, ask, clock, tmp_path):
    sessions.identify("judy", may_be_stale=False)
    ask.silent = {"registration"}
    other = Sessions(ask, Remembered(tmp_path / "sessions.sqlite"), clock=clock)
    found = other.identify("judy", may_be_stale=True)
    assert (found.person_id, found.name, found.granted("judge")[0].edition_id) == (
        "person-judy",
        "",
        "ed-5f2a9c1e7b04",
    )


def test_nobody_goes_on_beyond_the_end_of_the_session(sessions, ask, clock):
    ask.people[digest_of("judy")] = {**person("judy"), "expires_at": "2027-01-15T09:00:00+00:00"}
    sessions.identify("judy", may_be_stale=False)
    ask.silent = {"registration"}
    clock.now += 10 * 24 * 3600
    with pytest.raises(SignedOut):
        sessions.identify("judy", may_be_stale=True)


def test_signing_out_is_felt_at_once(sessions, ask):
    sessions.identify("judy", may_be_stale=False)
    sessions.forget("judy")
    ask.people.clear()
    with pytest.raises(SignedOut):
        sessions.identify("judy", may_be_stale=True)


def test_signing_in_gives_a_cookie_that_scripts_cannot_read(gateway):
    gateway.ask.answers["SignIn"] = {**gateway.ask.answers["SignIn"], "expires_at": LATER}
    response = gateway.post("/api/v1/sign-in", json={"token": "one-two-three-four-five"})
    cookie = response.headers["Set-Cookie"]
    assert response.json["session_token"] == "judy"
    assert cookie.startswith("darkhorse_session=judy;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_cookie_keeps_to_https_where_the_site_does(make_gateway):
    gateway = make_gateway(public_url="https://darkhorse.example")
    response = gateway.post("/api/v1/sign-in", json={"token": "one-two-three-four-five"})
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-darkhorse_session=judy;")
    assert "; Secure;" in cookie
    assert "; Path=/;" in f"{cookie};"
    assert "Domain" not in cookie


def test_over_https_a_cookie_that_a_neighbour_could_plant_is_nobodys(make_gateway):
    site = "https://darkhorse.example"
    gateway = make_gateway(public_url=site)
    planted = gateway.get("/api/v1/me", headers={"Cookie": "darkhorse_session=judy"}, base_url=site)
    own = gateway.get("/api/v1/me", headers={"Cookie": "__Host-darkhorse_session=judy"}, base_url=site)
    assert (planted.status_code, own.json["name"]) == (401, "Judy")


def test_looking_at_a_sign_in_link_does_not_use_it_up(gateway):
    assert gateway.get("/sign-in?token=one-two-three-four-five").status_code == 200
    assert gateway.ask.asked == []


def test_signing_out_ends_the_session_for_good(gateway):
    response = gateway.post("/api/v1/sign-out", by="judy")
    assert response.status_code == 204
    assert gateway.ask.named("SignOut")[0][0] == {"session_digest": digest_of("judy")}
