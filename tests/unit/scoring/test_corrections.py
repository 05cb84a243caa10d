"""Certified results are corrected in the open: in the log, certified anew, and both can be read."""

import pytest

from services.scoring.domain.refusals import EntriesDisqualified, NotPublished
from tests.unit.scoring.contest import (
    EDITION,
    STAGE,
    a_published_contest,
    a_scored_contest,
    a_stage,
    an_award,
    card_id,
    entry_disqualified,
    judge_recused,
    placed,
    scorecard_amended,
    scorecard_submitted,
    scorecard_voided,
    stage_closed,
)

CAT_WINS = [("cat", 1, "8.50"), ("ant", 2, "8.00"), ("bee", 3, "7.00")]


def a_certified_contest(*, awards=()):
    contest = a_scored_contest(awards=awards).hear(stage_closed())
    contest.freeze()
    contest.certify()
    return contest


def test_an_amended_scorecard_counts_and_the_results_are_certified_anew():
    contest = a_certified_contest().hear(scorecard_amended("cat", "j1", 10, 10))
    assert placed(contest.standings()) == CAT_WINS
    assert (contest.standings()["certificate"], contest.standings()["corrected"]) == (2, True)
    assert [told.certificate for told in contest.told("ResultsCertified")] == [1, 2]


def test_both_certificates_can_be_read_with_who_moved_and_by_how_much():
    contest = a_certified_contest().hear(scorecard_amended("cat", "j1", 10, 10))
    newest, first = contest.certificates()
    assert (first["number"], first["replaced_by"], first["correction"]) == (1, 2, None)
    assert (newest["correction"]["reason"], newest["correction"]["kind"]) == ("a slip of the pen", "amended")
    assert [(m["entry_id"], m["place_before"], m["place"], m["up"], m["by"]) for m in newest["moved"]] == [
        ("cat", 2, 1, 1, "1.50"),
        ("ant", 1, 2, -1, "0.00"),
        ("bee", 2, 3, -1, "0.00"),
    ]
    assert placed(contest.certificate(1)) == [("ant", 1, "8.00"), ("bee", 2, "7.00"), ("cat", 2, "7.00")]
    assert placed(contest.certificate(2)) == CAT_WINS


def test_a_voided_scorecard_counts_no_more():
    contest = a_certified_contest().hear(scorecard_amended("cat", "j1", 1, 1), scorecard_voided("cat", "j1"))
    assert placed(contest.standings()) == [("ant", 1, "8.00"), ("bee", 2, "7.00"), ("cat", 2, "7.00")]
    assert contest.standings()["rows"][2]["scorecards"] == 1
    assert contest.counted((card_id("cat", "j1"), 1), (card_id("cat", "j2"), 1)) == [card_id("cat", "j2")]


def test_a_correction_heard_twice_is_made_once():
    amended, voided = scorecard_amended("cat", "j1", 10, 10), scorecard_voided("bee", "j1")
    contest = a_certified_contest().hear(amended, voided, amended, voided, amended)
    assert contest.standings()["certificate"] == 3
    assert contest.store.log.head(EDITION).size == 8


def test_what_came_after_the_freeze_is_not_let_in_by_a_correction():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    contest.hear(scorecard_submitted("bee", "j1", 10, 10, revision=2), judge_recused("ant", "j1"))
    contest.certify()
    contest.hear(scorecard_amended("cat", "j1", 10, 10))
    assert placed(contest.standings()) == CAT_WINS


def test_a_phone_sees_that_the_amended_revision_counts():
    contest = a_certified_contest().hear(scorecard_amended("cat", "j1", 10, 10)).refresh()
    assert contest.counted((card_id("cat", "j1"), 2)) == [card_id("cat", "j1")]
    assert contest.standings()["late"] == 0


def test_awards_go_to_whoever_has_the_place_now():
    contest = a_certified_contest(awards=[an_award(1, "Cup")])
    contest.hear(scorecard_amended("cat", "j1", 10, 10))
    assert [row["award"] for row in contest.standings()["rows"]] == ["Cup", "", ""]


def test_before_the_reveal_a_correction_shows_nothing_but_that_there_was_one():
    contest = a_certified_contest().hear(scorecard_amended("cat", "j1", 10, 10))
    board = contest.board()
    assert (board["corrected"], board["certificate"], board["rows"]) == (True, 2, [])
    assert board["proof"]["size"] == 7


def test_places_stay_revealed_as_far_as_they_were():
    contest = a_certified_contest()
    contest.reveal(1)
    assert [row["place"] for row in contest.board()["rows"]] == [2, 2]
    contest.hear(scorecard_amended("cat", "j1", 10, 10))
    assert [(row["entry_id"], row["place"]) for row in contest.board()["rows"]] == [("ant", 2), ("bee", 3)]
    assert contest.reveal(3)["revealed"] == 3


def test_public_results_are_public_again_at_once():
    contest = a_published_contest().hear(scorecard_amended("cat", "j1", 10, 10))
    assert [row["entry_id"] for row in contest.results()["rows"]] == ["cat", "ant", "bee"]
    assert contest.results()["corrected"] is True
    told = contest.told("ResultsPublished")[-1]
    assert (told.certificate, sorted(told.moved)) == (2, ["ant", "bee", "cat"])


def test_the_public_reads_certificates_once_the_results_are_public():
    contest = a_certified_contest().hear(scorecard_amended("cat", "j1", 10, 10))
    for read in (lambda: contest.certificates(public=True), lambda: contest.certificate(1, public=True)):
        with pytest.raises(NotPublished):
            read()
    contest.publish()
    assert len(contest.certificates(public=True)) == 2
    assert "j1" not in str(contest.certificates(public=True))


def test_who_is_disqualified_leaves_and_those_below_move_up():
    contest = a_published_contest().hear(entry_disqualified("ant"))
    assert placed(contest.standings()) == [("bee", 1, "7.00"), ("cat", 1, "7.00")]
    assert [row["entry_id"] for row in contest.board()["rows"]] == ["bee", "cat"]
    assert contest.certificates()[0]["moved"][-1]["entry_id"] == "ant"
    assert contest.certificates()[0]["correction"]["judge"] == ""


def test_a_disqualified_entry_that_was_hidden_lets_nothing_else_be_seen():
    contest = a_certified_contest()
    contest.reveal(1)
    contest.hear(entry_disqualified("ant"))
    assert [(row["entry_id"], row["place"]) for row in contest.board()["rows"]] == [("bee", 1), ("cat", 1)]


def test_while_scorecards_move_the_standing_a_disqualified_entry_just_leaves():
    contest = a_scored_contest().hear(entry_disqualified("ant")).refresh()
    assert placed(contest.standings()) == [("bee", 1, "7.00"), ("cat", 1, "7.00")]
    contest.hear(stage_closed())
    contest.freeze()
    contest.certify()
    contest.publish()
    assert [(each["entry_id"], each["reason"]) for each in contest.proof()["withdrawn"]] == [
        ("ant", "disqualified")
    ]


def test_a_frozen_standing_loses_the_entry_without_a_certificate_of_its_own():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    contest.hear(entry_disqualified("ant"))
    contest.certify()
    assert (contest.standings()["certificate"], contest.standings()["corrected"]) == (1, False)
    assert placed(contest.standings()) == [("bee", 1, "7.00"), ("cat", 1, "7.00")]


def test_who_left_in_the_moment_of_the_freeze_is_not_certified():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    contest.store.entries.put("ant", "disqualified", version=11, values={"reason": "two entries"})
    with pytest.raises(EntriesDisqualified):
        contest.certify()
    assert contest.standings()["state"] == "frozen"


def test_each_stage_that_an_entry_stands_in_is_corrected():
    contest = a_scored_contest(a_stage("first"), a_stage())
    contest.hear(stage_closed(), stage_closed("first"))
    contest.freeze()
    contest.certify()
    contest.hear(entry_disqualified("ant"))
    assert contest.standings(STAGE)["certificate"] == 2
    assert contest.standings("first")["certificate"] == 0
