"""Taking the scorecards that waited on a phone."""

import pytest

from gateway.clients import Unavailable
from schemas.receipt import receipt_for
from tests.unit.gateway.answers import JUDGE, OTHER_EDITION
from tests.unit.gateway.test_scorecards import a_scorecard

URL = "/api/v1/scorecards/batch"


def send(gateway, *scorecards, judge_id=JUDGE):
    return gateway.post(URL, by="judy", json={"judge_id": judge_id, "scorecards": list(scorecards)})


def codes(response):
    return [result.get("problem", {}).get("code") for result in response.json["results"]]


def test_each_is_told_as_it_came_and_answered_in_order(gateway):
    response = send(gateway, a_scorecard(command_id="c-1"), a_scorecard(command_id="c-2", revision=2))
    assert response.status_code == 202
    told = gateway.tell.told
    assert [envelope.id for envelope in told] == ["c-1", "c-2"]
    assert response.json["results"] == [
        {"command_id": envelope.id, "receipt": receipt_for(envelope.id, envelope.data), "state": "safe"}
        for envelope in told
    ]
    assert {envelope.data["judge_id"] for envelope in told} == {JUDGE}


def test_what_is_wrong_with_one_is_said_of_that_one_alone(gateway):
    bad = a_scorecard(command_id="c-2", revision=0)
    foreign = a_scorecard(command_id="c-4", edition_id=OTHER_EDITION)
    response = send(gateway, a_scorecard(), bad, "nothing", foreign, a_scorecard(command_id="c-5"))
    assert codes(response) == [None, "invalid", "invalid", "not_allowed", None]
    assert response.json["results"][1]["problem"]["errors"]["revision"]["came"] == 0
    assert [result["command_id"] for result in response.json["results"]] == ["c-1", "c-2", None, "c-4", "c-5"]
    assert [envelope.id for envelope in gateway.tell.told] == ["c-1", "c-5"]


def test_marks_of_a_judge_are_not_taken_for_another(gateway):
    response = send(gateway, a_scorecard(), judge_id="j-other")
    assert codes(response) == ["other_judge"]
    assert gateway.tell.told == []


def test_without_a_broker_nothing_is_said_to_be_safe(gateway):
    gateway.tell.trouble = Unavailable("the broker cannot be reached; send it again")
    response = send(gateway, a_scorecard(), a_scorecard(command_id="c-2"))
    assert (response.status_code, response.json["code"]) == (503, "unavailable")


def test_once_the_broker_is_gone_the_rest_is_left_to_be_sent_again(gateway, monkeypatch):
    tried = []

    def once(envelope):
        tried.append(envelope.id)
        if len(tried) == 2:
            raise Unavailable("no confirm from the broker in 2 s; send it again")

    monkeypatch.setattr(gateway.tell, "tell", once)
    response = send(gateway, *(a_scorecard(command_id=f"c-{n}") for n in range(1, 5)))
    assert codes(response) == [None, "unavailable", "unavailable", "unavailable"]
    assert {result["problem"]["status"] for result in response.json["results"][1:]} == {503}
    assert tried == ["c-1", "c-2"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"judge_id": JUDGE, "scorecards": []}, "scorecards"),
        ({"judge_id": JUDGE, "scorecards": [{}] * 51}, "scorecards"),
        ({"scorecards": [{}]}, "judge_id"),
        ({"judge_id": JUDGE, "scorecards": [{}], "more": 1}, "more"),
    ],
)
def test_a_batch_that_is_none_is_refused_as_a_whole(gateway, body, field):
    response = gateway.post(URL, by="judy", json=body)
    assert (response.status_code, list(response.json["errors"])) == (422, [field])
    assert gateway.tell.told == []


def test_who_is_not_signed_in_is_told_so_for_the_whole_batch(gateway):
    response = gateway.post(URL, json={"judge_id": JUDGE, "scorecards": [a_scorecard()]})
    assert response.status_code == 401
