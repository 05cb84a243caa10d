"""Pages of reminders and of conflicts of interest."""

import re

from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE, NUDGES, SECOND_JUDGE

PAGE = f"/editions/{EDITION}/stages/{FINAL}/nudges"
CONFLICTS = f"/editions/{EDITION}/conflicts"


class NobodyToNudge(Refusal):
    code = "nobody_to_nudge"


def test_the_letter_is_shown_before_it_is_written(gateway):
    page = gateway.get(PAGE, by="olive").text
    assert "8 of your 12 entries" in page
    assert gateway.ask.named("NudgeJudges") == []
    form = {"judge": JUDGE, "note": "Friday at noon", "act": "look"}
    assert "Friday at noon" in gateway.post(PAGE, by="olive", data=form).text
    assert gateway.ask.named("NudgeJudges") == []


def test_who_was_reminded_lately_cannot_be_ticked(gateway):
    page = gateway.get(PAGE, by="olive").text
    assert f'value="{JUDGE}" checked>' in page
    assert f'value="{SECOND_JUDGE}" disabled>' in page


def test_those_who_are_ticked_are_reminded(gateway):
    form = {"judge": [JUDGE], "note": " Friday ", "act": "send", "command_id": "c-1"}
    assert gateway.post(PAGE, by="olive", data=form).status_code == 303
    [(asked, command_id, _)] = gateway.ask.named("NudgeJudges")
    assert (asked["judge_ids"], asked["note"], command_id) == ([JUDGE], "Friday", "c-1")


def test_nobody_ticked_is_said_and_the_note_stays(gateway):
    answer = gateway.post(PAGE, by="olive", data={"note": "Friday", "act": "send"})
    assert answer.status_code == 422
    assert ">Friday</textarea>" in answer.text
    gateway.ask.answers["NudgeJudges"] = NobodyToNudge("all were")
    answer = gateway.post(PAGE, by="olive", data={"judge": JUDGE, "note": "Friday", "act": "send"})
    assert (answer.status_code, ">Friday</textarea>" in answer.text) == (409, True)


def test_where_nobody_owes_anything_there_is_no_form(gateway):
    gateway.ask.answers["ListNudges"] = {**NUDGES, "judges": []}
    assert "Nobody owes a scorecard." in gateway.get(PAGE, by="olive").text


def test_conflicts_say_where_they_are_known_from_and_only_declared_ones_are_taken_back(gateway):
    page = gateway.get(CONFLICTS, by="olive").text
    assert "Horse Capital is among its investors" in page
    assert "Declared by the judge" in page
    assert page.count("/conflicts/drop") == 1
    assert page.count("/conflicts/recuse") == 1


def test_a_conflict_is_declared_taken_back_and_acted_on(gateway):
    said = {"judge_id": JUDGE, "entry_id": ENTRY, "kind": "soft", "reason": "Kin"}
    assert gateway.post(CONFLICTS, by="olive", data=said).status_code == 303
    asked = gateway.ask.named("DeclareConflict")[0][0]
    assert (asked["kind"], asked.get("own", False)) == ("soft", False)
    assert gateway.post(f"{CONFLICTS}/drop", by="olive", data=said).status_code == 303
    assert (
        gateway.post(f"{CONFLICTS}/recuse", by="olive", data={**said, "stage_id": FINAL}).status_code == 303
    )
    assert gateway.ask.named("RecuseJudge")[0][0]["stage_id"] == FINAL


def test_a_judge_declares_their_own_over_http(gateway):
    body = {"judge_id": JUDGE, "entry_id": ENTRY, "kind": "hard", "reason": "Kin"}
    assert gateway.post(f"/api/v1{CONFLICTS}", by="judy", json=body).status_code == 200
    assert gateway.ask.named("DeclareConflict")[0][0]["own"] is True
    assert gateway.get(f"/api/v1{CONFLICTS}", by="judy").status_code == 403
    assert gateway.get(f"/api/v1{CONFLICTS}", by="olive").get_json()["total"] == 2
    assert gateway.get(f"/api/v1{PAGE}", by="olive").get_json() == NUDGES


def test_who_is_behind_on_another_page_is_reminded_too(gateway):
    [judge, *_] = NUDGES["judges"]
    many = [{**judge, "judge_id": f"j-{n}", "name": f"Judge {n:03}"} for n in range(150)]
    gateway.ask.answers["ListNudges"] = {**NUDGES, "judges": many}
    page = gateway.get(PAGE, by="olive").text
    assert page.count('type="checkbox" name="judge"') == 100
    ticked = re.findall(r'name="judge" value="(j-\d+)"', page)
    assert sorted(ticked) == sorted(each["judge_id"] for each in many)
    turned = gateway.post(PAGE, by="olive", data={"judge": ticked[:3], "note": "Friday", "page": "2"}).text
    assert turned.count('type="checkbox" name="judge"') == 50
    assert turned.count('type="hidden" name="judge"') == 3 - sum(
        f'value="{id}" checked' in turned for id in ticked[:3]
    )
    assert ">Friday</textarea>" in turned
    found = gateway.post(PAGE, by="olive", data={"search": "judge 149", "page": "1"}).text
    assert found.count('type="checkbox" name="judge"') == 1
    assert gateway.ask.named("NudgeJudges") == []
