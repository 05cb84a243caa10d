"""What goes wrong, and how it is told."""

import pytest

from gateway.clients import Fault
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, FINAL

FREEZE = f"/api/v1/editions/{EDITION}/stages/{FINAL}/freeze"


class Missing(Refusal):
    code = "scorecards_missing"


def test_a_refusal_travels_with_its_code_status_and_errors(gateway):
    gateway.ask.answers["FreezeStage"] = Missing("3 scorecards are missing", errors={"missing": 3})
    response = gateway.post(FREEZE, by="olive", json={})
    assert response.content_type == "application/problem+json"
    assert {**response.json, "correlation_id": ""} == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "3 scorecards are missing",
        "code": "scorecards_missing",
        "errors": {"missing": 3},
        "correlation_id": "",
    }


def test_a_silent_service_is_a_503_that_says_when_to_come_back(gateway):
    gateway.ask.silent = {"scoring"}
    response = gateway.post(FREEZE, by="olive", json={})
    assert (response.status_code, response.json["code"]) == (503, "unavailable")
    assert response.headers["Retry-After"] == "2"


def test_a_surprise_says_nothing_of_the_inside(gateway):
    gateway.ask.answers["FreezeStage"] = Fault("Traceback: secret")
    response = gateway.post(FREEZE, by="olive", json={})
    assert (response.status_code, response.json["code"]) == (500, "unexpected")
    assert "secret" not in response.text
    assert response.json["correlation_id"] == response.headers["X-Correlation-Id"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing-here", 404),
        ("GET", "/api/v1/editions/a%20b", 404),
        ("GET", "/api/v1/sign-in", 405),
        ("DELETE", "/api/v1/editions", 405),
    ],
)
def test_addresses_and_methods_that_do_not_exist_are_problems_too(gateway, method, path, status):
    response = gateway.app.test_client().open(path, method=method)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


def test_an_unknown_field_is_named(gateway):
    response = gateway.post("/api/v1/hosts", by="olive", json={"name": "Host", "colour": "red"})
    assert response.json["errors"] == {"colour": {"came": "red", "allowed": "Unknown field."}}


def test_an_unknown_parameter_is_named(gateway):
    response = gateway.get(f"/api/v1/editions/{EDITION}/entries?limit=0&colour=red", by="olive")
    assert sorted(response.json["errors"]) == ["colour", "limit"]
    assert response.json["errors"]["limit"]["came"] == "0"


def test_the_idempotency_key_is_the_commands_id(gateway):
    gateway.post("/api/v1/hosts", by="olive", json={"name": "Host"}, headers={"Idempotency-Key": "k-1"})
    [(_, command_id, by)] = gateway.ask.named("CreateHost")
    assert (command_id, by) == ("k-1", "person-olive")


def test_an_idempotency_key_that_is_no_id_is_refused(gateway):
    response = gateway.post(
        "/api/v1/hosts", by="olive", json={"name": "Host"}, headers={"Idempotency-Key": "a b"}
    )
    assert (response.status_code, list(response.json["errors"])) == (422, ["Idempotency-Key"])


def test_the_callers_trace_is_kept(gateway):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    response = gateway.get("/healthz", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert response.headers["X-Correlation-Id"] == trace


def test_another_sites_page_cannot_act(gateway):
    foreign = gateway.post(FREEZE, by="olive", json={}, headers={"Origin": "https://evil.example"})
    ours = gateway.post(FREEZE, by="olive", json={}, headers={"Origin": "http://localhost"})
    assert (foreign.status_code, foreign.json["code"], ours.status_code) == (403, "foreign_origin", 200)


def test_no_page_may_load_or_run_what_is_not_ours(gateway):
    policy = gateway.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "connect-src 'self' http://127.0.0.1:8001" in policy
    assert "unsafe" not in policy


def test_readiness_waits_for_the_broker_and_for_a_first_answer(gateway):
    assert gateway.get("/readyz").status_code == 200
    gateway.tell.connected, gateway.ask.heard = False, False
    gateway.ask.silent = {"registration"}
    response = gateway.get("/readyz")
    assert (response.status_code, response.json["waiting_for"]) == (503, ["broker", "registration"])


def test_readiness_survives_a_silent_registration(gateway):
    gateway.ask.silent = {"registration"}
    assert gateway.get("/readyz").status_code == 200
