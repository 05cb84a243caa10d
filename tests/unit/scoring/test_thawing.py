"""Freezing while scorecards may still come in time, and letting frozen standings move again."""

from datetime import timedelta

import pytest

from services.scoring.domain.refusals import AlreadyCertified, GraceRunning, ScorecardsMissing
from tests.unit.scoring.contest import (
    NOON,
    a_scored_contest,
    a_stage,
    assignments_published,
    entry_screened,
    entry_submitted,
    placed,
    scorecard_submitted,
    stage_closed,
)

GRACE = timedelta(seconds=120)
MOMENT = timedelta(milliseconds=1)


def a_contest_that_lacks_a_scorecard(*stages):
    """Return a closed contest in which judge j3 has not scored the ant yet."""
    pairs = [(entry, judge) for entry in ("ant", "bee", "cat") for judge in ("j1", "j2")]
    contest = a_scored_contest(*stages).hear(assignments_published(*pairs, ("ant", "j3"), version=2))
    return contest.hear(stage_closed()).refresh()


def test_a_freeze_waits_while_what_is_missing_may_come_in_time_and_says_until_when():
    contest = a_contest_that_lacks_a_scorecard()
    with pytest.raises(GraceRunning) as refusal:
        contest.freeze(now=NOON + GRACE - MOMENT)
    assert refusal.value.errors["until"] == (NOON + GRACE).isoformat()
    assert (refusal.value.code, refusal.value.errors["missing"]) == ("grace_running", 1)


def test_after_the_grace_what_is_missing_is_missing():
    with pytest.raises(ScorecardsMissing) as refusal:
        a_contest_that_lacks_a_scorecard().freeze(now=NOON + GRACE)
    assert refusal.value.code == "scorecards_missing"


def test_control_without_a_grace_the_freeze_does_not_wait():
    with pytest.raises(ScorecardsMissing) as refusal:
        a_contest_that_lacks_a_scorecard({**a_stage(), "grace_seconds": 0}).freeze(now=NOON)
    assert refusal.value.code == "scorecards_missing"


def test_the_organiser_may_go_on_within_the_grace():
    assert a_contest_that_lacks_a_scorecard().freeze(now=NOON, accept_missing=True)["state"] == "frozen"


def test_with_everything_in_nobody_waits_for_the_grace():
    assert a_scored_contest().hear(stage_closed()).freeze(now=NOON)["state"] == "frozen"


def test_an_entry_that_nobody_scores_is_not_waited_for():
    contest = a_scored_contest().hear(entry_submitted("ape"), entry_screened("ape"), stage_closed())
    with pytest.raises(ScorecardsMissing) as refusal:
        contest.freeze(now=NOON)
    assert refusal.value.code == "scorecards_missing"


def test_a_scorecard_after_the_freeze_counts_once_thawed_and_frozen_again():
    contest = a_contest_that_lacks_a_scorecard()
    contest.freeze(accept_missing=True)
    contest.hear(scorecard_submitted("ant", "j3", 2, 2)).refresh()
    assert contest.standings()["late"] == 1
    assert placed(contest.standings())[0] == ("ant", 1, "8.00")
    summary = contest.thaw()
    assert (summary["state"], summary["late"], summary["counted"]) == ("building", 0, 7)
    contest.freeze()
    assert {id: total for id, _, total in placed(contest.standings())}["ant"] == "6.00"


def test_thawing_tells_the_board_without_a_score_of_a_sealed_stage():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    contest.thaw()
    told = contest.told("BoardChanged")
    assert [board.state for board in told][-2:] == ["frozen", "building"]
    assert told[-1].rows == []


def test_what_moves_is_thawed_already():
    contest = a_scored_contest()
    told = len(contest.told("BoardChanged"))
    assert contest.thaw()["state"] == "building"
    assert len(contest.told("BoardChanged")) == told


def test_certified_results_are_not_thawed():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    contest.certify()
    with pytest.raises(AlreadyCertified):
        contest.thaw()
    assert contest.standings()["state"] == "certified"
