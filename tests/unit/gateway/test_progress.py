"""The organiser's page of a stage's progress."""

import pytest

from gateway.pages.progress import severity_chart, severity_reach
from schemas.refusal import NotFound
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE, PROGRESS

STAGE = f"/editions/{EDITION}/stages/{FINAL}"
PAGE = f"{STAGE}/progress"


def test_progress_is_for_organisers_of_the_edition(gateway):
    assert gateway.get(PAGE, by="olive").status_code == 200
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(PAGE, by=other).status_code == 403


def test_the_page_names_who_is_behind_and_who_stepped_back(gateway):
    page = gateway.get(PAGE, by="olive").text
    assert page.count("Behind") == 1
    assert "An old friend" in page
    assert "-1.25" in page


def test_what_shadows_gave_stands_apart_and_is_labelled(gateway):
    page = gateway.get(PAGE, by="olive").text
    shadows = page.partition('id="shadows"')[2].partition("</section>")[0]
    assert "Sam Shadow" in shadows
    assert "count" not in shadows
    assert page.count('class="ring"') == 1
    assert "<b>6.20</b>" in page
    assert "not sent yet" in page


@pytest.mark.parametrize("asked", ["", "?order=sideways&page=x", "?page=0", "?page=-1"])
def test_what_nobody_can_mean_is_the_first_page_of_what_lacks_most(gateway, asked):
    assert gateway.get(f"{PAGE}{asked}", by="olive").status_code == 200
    assert gateway.ask.named("ListProgress")[-1][0] == {
        "edition_id": EDITION,
        "stage_id": FINAL,
        "order": "lacking",
        "page": 1,
        "search": "",
    }


def test_a_stage_in_which_nobody_competes_says_so(gateway):
    empty = {"entries": 0, "counts": [], "judges": [], "gaps": 0}
    gateway.ask.answers["GetProgress"] = {**PROGRESS, **empty}
    gateway.ask.answers["ListProgress"] = {**gateway.ask.answers["ListProgress"], "entries": [], "total": 0}
    page = gateway.get(PAGE, by="olive").text
    assert page.count("No entry competes in this stage.") == 2
    assert "Nobody is assigned yet." in page


def test_a_judge_is_recused_from_the_page_and_it_is_shown_at_the_same_place(gateway):
    form = {"entry_id": ENTRY, "judge_id": JUDGE, "reason": " A cousin "}
    answer = gateway.post(f"{PAGE}/recuse?order=apart&page=2", by="olive", data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{PAGE}?order=apart&page=2#{ENTRY}"
    assert gateway.ask.named("RecuseJudge")[0][0]["reason"] == "A cousin"


def test_why_a_judge_was_not_recused_is_said_on_the_page(gateway):
    gateway.ask.answers["RecuseJudge"] = NotFound("nobody")
    form = {"entry_id": ENTRY, "judge_id": JUDGE, "reason": "A cousin"}
    answer = gateway.post(f"{PAGE}/recuse", by="olive", data=form)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_bars_of_severity_stand_on_one_scale_from_the_middle():
    reach = severity_reach([{"severity": {"difference": d}} for d in ("-2", "1")])
    below = severity_chart({"difference": "-2", "error": "0"}, reach)
    above = severity_chart({"difference": "1", "error": "0.5"}, reach)
    assert (below["left"] + below["length"], above["left"]) == (100, 100)
    assert below["length"] == 2 * above["length"]
    assert (above["low"], above["high"]) == (100, 192)


def test_a_judge_abstains_over_http_for_themselves_only(gateway):
    body = {"entry_id": ENTRY, "reason": "I know them"}
    path = f"/api/v1{STAGE}/abstentions"
    assert gateway.post(path, by="judy", json=body).get_json() == {"scorecard_id": "sc-1", "state": "void"}
    assert gateway.ask.named("Abstain")[0][0]["judge_id"] == JUDGE
    assert gateway.post(path, by="judy", json={**body, "judge_id": "j-2"}).status_code == 422
    assert gateway.post(path, by="olive", json=body).status_code == 403


def test_progress_is_told_over_http(gateway):
    assert gateway.get(f"/api/v1{PAGE}", by="olive").get_json() == PROGRESS
    listed = gateway.get(f"/api/v1{PAGE}/entries?order=apart&page=2", by="olive").get_json()
    assert listed["entries"][0]["totals"] == ["7.40"]
    assert gateway.get(f"/api/v1{PAGE}/entries?order=x", by="olive").status_code == 422
