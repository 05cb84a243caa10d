"""Appeals: filed by the founder of the entry, answered by the organiser."""

from schemas.refusal import Invalid, Refusal
from tests.unit.gateway.answers import ANSWERS, APPEAL, APPEALED, EDITION, ENTRY, FINAL, UPHELD

DESK = f"/editions/{EDITION}/appeals"
OWN = "/founder/appeals"
WORDS = "The second judge wrote 9."


class Changed(Refusal):
    code = "appeal_changed"


class Answered(Refusal):
    code = "appeal_answered"


class Closed(Refusal):
    code = "appeals_closed"


def own(gateway, **result):
    told = {**ANSWERS["GetEntryAppeals"], "results": [{**APPEALED, **result}]}
    gateway.ask.answers["GetEntryAppeals"] = told
    return gateway


def test_a_founder_appeals_against_the_own_result(gateway):
    assert "What is wrong with this result?" in gateway.get(OWN, by="fay").text
    form = {"stage_id": FINAL, "seen": "0", "reason": WORDS}
    assert gateway.post(OWN, by="fay", data=form).status_code == 303
    ((data, _, by),) = gateway.ask.named("FileAppeal")
    assert (data["entry_id"], data["reason"], data["seen"], by) == (ENTRY, WORDS, 0, "person-fay")


def test_what_is_filed_can_be_changed_until_it_is_answered(gateway):
    text = own(gateway, appeal=APPEAL).get(OWN, by="fay").text
    assert "Change the appeal" in text
    assert 'name="seen" value="1"' in text
    text = own(gateway, appeal={**UPHELD, "stage_id": FINAL}).get(OWN, by="fay").text
    assert "It was a 9." in text
    assert 'name="reason"' not in text


def test_after_the_time_no_form_is_there_and_what_was_typed_is_not_lost(gateway):
    own(gateway, open=False)
    assert 'name="reason"' not in gateway.get(OWN, by="fay").text
    gateway.ask.answers["FileAppeal"] = Closed("too late")
    answer = gateway.post(OWN, by="fay", data={"stage_id": FINAL, "seen": "0", "reason": WORDS})
    assert answer.status_code == 409
    assert WORDS in answer.text


def test_who_is_second_in_the_team_keeps_the_words_and_sees_the_newest_version(gateway):
    own(gateway, appeal={**APPEAL, "version": 3})
    gateway.ask.answers["FileAppeal"] = Changed("somebody else was first")
    answer = gateway.post(OWN, by="fay", data={"stage_id": FINAL, "seen": "1", "reason": WORDS})
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert 'name="seen" value="3"' in answer.text


def test_the_organiser_answers_and_an_upheld_appeal_leads_to_the_corrections(gateway):
    text = gateway.get(DESK, by="olive").text
    assert f"/editions/{EDITION}/stages/{FINAL}/entries/{ENTRY}/scorecards" in text
    assert "Correct a scorecard" in text
    form = {"decision": "dismissed", "reason": "It was a 6.", "seen": "1"}
    assert gateway.post(f"{DESK}/{APPEAL['appeal_id']}", by="olive", data=form).status_code == 303
    ((data, _, _),) = gateway.ask.named("DecideAppeal")
    assert (data["appeal_id"], data["decision"], data["seen"]) == (APPEAL["appeal_id"], "dismissed", 1)


def test_who_answers_second_is_told_and_keeps_what_was_typed(gateway):
    for refusal, of in ((Changed("no"), APPEAL), (Answered("no"), UPHELD)):
        gateway.ask.answers["DecideAppeal"] = refusal
        form = {"decision": "dismissed", "reason": WORDS, "seen": "1"}
        answer = gateway.post(f"{DESK}/{of['appeal_id']}", by="olive", data=form)
        assert answer.status_code == 409
        assert WORDS in answer.text


def test_an_answer_without_a_reason_says_so_and_keeps_the_choice(gateway):
    gateway.ask.answers["DecideAppeal"] = Invalid("no", errors={"reason": {"came": "", "allowed": "why"}})
    answer = gateway.post(
        f"{DESK}/{APPEAL['appeal_id']}", by="olive", data={"decision": "upheld", "seen": "1"}
    )
    assert answer.status_code == 422
    assert 'value="upheld" required checked' in answer.text


def test_the_rule_is_the_organisers(gateway):
    assert gateway.post(f"{DESK}/rule", by="fay", data={}).status_code == 403
    assert gateway.get(DESK, by="fay").status_code == 403
    assert gateway.post(f"{DESK}/rule", by="olive", data={"seen": "2", "hours": "24"}).status_code == 303
    ((data, _, _),) = gateway.ask.named("SetAppealRule")
    assert (data["on"], data["hours"], data["seen"]) == (False, 24, 2)
    gateway.ask.answers["SetAppealRule"] = Invalid(
        "no", errors={"hours": {"came": 9999, "allowed": "1 to 720"}}
    )
    refused = gateway.post(f"{DESK}/rule", by="olive", data={"seen": "2", "on": "on", "hours": "9999"})
    assert refused.status_code == 422
    assert 'value="9999"' in refused.text


def test_a_program_does_the_same(gateway):
    api = f"/api/v1/editions/{EDITION}"
    assert gateway.get(f"{api}/appeals?state=filed", by="olive").json["counts"]["filed"] == 1
    assert gateway.get("/api/v1/me/appeals", by="fay").json["results"][0]["open"] is True
    body = {"stage_id": FINAL, "seen": 0, "reason": WORDS}
    assert gateway.post("/api/v1/me/appeals", by="fay", json=body).json["state"] == "filed"
    body = {"seen": 1, "decision": "upheld", "reason": "It was a 9."}
    path = f"{api}/appeals/{APPEAL['appeal_id']}/answer"
    assert gateway.post(path, by="olive", json=body).json["state"] == "upheld"
    assert gateway.post(path, by="fay", json=body).status_code == 403


def test_what_is_filed_can_be_withdrawn_and_filed_again(gateway):
    text = own(gateway, appeal=APPEAL).get(OWN, by="fay").text
    assert "Withdraw the appeal" in text
    path = f"{OWN}/{APPEAL['appeal_id']}/withdraw"
    assert gateway.post(path, by="fay", data={"seen": "1"}).status_code == 303
    ((data, _, by),) = gateway.ask.named("WithdrawAppeal")
    assert (data["entry_id"], data["appeal_id"], data["seen"], by) == (
        ENTRY,
        APPEAL["appeal_id"],
        1,
        "person-fay",
    )
    text = own(gateway, appeal={**APPEAL, "state": "withdrawn", "version": 2}).get(OWN, by="fay").text
    assert "Withdraw the appeal" not in text
    assert "File the appeal" in text
    gateway.ask.answers["ListAppeals"]["appeals"][0]["state"] = "withdrawn"
    text = gateway.get(DESK, by="olive").text
    assert "there is nothing to answer" in text
