"""A stage that the audience's votes alone decide, as it is planned."""

import copy

import pytest
import yaml

from services.registration.domain.blueprint import Blueprint
from services.registration.domain.refusals import BlueprintInvalid
from services.registration.shelf import SHELF

JUDGED = yaml.safe_load((SHELF / "black-horse.yaml").read_text(encoding="utf-8"))
RUBRIC = JUDGED["stages"][0]["criteria"]
VOTE = {"stage_id": "vote", "name": "Vote", "kind": "audience_vote", "promote": 3}
LAST = {"stage_id": "last", "name": "Last", "kind": "audience_vote"}
DATA = {"name": "Two votes", "description": "", "stages": [VOTE, LAST], "awards": []}


def read(**changes):
    data = copy.deepcopy(DATA)
    data["stages"][0] |= changes
    return Blueprint.read("votes", data)


def wrong(**changes):
    with pytest.raises(BlueprintInvalid) as refused:
        read(**changes)
    return {
        path: error.partition("allowed: ")[2].partition(", for")[0]
        for path, error in refused.value.errors.items()
    }


def test_nothing_of_judges_has_to_be_said_and_what_it_is_told_with_is_read_as_itself():
    (stage, _) = read().stages
    told = stage.as_dict()
    assert (told["rule"]["method"], told["rule"]["digits"], told["grace_seconds"]) == ("votes", 0, 0)
    assert (told["criteria"], told["judges_per_entry"]) == ([], 0)
    assert read(**told).stages[0] == stage


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"criteria": RUBRIC}, {"stages[0].criteria": "none"}),
        ({"judges_per_entry": 3}, {"stages[0].judges_per_entry": "0"}),
        ({"assignment": "balanced"}, {"stages[0].assignment": "panel"}),
        ({"board": "open"}, {"stages[0].board": "sealed"}),
        ({"grace_seconds": 60}, {"stages[0].grace_seconds": "0"}),
        ({"rule": {"method": "trimmed_mean"}}, {"stages[0].rule.method": "votes"}),
        ({"rule": {"drop_lowest": 1}}, {"stages[0].rule.drop_lowest": "0"}),
        ({"rule": {"digits": 2}}, {"stages[0].rule.digits": "0"}),
        ({"rule": {"tie_breaks": ["scorecards"]}}, {"stages[0].rule.tie_breaks": "none"}),
        ({"rule": {"audience_percent": 50}}, {"stages[0].rule.audience_percent": "0"}),
        ({"promotion": {"share": "101"}}, {"stages[0].promotion.share": "a percentage from 0 to 100"}),
        ({"promote": 0}, {"stages[0].promote": "at least 1"}),
    ],
)
def test_what_only_judges_need_is_refused_with_its_field_and_reason(changes, said):
    assert wrong(**changes) == said


def test_a_share_of_votes_can_choose_alone_and_only_where_there_are_votes():
    assert str(read(promote=0, promotion={"share": "12.5"}).stages[0].promotion.share) == "12.5"
    judged = copy.deepcopy(JUDGED)
    judged["stages"][0]["promotion"] = {"share": "10"}
    with pytest.raises(BlueprintInvalid) as refused:
        Blueprint.read("judged", judged)
    assert list(refused.value.errors) == ["stages[0].promotion.share"]


def test_no_judged_stage_is_by_votes():
    judged = copy.deepcopy(JUDGED)
    judged["stages"][0]["rule"]["method"] = "votes"
    with pytest.raises(BlueprintInvalid) as refused:
        Blueprint.read("judged", judged)
    assert list(refused.value.errors) == ["stages[0].rule.method"]
