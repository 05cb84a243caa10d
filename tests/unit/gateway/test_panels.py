"""Panels on the pages: set up, seated, covered, scored by, and taken away."""

import copy
import csv
import io

import pypdfium2
import pytest

from gateway.pages.rules import audience_scale, rule_sentences, shares
from gateway.pages.set_up_form import moved, set_up_of, typed
from gateway.rehearsals.judges import judges_of
from tests.unit.gateway.answers import (
    ANSWERS,
    EDITION,
    EDITION_ANSWER,
    ENTRY,
    FINAL,
    JUDGE,
    JUDGE_ANSWER,
)
from tests.unit.gateway.test_set_up import NOTHING, form_of, sent

PANELS = [
    {"panel_id": "tech", "name": "Engineers", "weight": "3"},
    {"panel_id": "money", "name": "Investors", "weight": "1"},
]
STAGE = f"/editions/{EDITION}/stages/{FINAL}"


def panelled(edition=EDITION_ANSWER, **changes):
    """Return the edition with two panels in its final: one for two criteria, the other for the rest."""
    edition = copy.deepcopy(edition)
    final = edition["stages"][1]
    final |= {"panels": copy.deepcopy(PANELS), **changes}
    for n, criterion in enumerate(final["criteria"]):
        criterion["panel"] = "tech" if n < 2 else "money"
        criterion |= {"highest": "100"} if n >= 2 else {}
    return edition


@pytest.fixture(autouse=True)
def edition(gateway):
    gateway.ask.answers["GetEdition"] = panelled()
    judge = {**JUDGE_ANSWER, "panels": {FINAL: "money"}}
    gateway.ask.answers["ListJudges"] = {**ANSWERS["ListJudges"], "judges": [judge], "total": 1}


def lines(response):
    return list(csv.DictReader(io.StringIO(response.data.decode().removeprefix("\ufeff"))))


def test_the_first_panel_comes_with_a_second_and_has_the_whole_rubric():
    set_up = moved(set_up_of(EDITION_ANSWER), "add:stages[1].panels")
    final = set_up["stages"][1]
    assert [panel["panel_id"] for panel in final["panels"]] == ["panel-1", "panel-2"]
    assert {criterion["panel"] for criterion in final["criteria"]} == {"panel-1"}
    assert moved(set_up, "add:stages[1].criteria")["stages"][1]["criteria"][-1]["panel"] == "panel-1"
    assert len(moved(set_up, "add:stages[1].panels")["stages"][1]["panels"]) == 3


def test_without_the_last_panel_the_rubric_is_nobodys():
    set_up = set_up_of(panelled())
    for _ in PANELS:
        set_up = moved(set_up, "remove:stages[1].panels[0]")
    assert {criterion["panel"] for criterion in set_up["stages"][1]["criteria"]} == {""}


def test_panels_are_typed_as_they_are_shown(gateway):
    set_up = set_up_of(panelled())
    text = gateway.get(f"/editions/{EDITION}/set-up", by="olive").text
    assert 'name="stages[1].panels[0].weight"' in text
    assert 'name="stages[1].criteria[0].panel"' in text
    assert "stages[0].criteria[0].panel" not in text
    gateway.post(f"/editions/{EDITION}/set-up", by="olive", data=form_of(set_up))
    assert sent(gateway)["set_up"]["stages"][1]["panels"] == PANELS
    assert sent(gateway)["set_up"]["stages"][1]["criteria"][3]["panel"] == "money"
    opened = {**NOTHING, "opened": [FINAL]}
    shown = {"stages[1].stage_id": FINAL, "stages[1].name": "Final"}
    assert typed(shown.items(), now=set_up, fixed=opened)["stages"][0]["panels"] == PANELS


def test_who_judges_where_is_seen_and_asked_for(gateway):
    text = gateway.get(f"/editions/{EDITION}/people", by="olive").text
    assert "Engineers has 0 judges" in text
    assert "Investors has 1 judge" in text
    assert "Final: Investors" in text
    assert f'name="panel.{FINAL}"' in text
    form = {"name": "Mei", "email": "mei@example.org", "commitment": "9", f"panel.{FINAL}": "tech"}
    gateway.post(f"/editions/{EDITION}/judges", by="olive", data=form)
    [(asked, _, _)] = gateway.ask.named("AddJudges")
    assert asked["judges"][0]["panels"] == {FINAL: "tech"}


def test_a_judge_is_seated_on_their_page_and_it_keeps_what_was_chosen(gateway):
    page = f"/editions/{EDITION}/judges/{JUDGE}"
    assert '<option value="money" selected>' in gateway.get(page, by="olive").text
    form = {"seen": "3", "name": "Judy", "commitment": "12", f"panel.{FINAL}": "tech"}
    gateway.post(page, by="olive", data=form)
    [(asked, _, _)] = gateway.ask.named("EditJudge")
    assert asked["panels"] == {FINAL: "tech"}


def test_where_no_stage_has_panels_nobody_is_asked_for_one(gateway):
    gateway.ask.answers["GetEdition"] = EDITION_ANSWER
    for page in (f"/editions/{EDITION}/people", f"/editions/{EDITION}/judges/{JUDGE}"):
        assert "panel." not in gateway.get(page, by="olive").text
    gateway.post(
        f"/editions/{EDITION}/judges/{JUDGE}", by="olive", data={"seen": "3", "name": "J", "commitment": "1"}
    )
    assert "panels" not in gateway.ask.named("EditJudge")[0][0]


def test_a_panel_without_judges_is_named_on_the_page_of_the_edition(gateway):
    panels = [
        {"panel_id": "tech", "name": "Engineers", "judges": 0, "assigned": 0, "submitted": 0, "lacking": 0},
        {"panel_id": "money", "name": "Investors", "judges": 1, "assigned": 4, "submitted": 2, "lacking": 2},
    ]
    gateway.ask.answers["GetCoverage"] = {**ANSWERS["GetCoverage"], "panels": panels}
    text = gateway.get(f"/editions/{EDITION}", by="olive").text
    assert "No judge sits in Engineers." in text
    assert "No judge sits in Investors." not in text


def test_only_what_the_judge_marks_can_be_amended(gateway):
    card = {
        **{"scorecard_id": "sc-1", "entry_id": ENTRY, "judge_id": JUDGE, "state": "locked", "revision": 1},
        **{"marks": {"product": "80"}, "comment": "", "reason": "", "made_at": None, "received_at": None},
        **{"command_ids": [], "corrections": []},
    }
    gateway.ask.answers["ListScorecards"] = {"scorecards": [card], "next": None}
    gateway.ask.answers["GetEdition"] = panelled(certificate=1)
    text = gateway.get(f"{STAGE}/entries/{ENTRY}/scorecards", by="olive").text
    assert 'name="mark.product"' in text
    assert 'name="mark.team"' not in text


def test_scorecards_and_standings_are_taken_away_with_columns_of_panels(gateway):
    gateway.ask.answers["ListEntries"] = {**ANSWERS["ListEntries"], "next": None}
    card = {
        **{"scorecard_id": "sc-1", "entry_id": ENTRY, "judge_id": JUDGE, "state": "submitted", "revision": 1},
        **{"marks": {"product": "80"}, "comment": "", "made_at": None, "received_at": None},
    }
    gateway.ask.answers["ListScorecards"] = {"scorecards": [card], "next": None}
    rows = [{**row, "panels": {"tech": "7.00", "money": None}} for row in ANSWERS["GetStandings"]["rows"]]
    gateway.ask.answers["GetStandings"] = {**ANSWERS["GetStandings"], "rows": rows}
    exports = f"/editions/{EDITION}/exports"
    [line] = lines(gateway.get(f"{exports}/scorecards.csv?stage_id={FINAL}&columns=codes", by="olive"))
    assert (line["panel"], line["mark_product"], line["mark_team"]) == ("Investors", "80", "")
    first, *_ = lines(gateway.get(f"{exports}/standings.csv?stage_id={FINAL}&columns=codes", by="olive"))
    assert (first["panel_tech"], first["panel_money"]) == ("7.00", "")
    header = gateway.get(f"{exports}/standings.csv?stage_id={FINAL}", by="olive").data.decode().split("\n")[0]
    assert "Panel: Engineers" in header
    assert (
        '<th scope="col" class="number">Investors</th>' in gateway.get(f"{STAGE}/standings", by="olive").text
    )


def test_the_score_sheet_has_the_totals_of_panels(gateway):
    rows = [{**row, "panels": {"tech": "7.25", "money": "81.00"}} for row in ANSWERS["GetStandings"]["rows"]]
    gateway.ask.answers["GetStandings"] = {**ANSWERS["GetStandings"], "rows": rows}
    gateway.ask.answers["ListScorecards"] = {"scorecards": [], "next": None}
    sheet = gateway.get(f"{STAGE}/score-sheet.pdf", by="olive").data
    text = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(sheet))
    )
    assert "Engineers 7.25 · Investors 81.00" in text


def test_the_rule_says_how_panels_count_and_shares_are_of_each_panel(gateway):
    final = panelled(rule={**EDITION_ANSWER["stages"][1]["rule"], "tie_breaks": ["panel:tech"]})["stages"][1]
    with gateway.app.test_request_context("/"):
        told = " ".join(rule_sentences(final))
        assert shares(final) == {"team": "50%", "market": "50%", "product": "60%", "pitch": "40%"}
    assert "Engineers 75%, Investors 25%" in told
    assert "the higher total of Engineers" in told
    assert "An entry that a panel has not marked is not placed." in told


def test_votes_are_heard_on_the_scale_of_all_panels():
    final = panelled()["stages"][1]
    assert audience_scale(final)[1] == "100"


def test_the_public_page_has_the_rubric_of_each_panel(gateway):
    gateway.ask.answers["GetSite"] = {**ANSWERS["GetSite"], "public": True, "version": 4}
    text = gateway.get(f"/editions/{EDITION}/judging").text
    assert "Engineers · 75%" in text
    assert "Investors · 25%" in text


def test_made_up_judges_sit_in_each_panel_in_turn():
    judges = judges_of(5, entries=3, seed="a", stages=panelled()["stages"])
    assert [judge["panels"][FINAL] for judge in judges] == ["tech", "money", "tech", "money", "tech"]
    assert {judge["firm"] for judge in judges} == {""}
