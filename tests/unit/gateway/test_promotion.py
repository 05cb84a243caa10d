"""Who goes on, on the page: why, what is open, and that nothing typed is lost."""

from schemas.refusal import Invalid, Refusal
from tests.unit.gateway.answers import APPEAL, EDITION, PROMOTION

STAGE = f"/editions/{EDITION}/stages/preliminary"
PAGE = f"{STAGE}/promotion"


class TieAcrossCut(Refusal):
    code = "tie_across_cut"


def test_the_page_says_who_shares_the_place_at_the_cut_and_asks(gateway):
    text = gateway.get(PAGE, by="olive").text
    assert "Place 2 is shared, and 1 seat is left for it:" in text
    assert "Kiko, Weebly" in text
    for way in ("all", "none", "hand", "lots"):
        assert f'name="ties" value="{way}"' in text


def test_a_rule_can_be_tried_out_by_the_address(gateway):
    gateway.get(f"{PAGE}?quota=12&per_group=2&group_by=city&threshold=7.5", by="olive")
    [(data, _, _)] = gateway.ask.named("GetPromotion")
    assert data == {
        **{"edition_id": EDITION, "stage_id": "preliminary"},
        **{"quota": 12, "per_group": 2, "group_by": "city", "threshold": "7.5"},
    }


def test_a_rule_that_cannot_be_is_said_and_the_page_comes_all_the_same(gateway):
    def answer(data):
        if data.get("group_by") == "city":
            raise Invalid("no", errors={"group_by": {"came": "city", "allowed": "track"}})
        return PROMOTION

    gateway.ask.answers["GetPromotion"] = answer
    answer = gateway.get(f"{PAGE}?group_by=city", by="olive")
    assert answer.status_code == 200
    assert "DarkPay" in answer.text


def test_the_decision_is_sent_with_its_seed_and_reason(gateway):
    form = {
        "quota": "2",
        "ties": "hand",
        "by_hand": ["e-1"],
        "chosen": ["e-2"],
        "seed": "7",
        "reason": "young",
    }
    assert gateway.post(PAGE, by="olive", data=form).status_code == 303
    [(data, _, by)] = gateway.ask.named("PromoteEntries")
    wanted = {"quota": 2, "ties": "hand", "by_hand": ["e-1"], "chosen": ["e-2"], "seed": 7, "reason": "young"}
    assert ({name: data[name] for name in wanted}, by) == (wanted, "person-olive")


def test_what_was_typed_is_there_after_a_refusal(gateway):
    gateway.ask.answers["PromoteEntries"] = TieAcrossCut("Kiko and Weebly share place 2")
    form = {"ties": "lots", "seed": "4711", "reason": "My long reason"}
    answer = gateway.post(PAGE, by="olive", data=form)
    assert answer.status_code == 409
    assert 'value="4711"' in answer.text
    assert "My long reason" in answer.text
    assert 'value="lots" checked' in answer.text


def test_a_program_asks_for_the_same(gateway):
    answer = gateway.get(f"/api/v1{STAGE}/promotion?quota=3", by="olive")
    assert (answer.status_code, answer.json["ties"]) == (200, PROMOTION["ties"])
    assert gateway.get(f"/api/v1{STAGE}/promotion?group_by=colour", by="olive").status_code == 422


def test_after_a_correction_the_page_lets_more_join(gateway):
    gateway.ask.answers["GetPromotion"] = {**PROMOTION, "promoted_by": 1, "certificate": 2, "stale": True}
    text = gateway.get(PAGE, by="olive").text
    assert "which was replaced since" in text
    assert 'name="again"' in text


def test_a_decision_that_stands_has_no_button(gateway):
    decision = {"rule": PROMOTION["rule"], "ties": "lots", "seed": 42, "reason": "", "why": {}}
    gateway.ask.answers["GetPromotion"] = {
        **PROMOTION,
        "promoted_by": 1,
        "decision": {**decision, "at": "2026-11-23T13:00:00+00:00"},
    }
    text = gateway.get(PAGE, by="olive").text
    assert "Lots drawn by the seed 42" in text
    assert 'name="ties"' not in text


def test_who_sends_entries_on_is_told_of_appeals_that_wait(gateway):
    assert "waits for an answer" not in gateway.get(PAGE, by="olive").text
    waiting = {**APPEAL, "stage": "Preliminary", "stage_id": "preliminary"}
    gateway.ask.answers["ListAppeals"] = {"counts": {}, "appeals": [waiting]}
    assert "1 appeal against these results waits for an answer." in gateway.get(PAGE, by="olive").text


def test_who_was_chosen_on_another_page_is_chosen_still(gateway):
    lines = [{**PROMOTION["lines"][0], "entry_id": f"e-{n}", "goes_on": False} for n in range(150)]
    rule = {**PROMOTION["rule"], "choice": 3}
    gateway.ask.answers["GetPromotion"] = {**PROMOTION, "lines": lines, "rule": rule}
    form = {"chosen": ["e-3", "e-120"], "reason": "young", "page": "2"}
    text = gateway.post(PAGE, by="olive", data=form).text
    assert gateway.ask.named("PromoteEntries") == []
    assert text.count('type="checkbox" name="chosen"') == 50
    assert 'type="hidden" name="chosen" value="e-3"' in text
    assert 'name="chosen" value="e-120" checked' in text
    assert ">young</textarea>" in text
