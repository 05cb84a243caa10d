"""A stage whose result are the audience's votes alone."""

from decimal import Decimal

import pytest

from services.scoring.domain.refusals import RuleRefused, StageNotClosed
from services.scoring.domain.rule import Criterion, Rule
from services.scoring.domain.words import rule_in_words
from services.scoring.votes.domain.refusals import (
    ChoicesMissing,
    VoteDecides,
    VoteMissing,
    VotesArriving,
    VoteStillOpen,
)
from services.scoring.votes.weighing import check_reveal
from tests.unit.scoring.contest import (
    Contest,
    a_contest_of_votes,
    a_stage_of_votes,
    an_award,
    edition_started,
    entry_disqualified,
    entry_screened,
    entry_submitted,
    entry_withdrawn,
    placed,
)

VOTES = {"ant": 30, "bee": 50, "cat": 30, "dog": 0}


def the_vote(contest):
    return next(iter(contest.store.audience.held.values()))


def certified(**votes):
    contest = a_contest_of_votes(awards=[an_award(1, "People's choice")])
    contest.hold_vote(**(votes or VOTES), revealed=False)
    contest.freeze()
    contest.certify()
    return contest


def test_places_are_by_votes_equal_votes_share_and_without_a_vote_there_is_no_place():
    contest = certified()
    assert placed(contest.standings()) == [
        ("bee", 1, "50"),
        ("ant", 2, "30"),
        ("cat", 2, "30"),
        ("dog", None, None),
    ]
    first = contest.standings()["rows"][0]
    assert (first["award"], first["votes"], first["judged"], first["scorecards"]) == (
        "People's choice",
        50,
        None,
        0,
    )


def test_nothing_is_told_of_the_votes_while_they_come_in_not_even_to_organisers():
    contest = a_contest_of_votes().hold_vote(**VOTES, open=True, revealed=False).refresh()
    assert {(row["place"], row["total"], row.get("votes")) for row in contest.standings()["rows"]} == {
        (None, None, None)
    }
    assert contest.board()["rows"] == []


def test_it_stops_only_once_its_vote_is_closed_and_counted_and_the_stage_is_too():
    contest = a_contest_of_votes()
    with pytest.raises(VoteMissing):
        contest.freeze(accept_missing=True)
    with pytest.raises(VoteStillOpen):
        contest.hold_vote(**VOTES, open=True, revealed=False).freeze()
    contest.hold_vote(**VOTES, revealed=False)
    the_vote(contest).settled = False
    with pytest.raises(VotesArriving):
        contest.freeze()
    still = Contest().hear(edition_started(a_stage_of_votes()), entry_submitted("ant"), entry_screened("ant"))
    with pytest.raises(StageNotClosed):
        still.hold_vote(ant=3, bee=2, revealed=False).freeze()


def test_whom_nobody_could_vote_for_is_named_before_it_stops_without_them():
    contest = a_contest_of_votes().hold_vote(ant=3, bee=9, revealed=False)
    with pytest.raises(ChoicesMissing) as refused:
        contest.freeze()
    assert refused.value.errors == {"missing": 2, "companies": ["Cat Inc.", "Dog Inc."]}
    contest.freeze(accept_missing=True)
    assert placed(contest.standings())[:2] == [("bee", 1, "9"), ("ant", 2, "3")]


def test_a_thaw_hides_the_votes_again():
    contest = a_contest_of_votes().hold_vote(**VOTES, revealed=False)
    contest.freeze()
    contest.thaw()
    assert {total for _, _, total in placed(contest.standings())} == {None}


def test_the_vote_is_revealed_with_its_stage_and_not_before():
    contest = certified()
    with pytest.raises(VoteDecides):
        check_reveal(the_vote(contest), contest.store)
    contest.reveal(1)
    assert [(row["entry_id"], row["place"]) for row in contest.board()["rows"]] == [("ant", 2), ("cat", 2)]
    assert not the_vote(contest).revealed
    contest.publish()
    assert the_vote(contest).totals == VOTES
    check_reveal(the_vote(contest), contest.store)
    assert [(row["entry_id"], row["total"], row["votes"]) for row in contest.results()["rows"]] == [
        ("bee", "50", 50),
        ("ant", "30", 30),
        ("cat", "30", 30),
    ]


def test_who_is_disqualified_afterwards_leaves_and_the_others_move_up():
    contest = certified()
    contest.publish()
    contest.hear(entry_disqualified("bee"))
    assert placed(contest.standings()) == [("ant", 1, "30"), ("cat", 1, "30"), ("dog", None, None)]
    assert contest.standings()["certificate"] == 2


def test_who_withdrew_is_in_no_place_and_is_named_as_left_out():
    contest = a_contest_of_votes().hear(entry_withdrawn("bee")).refresh()
    contest.hold_vote(**VOTES, revealed=False)
    contest.freeze()
    assert placed(contest.standings())[0] == ("ant", 1, "30")
    (standing,) = contest.store.standings.select({})
    assert standing.left_out == [
        {"entry_id": "bee", "company": "Bee Inc.", "judge": "", "reason": "withdrawn"}
    ]


def test_the_rule_is_said_without_a_word_of_marks():
    words = rule_in_words(Rule("votes", (), digits=0))
    assert "votes alone decide" in words
    assert "share the place" in words
    assert "scorecard" not in words


def test_a_rule_by_votes_has_no_rubric():
    with pytest.raises(RuleRefused):
        Rule("votes", (Criterion("pitch", "Pitch", Decimal(1)),), digits=0)
