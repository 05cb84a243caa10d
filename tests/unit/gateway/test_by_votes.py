"""A stage that the audience's votes alone decide, on the pages of its organiser and of everybody."""

import pytest

from gateway.pages.set_up_form import moved, typed
from gateway.pages.site import _beside
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL
from tests.unit.gateway.test_set_up import NOTHING, a_set_up, form_of, sent

STAGE = f"/editions/{EDITION}/stages/{FINAL}"
RULE = {"method": "votes", "drop_highest": 0, "drop_lowest": 0, "digits": 0, "tie_breaks": []}
BY_VOTES = {"kind": "audience_vote", "criteria": [], "judges_per_entry": 0, "rule": RULE}


@pytest.fixture
def by_votes(gateway):
    """The gateway on an edition whose final is decided by votes alone."""
    edition = gateway.ask.answers["GetEdition"]
    stages = [{**each, **(BY_VOTES if each["stage_id"] == FINAL else {})} for each in edition["stages"]]
    gateway.ask.answers["GetEdition"] = {**edition, "stages": stages}
    turnout = gateway.ask.answers["GetTurnout"]
    votes = [{**each, "stage_id": FINAL, "percent": 100} for each in turnout["votes"]]
    gateway.ask.answers["GetTurnout"] = {**turnout, "votes": votes}
    return gateway


def standing(gateway, state):
    stages = [{**each, "state": state} for each in gateway.ask.answers["GetEdition"]["stages"]]
    gateway.ask.answers["GetEdition"] = {**gateway.ask.answers["GetEdition"], "stages": stages}
    gateway.ask.answers["GetStandings"] = {**gateway.ask.answers["GetStandings"], "state": "building"}


def section(gateway):
    return gateway.get(f"/editions/{EDITION}", by="olive").text.partition(f'id="{FINAL}"')[2]


def test_its_set_up_is_sent_without_a_word_of_judges_and_with_its_share_of_votes(gateway):
    fields = {
        "stages[1].kind": "audience_vote",
        "stages[1].promotion.share": "12.5",
        "stages[1].promotion.threshold": "",
    }
    gateway.post(f"/editions/{EDITION}/set-up", by="olive", data=form_of(a_set_up(), **fields))
    told = sent(gateway)["set_up"]["stages"][1]
    assert (told["criteria"], told["judges_per_entry"]) == ([], 0)
    assert {"rule", "assignment", "board", "grace_seconds"} & set(told) == set()
    assert (told["promotion"]["share"], told["promotion"]["threshold"]) == ("12.5", None)


def test_a_stage_that_was_by_votes_and_is_judged_now_has_no_share_of_votes():
    set_up = a_set_up()
    fields = {"stages[1].kind": "live_panel", "stages[1].promotion.share": "12.5"}
    told = typed(form_of(set_up, **fields).items(), now=set_up, fixed=NOTHING)
    assert told["stages"][1]["promotion"]["share"] is None


def test_a_stage_added_behind_one_by_votes_begins_with_the_rubric_that_was_judged_by():
    set_up = a_set_up()
    rubric = set_up["stages"][-1]["criteria"]
    set_up["stages"].append({**set_up["stages"][-1], **BY_VOTES, "stage_id": "votes"})
    added = moved(set_up, "add:stages")["stages"][-1]
    assert added["criteria"] == rubric
    assert added["rule"]["method"] != "votes"


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_its_form_asks_for_no_rubric_and_for_a_share_of_votes(by_votes, language):
    text = by_votes.get(f"/editions/{EDITION}/set-up?lang={language}", by="olive").text
    assert 'name="stages[1].promotion.share"' in text
    for name in ("assignment", "judges_per_entry", "board", "grace_seconds", "rule.method"):
        assert f'name="stages[1].{name}"' not in text, name
    assert 'name="stages[0].promotion.share"' not in text


def test_where_it_is_run_it_offers_a_vote_and_no_judges(by_votes):
    standing(by_votes, "open")
    text = section(by_votes)
    assert "/assign" not in text
    assert f"{STAGE}/progress" not in text
    assert f"/editions/{EDITION}/votes" in text
    assert "Votes</span><progress" in text
    assert all(asked["stage_id"] != FINAL for asked, _, _ in by_votes.ask.named("GetCoverage"))
    by_votes.ask.answers["GetTurnout"] = {**by_votes.ask.answers["GetTurnout"], "votes": []}
    assert f'name="stage_id" value="{FINAL}"' in section(by_votes)


def test_its_open_vote_is_closed_where_the_stage_is_run(by_votes):
    standing(by_votes, "closed")
    turnout = by_votes.ask.answers["GetTurnout"]
    for state, offered in (("open", True), ("closed", False)):
        votes = [{**each, "state": state} for each in turnout["votes"]]
        by_votes.ask.answers["GetTurnout"] = {**turnout, "votes": votes}
        assert ('/close"' in section(by_votes)) == offered, state


@pytest.mark.parametrize(("state", "shown"), [("open", FINAL), ("closed", "preliminary")])
def test_the_screen_shows_the_stage_in_which_the_hall_votes_now(by_votes, state, shown):
    board, votes = by_votes.ask.answers["GetBoard"], by_votes.ask.answers["GetVotes"]
    rest = {"state": "building", "rows": [], "expected": 0, "counted": 0}
    stages = [{**each, **(rest if each["stage_id"] == FINAL else {})} for each in board["stages"]]
    by_votes.ask.answers["GetBoard"] = {**board, "stages": stages}
    told = [{**votes["votes"][-1], "stage_id": FINAL, "state": state}]
    by_votes.ask.answers["GetVotes"] = {**votes, "votes": told}
    text = by_votes.get(f"/editions/{EDITION}/screen").text
    assert f"&#34;shown&#34;: &#34;{shown}&#34;" in text


def test_its_section_shows_how_many_voted_and_never_for_whom(by_votes):
    standing(by_votes, "open")
    rows = by_votes.ask.answers["GetTurnout"]["votes"][0]["rows"]
    assert rows
    assert rows[0]["company"] not in section(by_votes)


def test_the_pages_of_judges_say_that_there_are_none(by_votes):
    for path in ("progress", "nudges", "handover", "desk", "sessions", f"entries/{ENTRY}/scorecards"):
        assert "Nobody scores here" in by_votes.get(f"{STAGE}/{path}", by="olive").text, path
    sheet = by_votes.get(f"{STAGE}/score-sheet.pdf", by="olive")
    assert (sheet.status_code, "No judge scores in this stage" in sheet.text) == (409, True)
    assert by_votes.get(f"{STAGE}/certificates.pdf?kind=participation", by="olive").status_code == 200


def test_its_vote_is_revealed_with_the_stage_and_not_on_the_desk(by_votes):
    turnout, board = by_votes.ask.answers["GetTurnout"], by_votes.ask.answers["GetBoard"]
    closed = [{**each, "state": "closed"} for each in turnout["votes"]]
    by_votes.ask.answers["GetTurnout"] = {**turnout, "votes": closed}
    for state, offered in (("certified", False), ("published", True)):
        stages = [{**each, "state": state} for each in board["stages"]]
        by_votes.ask.answers["GetBoard"] = {**board, "stages": stages}
        text = by_votes.get(f"/editions/{EDITION}/votes", by="olive").text
        assert ("/reveal" in text) == offered, state


def test_a_share_that_is_tried_out_is_asked_for(by_votes):
    by_votes.get(f"{STAGE}/promotion?share=7.5", by="olive")
    assert by_votes.ask.named("GetPromotion")[0][0]["share"] == "7.5"


def test_everybody_reads_that_votes_decide(by_votes):
    text = by_votes.get(f"/editions/{EDITION}/judging").text
    assert "The total is the number of votes." in text
    assert "From votes to places" in text


def test_a_vote_that_is_a_stages_result_is_not_listed_twice():
    rows = [{"entry_id": "ant", "votes": 3, "judged": None}, {"entry_id": "bee", "votes": 1, "judged": None}]
    same = {"rows": [{"entry_id": "ant", "votes": 3}, {"entry_id": "bee", "votes": 1}]}
    other = {"rows": [{"entry_id": "ant", "votes": 9}]}
    assert _beside([same, other], [{"rows": rows}, {"rows": []}]) == [other]
