"""Passwords and sessions, at the gateway."""

import pytest

from gateway.access.devices import device_of
from gateway.access.remembered import Remembered
from gateway.access.sessions import Sessions, SignedOut, digest_of
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, JUDGE
from tests.unit.gateway.fakes import FakeAsk

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
TYPED = {"email": "olive@example.org", "password": "seven slow tortoises"}


class Wrong(Refusal):
    code = "sign_in_refused"
    status = 401


class Often(Refusal):
    code = "too_many_tries"
    status = 429


OFTEN = Often("too many tries; wait 43 s", errors={"retry_after": {"seconds": 43}})


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (IPHONE, "Safari · iPhone"),
        (PIXEL, "Chrome · Android"),
        (LAPTOP, "Edge · Windows"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_words_of_ours(user_agent, words):
    assert device_of(user_agent) == words


def test_signing_in_by_password_opens_a_session_and_says_from_where(gateway):
    response = gateway.post("/sign-in/password", data=TYPED, headers={"User-Agent": IPHONE})
    assert (response.status_code, response.headers["Location"]) == (303, "/judge")
    assert "darkhorse_session=judy" in response.headers["Set-Cookie"]
    [(asked, _, by)] = gateway.ask.named("SignInByPassword")
    assert (asked, by) == ({**TYPED, "client": "127.0.0.1", "device": "Safari · iPhone"}, None)


def test_where_a_request_came_from_is_believed_of_no_stranger(gateway, make_gateway):
    header = {"X-Forwarded-For": "198.51.100.9"}
    gateway.post("/sign-in/password", data=TYPED, headers=header)
    behind = make_gateway(proxies=1)
    behind.post("/sign-in/password", data=TYPED, headers=header)
    clients = [g.ask.named("SignInByPassword")[0][0]["client"] for g in (gateway, behind)]
    assert clients == ["127.0.0.1", "198.51.100.9"]


def test_a_refused_password_keeps_the_address_and_never_the_password(gateway):
    gateway.ask.answers["SignInByPassword"] = Wrong("the address or the password is not right")
    response = gateway.post("/sign-in/password", data=TYPED)
    assert response.status_code == 401
    assert TYPED["email"] in response.text
    assert TYPED["password"] not in response.text


def test_too_many_tries_are_told_the_time_to_wait(gateway):
    gateway.ask.answers["SignInByPassword"] = OFTEN
    page = gateway.post("/sign-in/password", data=TYPED)
    assert (page.status_code, "43 seconds" in page.text) == (429, True)
    answer = gateway.post("/api/v1/sign-in/password", json=TYPED)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "43")
    assert answer.json["errors"] == {"retry_after": {"seconds": 43}}


def test_a_password_that_does_not_fit_is_not_repeated(gateway):
    for path, body in (
        ("/api/v1/sign-in/password", {**TYPED, "password": "x" * 300}),
        ("/api/v1/me/password", {"password": "x" * 300}),
    ):
        answer = gateway.post(path, json=body, by="olive")
        assert (answer.status_code, "xxx" in answer.text) == (422, False)


def test_the_account_shows_each_session_in_words(gateway):
    page = gateway.get("/account", by="olive").text
    assert "Firefox · Mac" in page
    assert "Safari · iPhone" in page
    assert "/account/sessions/fedcba9876543210/end" in page


def test_who_has_no_password_sees_no_form_for_one(gateway):
    gateway.ask.answers["GetAccount"] = {**gateway.ask.answers["GetAccount"], "may_have_password": False}
    assert "new-password" not in gateway.get("/account", by="judy").text
    assert gateway.post("/account/password", by="judy", data={"password": "x"}).status_code == 403


def test_a_weak_password_is_explained_on_the_page(gateway):
    class Short(Refusal):
        code = "password_short"
        status = 422

    gateway.ask.answers["SetPassword"] = Short("a password has at least 12 characters")
    response = gateway.post("/account/password", by="olive", data={"password": "too short"})
    assert (response.status_code, "A password has at least 12 characters." in response.text) == (422, True)


def test_an_organiser_signs_a_judge_out_everywhere(gateway):
    gateway.ask.answers["EndSessionsOf"] = {"ended": [digest_of("judy"), "0" * 64], "links": 3}
    form = {"role": "judge", "subject_id": JUDGE, "name": "Judy", "links": "1"}
    page = gateway.post(f"/editions/{EDITION}/sessions/end", by="olive", data=form)
    assert "Judy: signed out on 2 devices." in page.text
    assert "Links made void: 3" in page.text
    [(asked, _, _)] = gateway.ask.named("EndSessionsOf")
    assert asked == {"edition_id": EDITION, "role": "judge", "subject_id": JUDGE, "links": True}


def test_a_session_that_was_ended_here_is_over_at_once(gateway):
    assert gateway.get("/api/v1/me", by="judy").status_code == 200
    gateway.ask.people.pop(digest_of("judy"))
    assert gateway.get("/api/v1/me", by="judy").status_code == 200  # the control: known for 30 s
    gateway.ask.answers["EndSessionsOf"] = {"ended": [digest_of("judy")], "links": 0}
    body = {"role": "judge", "subject_id": JUDGE}
    gateway.post(f"/api/v1/editions/{EDITION}/sessions/end", by="olive", json=body)
    assert gateway.get("/api/v1/me", by="judy").status_code == 401


def two_workers(tmp_path):
    ask, clock = FakeAsk(), [1_800_000_000.0]
    workers = [
        Sessions(ask, Remembered(tmp_path / "sessions.sqlite"), clock=lambda: clock[0]) for _ in range(2)
    ]
    for worker in workers:
        worker.identify("judy", may_be_stale=True)
    ask.silent = {"registration"}
    return workers, clock


def test_without_registration_another_worker_goes_on_with_an_ended_session_for_thirty_seconds_only(tmp_path):
    (first, second), clock = two_workers(tmp_path)
    first.end([digest_of("judy")])
    assert second.identify("judy", may_be_stale=True).person_id == "person-judy"
    clock[0] += 31
    for worker in (first, second):
        with pytest.raises(SignedOut):
            worker.identify("judy", may_be_stale=True)


def test_without_registration_a_session_that_nobody_ended_goes_on(tmp_path):
    (_, second), clock = two_workers(tmp_path)
    clock[0] += 31
    assert second.identify("judy", may_be_stale=True).person_id == "person-judy"


def test_an_answer_that_was_on_its_way_brings_no_ended_session_back(tmp_path):
    remembered, ask = Remembered(tmp_path / "sessions.sqlite"), FakeAsk()
    sessions = Sessions(ask, remembered)
    identity = sessions.identify("judy", may_be_stale=True)
    sessions.end([digest_of("judy")])
    remembered.keep(digest_of("judy"), identity)
    assert remembered.find(digest_of("judy")) is None
    assert remembered.has_ended(digest_of("judy"))
