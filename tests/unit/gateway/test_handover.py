"""The organiser's page of work that changes hands."""

from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, FINAL, GAPS, HANDOVER, JUDGE, SECOND_JUDGE

STAGE = f"/editions/{EDITION}/stages/{FINAL}"
PAGE = f"{STAGE}/handover"


class Changed(Refusal):
    code = "plan_changed"


def test_it_is_shown_before_it_is_done(gateway):
    page = gateway.get(f"{PAGE}?judge_id={JUDGE}", by="olive").text
    assert "Judy Chen" in page
    assert HANDOVER["basis"] in page
    assert "Grab Noodles International Holdings" in page
    assert gateway.ask.named("HandOver") == []


def test_what_was_shown_is_what_is_asked_for(gateway):
    form = {"judge_id": JUDGE, "basis": HANDOVER["basis"], "command_id": "c-1"}
    answer = gateway.post(PAGE, by="olive", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{STAGE}/progress")
    [(asked, command_id, _)] = gateway.ask.named("HandOver")
    assert (asked["judge_id"], asked["basis"], command_id) == (JUDGE, HANDOVER["basis"], "c-1")


def test_without_a_judge_the_gaps_are_filled(gateway):
    assert gateway.post(PAGE, by="olive", data={"basis": GAPS["basis"]}).status_code == 303
    assert gateway.ask.named("FillGaps")[0][0]["stage_id"] == FINAL


def test_what_changed_meanwhile_is_shown_anew(gateway):
    gateway.ask.answers["HandOver"] = Changed("look again")
    answer = gateway.post(PAGE, by="olive", data={"judge_id": JUDGE, "basis": "old"})
    assert answer.status_code == 409
    assert HANDOVER["basis"] in answer.text
    assert 'role="alert"' in answer.text


def test_where_no_entry_lacks_a_judge_there_is_nothing_to_press(gateway):
    gateway.ask.answers["GetHandover"] = {**GAPS, "given": 0, "takers": [], "lacking": 0, "short": []}
    page = gateway.get(PAGE, by="olive").text
    assert "Nothing has to be given to anybody." in page
    assert 'name="basis"' not in page


def test_over_http_it_is_looked_at_and_done(gateway):
    path = f"/api/v1{PAGE}"
    assert gateway.get(f"{path}?judge_id={JUDGE}", by="olive").get_json() == HANDOVER
    assert gateway.get(path, by="olive").get_json() == GAPS
    done = gateway.post(path, by="olive", json={"judge_id": JUDGE})
    assert done.get_json()["takers"][0]["judge_id"] == SECOND_JUDGE
    assert gateway.post(f"/api/v1{STAGE}/gaps", by="olive").status_code == 200
    assert gateway.post(path, by="judy", json={"judge_id": JUDGE}).status_code == 403
