"""Late scorecards at the gateway, and the server's time by which phones reckon."""

from datetime import UTC, datetime

import pytest

from gateway.clock import SERVER_TIME
from schemas.refusal import Refusal
from tests.unit.gateway.answers import DECIDED_LATE, EDITION, FINAL, JUDGE, LATE

STAGE = f"/api/v1/editions/{EDITION}/stages/{FINAL}"
PAGE = f"/editions/{EDITION}"
DECIDE = f"{PAGE}/stages/{FINAL}/late/{LATE['receipt']}"


@pytest.mark.parametrize(
    ("by", "path"),
    [
        (None, "/api/v1/editions"),
        ("judy", "/api/v1/me/assignments"),
        ("judy", "/judge"),
        (None, f"{STAGE}/late"),
        ("judy", "/api/v1/nowhere"),
    ],
)
def test_every_answer_to_a_phone_tells_the_servers_time_in_milliseconds(gateway, by, path):
    before = datetime.now(UTC)
    told = gateway.get(path, by=by).headers[SERVER_TIME]
    assert abs((datetime.fromisoformat(told) - before).total_seconds()) < 5
    assert told.endswith("+00:00")
    assert len(told) == len("2026-11-23T12:00:00.000+00:00")


def test_a_refusal_tells_it_too(gateway):
    assert SERVER_TIME in gateway.post("/api/v1/scorecards", by="judy", json={}).headers


def test_pages_for_others_do_not_need_it(gateway):
    assert SERVER_TIME not in gateway.get("/").headers


def test_an_organiser_is_told_all_times_of_what_waits(gateway):
    assert gateway.get(f"{STAGE}/late", by="olive").json["late"] == [LATE, DECIDED_LATE]


def test_a_decision_is_asked_for_in_the_organisers_name(gateway):
    url = f"{STAGE}/late/{LATE['receipt']}/decide"
    answer = gateway.post(url, by="olive", json={"accept": True, "reason": "No network"})
    assert answer.json == {"receipt": LATE["receipt"], "decision": "accepted", "reason": ""}
    names = {"edition_id": EDITION, "stage_id": FINAL, "receipt": LATE["receipt"]}
    [(data, _, by)] = gateway.ask.named("DecideLate")
    assert (data, by) == ({**names, "accept": True, "reason": "No network"}, "person-olive")


def test_a_judge_neither_sees_nor_decides_what_waits(gateway):
    assert gateway.get(f"{STAGE}/late", by="judy").status_code == 403
    answer = gateway.post(f"{STAGE}/late/{LATE['receipt']}/decide", by="judy", json={"accept": True})
    assert (answer.status_code, gateway.ask.named("DecideLate")) == (403, [])


def test_standings_are_thawed_by_an_organiser(gateway):
    assert gateway.post(f"{STAGE}/thaw", by="olive").json["state"] == "building"


def test_the_page_shows_what_waits_first_with_every_time_and_a_yes_and_a_no(gateway):
    text = gateway.get(PAGE, by="olive").text
    shown = text[text.index(f'id="{FINAL}-late"') :]
    assert shown.index(LATE["company"]) < shown.index(DECIDED_LATE["company"])
    for time in ("18:59:12", "19:59:10", "18:31:05", "19:14:30", "19:00:00"):  # in Taipei
        assert time in shown
    assert (shown.count('value="yes"'), shown.count('value="no"')) == (1, 1)
    assert "Made in the bar" in shown


@pytest.mark.parametrize(("answer", "accept"), [("yes", True), ("no", False)])
def test_each_button_decides(gateway, answer, accept):
    response = gateway.post(DECIDE, by="olive", data={"answer": answer, "reason": " No network "})
    assert (response.status_code, response.location) == (303, f"{PAGE}#{FINAL}-late")
    [(data, _, _)] = gateway.ask.named("DecideLate")
    assert (data["accept"], data["reason"]) == (accept, "No network")


def test_without_a_yes_or_a_no_nothing_is_decided(gateway):
    response = gateway.post(DECIDE, by="olive", data={"reason": "No network"})
    assert (response.status_code, gateway.ask.named("DecideLate")) == (400, [])


def test_a_decision_that_is_refused_shows_the_page_again_with_the_reason(gateway):
    class Decided(Refusal):
        code = "already_decided"

    gateway.ask.answers["DecideLate"] = Decided("it was accepted before")
    response = gateway.post(DECIDE, by="olive", data={"answer": "no"})
    assert response.status_code == 409
    assert "the first decision stands" in response.text


def test_nothing_is_shown_where_nothing_came_late(gateway):
    gateway.ask.answers["ListLate"] = {"late": []}
    assert f"{FINAL}-late" not in gateway.get(PAGE, by="olive").text


def test_a_judge_sees_that_a_scorecard_waits_for_the_organiser(gateway):
    held = {"receipt": "c-1.00", "state": "held", "scorecard_id": None, "revision": None}
    gateway.ask.answers["GetReceipts"] = {"receipts": [{**held, "judge_id": JUDGE, "refusal": None}]}
    assert "The organiser decides" in gateway.get(f"/judge/{EDITION}/receipts/c-1.00", by="judy").text
    told = gateway.get("/api/v1/receipts?receipt=c-1.00", by="judy").json["receipts"]
    assert told == [{"receipt": "c-1.00", "state": "held", "refusal": None}]
