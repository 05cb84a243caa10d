"""Taking scorecards."""

from datetime import UTC, datetime

import pytest

from gateway.clients import Unavailable
from schemas.receipt import receipt_for
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE, OTHER_EDITION

URL = "/api/v1/scorecards"


def a_scorecard(**changes):
    known = {
        "command_id": "c-1",
        "edition_id": EDITION,
        "stage_id": FINAL,
        "entry_id": ENTRY,
        "revision": 1,
        "marks": {"team": "7", "market": 8, "product": None},
        "comment": "好",
        "made_at": "2026-11-23T12:00:00+08:00",
    }
    return {**known, **changes}


def test_a_scorecard_is_told_as_it_came_in_the_name_of_the_judge(gateway):
    response = gateway.post(URL, by="judy", json=a_scorecard())
    [envelope] = gateway.tell.told
    data = {**a_scorecard(), "judge_id": JUDGE}
    del data["command_id"]
    assert (response.status_code, response.json) == (
        202,
        {"receipt": receipt_for("c-1", data), "state": "safe"},
    )
    assert (envelope.id, envelope.type, envelope.by) == ("c-1", "SubmitScorecard.v1", "person-judy")
    assert envelope.data == data


def test_a_deadline_travels_on_the_envelope(gateway):
    gateway.post(URL, by="judy", json=a_scorecard(deadline="2026-11-23T20:00:00+08:00"))
    assert gateway.tell.told[0].deadline == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert "deadline" not in gateway.tell.told[0].data


@pytest.mark.parametrize(
    ("change", "field", "came"),
    [
        ({"revision": 0}, "revision", 0),
        ({"revision": "one"}, "revision", "one"),
        ({"marks": {}}, "marks", "{}"),
        ({"marks": {"team": "NaN"}}, "marks.team", "NaN"),
        ({"made_at": "2026-11-23T12:00:00"}, "made_at", "2026-11-23T12:00:00"),
        ({"entry_id": "no such/id"}, "entry_id", "no such/id"),
        ({"command_id": ""}, "command_id", ""),
        ({"judge_id": JUDGE}, "judge_id", JUDGE),
        ({"comment": "x" * 5001}, "comment", "x" * 200 + "…"),
    ],
)
def test_a_bad_field_is_named_with_what_came_and_what_is_allowed(gateway, change, field, came):
    response = gateway.post(URL, by="judy", json=a_scorecard(**change))
    error = response.json["errors"][field]
    assert (response.status_code, response.json["code"], error["came"]) == (422, "invalid", came)
    assert error["allowed"]
    assert gateway.tell.told == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"revision": NaN}', "application/json", 400),
        (b'{"comment": "\\ud800"}', "application/json", 400),
        (b'{"revision": 99999999999999999999}', "application/json", 400),
        (b"[" * 30_000, "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b"[]", "application/json", 422),
        (b'"' + b"x" * 70_000 + b'"', "application/json", 413),
    ],
)
def test_what_is_no_json_object_is_refused(gateway, body, kind, status):
    response = gateway.post(URL, by="judy", data=body, content_type=kind)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


def test_the_same_command_again_has_the_same_receipt(gateway):
    first, again = (gateway.post(URL, by="judy", json=a_scorecard()).json for _ in range(2))
    assert first == again


def test_the_same_id_with_another_body_is_refused_at_once(gateway):
    gateway.post(URL, by="judy", json=a_scorecard())
    response = gateway.post(URL, by="judy", json=a_scorecard(comment="other"))
    assert (response.status_code, response.json["code"]) == (422, "command_reused")
    assert len(gateway.tell.told) == 1


def test_a_judge_of_another_edition_is_turned_away(gateway):
    response = gateway.post(URL, by="judy", json=a_scorecard(edition_id=OTHER_EDITION))
    assert (response.status_code, response.json["code"]) == (403, "not_allowed")


def test_without_a_confirm_nothing_is_said_to_be_safe(gateway):
    gateway.tell.trouble = Unavailable("no confirm from the broker in 2 s; send it again")
    response = gateway.post(URL, by="judy", json=a_scorecard())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    gateway.tell.trouble = None
    assert gateway.post(URL, by="judy", json=a_scorecard()).status_code == 202


def test_scorecards_are_taken_while_every_service_is_silent(gateway):
    gateway.post(URL, by="judy", json=a_scorecard())
    gateway.ask.silent = {"registration", "judging", "scoring", "matching"}
    sessions = gateway.app.extensions["darkhorse"].sessions
    sessions._known.clear()  # as if another worker, or 30 s later
    assert gateway.post(URL, by="judy", json=a_scorecard(command_id="c-2")).status_code == 202
    assert gateway.get("/api/v1/me/assignments", by="judy").status_code == 503


def test_a_receipt_is_counted_once_it_is_in_the_standings(gateway):
    found = gateway.get("/api/v1/receipts?receipt=c-1.0011", by="judy").json["receipts"]
    assert found == [{"receipt": "c-1.0011", "state": "counted", "refusal": None}]


def test_a_receipt_of_a_shadow_is_kept_for_practice_and_asked_of_no_standings(gateway):
    told = gateway.ask.answers["GetReceipts"]
    gateway.ask.answers["GetReceipts"] = lambda data: {
        "receipts": [{**receipt, "state": "practised"} for receipt in told(data)["receipts"]]
    }
    [found] = gateway.get("/api/v1/receipts?receipt=c-1.0011", by="judy").json["receipts"]
    assert found["state"] == "practised"
    assert not gateway.ask.named("GetCounted")


def test_a_receipt_stays_recorded_while_scoring_is_silent(gateway):
    gateway.ask.silent = {"scoring"}
    found = gateway.get("/api/v1/receipts?receipt=c-1.0011", by="judy").json["receipts"]
    assert found[0]["state"] == "recorded"


def test_a_receipt_of_another_judge_looks_as_if_never_heard_of(gateway):
    refusal = {"code": "late", "status": 409, "detail": "…", "errors": {}}
    receipt = {"receipt": "c-9.1", "state": "refused", "judge_id": "j-other", "refusal": refusal}
    gateway.ask.answers["GetReceipts"] = {"receipts": [receipt]}
    found = gateway.get("/api/v1/receipts?receipt=c-9.1", by="judy").json["receipts"]
    assert found == [{"receipt": "c-9.1", "state": "waiting", "refusal": None}]
