"""The audience's share of a result, as pages and exports show it."""

import csv
import io

import pytest

from tests.unit.gateway.answers import (
    ANSWERS,
    EDITION,
    EDITION_ANSWER,
    FINAL,
    REVEALED_VOTE,
    STANDING,
    VOTE,
    stage,
)
from tests.unit.gateway.test_set_up import NOTHING

PAGE = f"/editions/{EDITION}"


@pytest.fixture
def heard(gateway):
    """A gateway to an edition in whose final the audience decides 20 %."""
    final = stage(FINAL, "Final", "closed", promote=0)
    final["rule"] = {**final["rule"], "audience_percent": 20}
    final["kind"] = "live_panel"
    preliminary = stage("preliminary", "Preliminary", "closed")
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "stages": [preliminary, final]}
    return gateway


def standings(gateway, state, **parts):
    told = ANSWERS["GetStandings"]
    rows = [{**row, **parts} for row in told["rows"]]
    gateway.ask.answers["GetStandings"] = {**told, **STANDING, "state": state, "rows": rows}
    return gateway


def test_the_rule_says_how_much_is_the_audiences_and_by_which_scale(heard):
    text = heard.get(f"{PAGE}/judging").text
    assert "80 % and the audience’s vote for 20 %" in text
    assert "no vote is worth 0, the most votes 10" in text


def test_while_they_move_the_standings_are_the_judges(heard):
    text = standings(heard, "building").get(f"{PAGE}/stages/{FINAL}/standings", by="olive").text
    assert "20 % of the result are the audience" in text
    assert ">Votes<" not in text


def test_frozen_standings_show_both_parts(heard):
    text = standings(heard, "frozen", judged="7.50", votes=41).get(
        f"{PAGE}/stages/{FINAL}/standings", by="olive"
    )
    assert ">Votes<" in text.text
    assert ">7.50<" in text.text
    assert ">41<" in text.text


def test_an_export_has_both_parts_where_there_are_two(heard):
    def columns():
        path = f"/editions/{EDITION}/exports/standings.csv?stage_id={FINAL}"
        return next(csv.reader(io.StringIO(heard.get(path, by="olive").text.lstrip("\ufeff"))))

    assert "Votes" not in columns()
    standings(heard, "frozen", judged="7.50", votes=41)
    assert {"Judges' total", "Votes"} <= set(columns())


def test_of_several_votes_the_organiser_says_which_one_counts(heard):
    standings(heard, "building")
    votes = [{**VOTE, "stage_id": FINAL}, {**REVEALED_VOTE, "stage_id": FINAL}]
    heard.ask.answers["GetVotes"] = {"edition_id": EDITION, "votes": votes}
    assert 'name="vote_id"' in heard.get(PAGE, by="olive").text
    form = {"vote_id": VOTE["vote_id"]}
    assert heard.post(f"{PAGE}/stages/{FINAL}/freeze", by="olive", data=form).status_code == 303
    assert heard.ask.named("FreezeStage")[0][0]["vote_id"] == VOTE["vote_id"]
    heard.ask.answers["GetVotes"] = {"edition_id": EDITION, "votes": votes[:1]}
    assert 'name="vote_id"' not in heard.get(PAGE, by="olive").text


def test_the_share_is_set_in_the_set_up_and_nothing_is_said_where_it_is_none(gateway):
    gateway.ask.answers["GetFixed"] = NOTHING
    field = 'name="stages[0].rule.audience_percent"'
    assert field in gateway.get(f"{PAGE}/set-up", by="olive").text
    for typed, sent in (("20", {"audience_percent": 20}), ("0", {}), ("", {})):
        form = {
            "version": "3",
            "do": "save",
            "stages[0].stage_id": "preliminary",
            "stages[0].name": "Preliminary",
            "stages[0].kind": "live_panel",
            "stages[0].rule.audience_percent": typed,
        }
        gateway.post(f"{PAGE}/set-up", by="olive", data=form)
        rule = gateway.ask.named("ChangeSetUp")[-1][0]["set_up"]["stages"][0]["rule"]
        assert {name: rule[name] for name in rule if name == "audience_percent"} == sent
