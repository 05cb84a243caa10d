"""The page of a stage of decisions, and what founders see of it."""

from gateway.clients.ask import TravelledRefusal
from tests.unit.gateway.answers import EDITION, EDITION_ANSWER, ENTRY, stage

PAGE = f"/editions/{EDITION}/stages/selection/decisions"
SELECTION = stage(
    "selection", "Selection", "open", kind="decision", criteria=[], judges_per_entry=0, promote=0
)


def deciding(gateway, **more):
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "stages": [{**SELECTION, **more}]}
    return gateway


def test_entries_are_decided_on_together_with_one_reason(gateway):
    text = deciding(gateway).get(PAGE, by="olive").text
    assert f'name="entry_id" value="{ENTRY}"' in text
    assert "A clear yes" in text
    form = {"entry_id": [ENTRY, "e-2"], "decision": "wait", "reason": "In May"}
    response = gateway.post(PAGE, by="olive", data=form)
    assert (response.status_code, response.location) == (303, PAGE)
    ((told, _, _),) = gateway.ask.named("DecideEntries")
    assert (told["entry_ids"], told["decision"], told["reason"]) == ([ENTRY, "e-2"], "wait", "In May")


def test_a_refusal_keeps_what_was_ticked_and_typed(gateway):
    told = {"code": "decision_stands", "status": 409, "detail": "No.", "errors": {}}
    deciding(gateway, state="closed").ask.answers["DecideEntries"] = TravelledRefusal(told)
    form = {"entry_id": ENTRY, "decision": "admit", "reason": "On second thoughts"}
    response = gateway.post(PAGE, by="olive", data=form)
    assert response.status_code == 409
    assert "This decision stands" in response.text
    assert f'value="{ENTRY}" checked' in response.text
    assert "On second thoughts" in response.text


def test_nothing_is_decided_once_those_who_are_admitted_went_on(gateway):
    text = deciding(gateway, state="closed", promoted=True).get(PAGE, by="olive").text
    assert 'name="decision"' not in text


def test_the_edition_page_leads_to_the_decisions_and_asks_for_no_judges(gateway):
    text = deciding(gateway).get(f"/editions/{EDITION}", by="olive").text
    assert f'href="{PAGE}"' in text
    assert "Assign judges" not in text


def test_a_founder_sees_what_was_decided_and_why(gateway):
    text = gateway.get("/founder", by="fay").text
    assert "Waiting list" in text
    assert "A place in May" in text
