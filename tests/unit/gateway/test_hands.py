"""Raised hands at the gateway's doors: whose hand it is, the session says."""

import pytest

from schemas.refusal import NotFound
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE

HAND = f"/api/v1/editions/{EDITION}/stages/{FINAL}/hand"


def test_a_judge_raises_the_own_hand(gateway):
    response = gateway.post(HAND, by="judy", json={"kind": "conflict", "entry_id": ENTRY, "note": "Advised"})
    [(asked, _, by)] = gateway.ask.named("RaiseHand")
    assert (response.status_code, response.json["hand"]["kind"], by) == (200, "conflict", "person-judy")
    assert (asked["judge_id"], asked["stage_id"], asked["entry_id"]) == (JUDGE, FINAL, ENTRY)


def test_a_hand_is_about_no_entry_where_none_is_named(gateway):
    assert gateway.post(HAND, by="judy", json={"kind": "no_signal"}).status_code == 200
    [(asked, _, _)] = gateway.ask.named("RaiseHand")
    assert (asked["entry_id"], asked["note"]) == (None, "")


@pytest.mark.parametrize("body", [{}, {"kind": "applause"}, {"kind": "question", "judge_id": "j-2"}])
def test_what_is_no_hand_is_refused(gateway, body):
    assert gateway.post(HAND, by="judy", json=body).status_code == 422
    assert gateway.ask.named("RaiseHand") == []


@pytest.mark.parametrize("body", [None, {}, {"judge_id": JUDGE}])
def test_a_judge_lowers_the_own_hand(gateway, body):
    response = gateway.post(f"{HAND}/lower", by="judy", **({} if body is None else {"json": body}))
    assert (response.status_code, response.json) == (200, {"judge_id": JUDGE, "hand": None})
    assert gateway.ask.named("LowerHand")[0][0]["judge_id"] == JUDGE


def test_a_judge_lowers_nobody_elses(gateway):
    response = gateway.post(f"{HAND}/lower", by="judy", json={"judge_id": "j-2"})
    assert (response.status_code, response.json["code"]) == (403, "not_allowed")
    assert gateway.ask.named("LowerHand") == []


def test_an_organiser_lowers_whose_hand_they_name(gateway):
    assert gateway.post(f"{HAND}/lower", by="olive", json={"judge_id": "j-2"}).status_code == 200
    assert gateway.ask.named("LowerHand")[0][0]["judge_id"] == "j-2"
    assert gateway.post(f"{HAND}/lower", by="olive", json={}).status_code == 422


STAGE = f"/editions/{EDITION}/stages/{FINAL}"


def test_the_stage_page_shows_who_asks_for_what_with_or_without_a_session(gateway):
    for session in (gateway.ask.answers["ListSessions"], NotFound("no session")):
        gateway.ask.answers["ListSessions"] = session
        text = gateway.get(f"{STAGE}/stage", by="olive").text
        for said in (
            "Judy Chen",
            "Conflict of interest",
            "I advised them last year",
            "No signal",
            "20:03:04",
        ):
            assert said in text
        assert text.count("/lower") == 2
        assert text.count("/recuse") == 1


def test_an_organiser_lowers_a_hand_from_the_stage_page(gateway):
    response = gateway.post(f"{STAGE}/hands/{JUDGE}/lower", by="olive", data={"command_id": "c-1"})
    [(asked, command_id, _)] = gateway.ask.named("LowerHand")
    assert (asked["judge_id"], command_id) == (JUDGE, "c-1.lower")
    assert (response.status_code, response.location) == (303, f"{STAGE}/stage#hands")


def test_to_recuse_a_judge_lowers_the_hand_that_asked_for_it(gateway):
    form = {"command_id": "c-1", "entry_id": ENTRY, "reason": " Advised "}
    gateway.post(f"{STAGE}/hands/{JUDGE}/recuse", by="olive", data=form)
    [(asked, command_id, _)] = gateway.ask.named("RecuseJudge")
    assert (asked["judge_id"], asked["entry_id"], asked["reason"]) == (JUDGE, ENTRY, "Advised")
    assert (command_id, len(gateway.ask.named("LowerHand"))) == ("c-1.recuse", 1)


def test_a_recusal_that_is_refused_leaves_the_hand_up(gateway):
    gateway.ask.answers["RecuseJudge"] = NotFound("nobody")
    response = gateway.post(f"{STAGE}/hands/{JUDGE}/recuse", by="olive", data={"entry_id": ENTRY})
    assert (response.status_code, gateway.ask.named("LowerHand")) == (404, [])
