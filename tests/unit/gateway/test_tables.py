"""Tables at the gateway: the organiser numbers them, founders and judges are shown theirs."""

import pytest

from gateway.clients import Unavailable
from schemas.refusal import Invalid, Refusal
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE_STAGE

PAGE = f"/editions/{EDITION}/stages/{FINAL}/tables"
OTHER = "e-0000000000000002"


class Changed(Refusal):
    code = "tables_changed"


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_the_page_is_shown_in_every_language(gateway, language):
    text = gateway.get(f"{PAGE}?lang={language}", by="olive").text
    assert f'name="table.{ENTRY}"' in text


def test_tables_are_typed_in_and_an_empty_one_is_taken_away(gateway):
    form = {"by": "hand", "seen": "3", f"table.{ENTRY}": "12", f"table.{OTHER}": ""}
    assert gateway.post(PAGE, by="olive", data=form).status_code == 303
    [(told, _, by)] = gateway.ask.named("NumberTables")
    assert (told["seen"], told["by"], by) == (3, "hand", "person-olive")
    assert told["tables"] == [{"entry_id": ENTRY, "table": 12}, {"entry_id": OTHER, "table": None}]


@pytest.mark.parametrize("by", ["lot", "name", "rest"])
def test_tables_are_numbered_all_at_once(gateway, by):
    gateway.post(PAGE, by="olive", data={"by": by, "seen": "3", "first": "100", "seed": ""})
    [(told, _, _)] = gateway.ask.named("NumberTables")
    assert (told["by"], told["first"], told["seed"], told["tables"]) == (by, 100, None, [])


def test_all_that_is_no_number_is_told_at_once_and_what_was_typed_stays(gateway):
    form = {"by": "hand", "seen": "3", f"table.{ENTRY}": "twelve", f"table.{OTHER}": "0"}
    answer = gateway.post(PAGE, by="olive", data=form)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="twelve"' in answer.text
    assert gateway.ask.named("NumberTables") == []


def test_a_number_that_two_have_is_told_on_the_entry_that_was_typed(gateway):
    errors = {"tables.1.table": {"came": 4, "allowed": "a number that no other entry has"}}
    gateway.ask.answers["NumberTables"] = Invalid("no", errors=errors)
    form = {"by": "hand", "seen": "3", f"table.{ENTRY}": "5", f"table.{OTHER}": "4"}
    answer = gateway.post(PAGE, by="olive", data=form)
    assert answer.text.count('aria-invalid="true"') == 1
    assert 'value="4"' in answer.text


def test_the_second_who_numbers_is_told_with_what_was_typed(gateway):
    gateway.ask.answers["NumberTables"] = Changed("meanwhile")
    answer = gateway.post(PAGE, by="olive", data={"by": "hand", "seen": "3", f"table.{ENTRY}": "77"})
    assert answer.status_code == 409
    assert "Somebody else numbered the tables" in answer.text
    assert 'value="77"' in answer.text


def test_a_judge_is_shown_the_table_in_the_list_and_on_the_card(gateway):
    assignments = [{**each, "table": 12} for each in JUDGE_STAGE["assignments"]]
    stages = [{**JUDGE_STAGE, "kind": "table", "assignments": assignments}]
    gateway.ask.answers["GetJudgeList"] = {**gateway.ask.answers["GetJudgeList"], "stages": stages}
    assert "<b>Table 12</b>" in gateway.get("/judge", by="judy").text
    card = gateway.get(f"/judge/{EDITION}/{JUDGE_STAGE['stage_id']}/{ENTRY}", by="judy").text
    assert '<p class="table-number" data-table>Table <strong>12</strong></p>' in card
    told = gateway.get("/api/v1/me/assignments", by="judy").json["stages"][0]["assignments"]
    assert {each["table"] for each in told} == {12}


def test_a_founder_is_shown_the_table_and_the_page_without_it_while_judging_is_away(gateway):
    assert "At the tables: Table <strong>12</strong>" in gateway.get("/founder", by="fay").text
    gateway.ask.answers["GetTablesOfEntry"] = Unavailable("judging does not answer")
    page = gateway.get("/founder", by="fay")
    assert (page.status_code, "At the tables" in page.text) == (200, False)


def test_where_judges_walk_the_stage_page_leads_to_tables_and_prepares_no_session(gateway):
    edition = gateway.ask.answers["GetEdition"]
    stages = [{**each, "kind": "table"} for each in edition["stages"]]
    gateway.ask.answers["GetEdition"] = {**edition, "stages": stages}
    text = gateway.get(f"/editions/{EDITION}/stages/{FINAL}/stage", by="olive").text
    assert f'href="{PAGE}"' in text
    assert "Prepare the session" not in text
    assert f'href="{PAGE}"' in gateway.get(f"/editions/{EDITION}", by="olive").text
