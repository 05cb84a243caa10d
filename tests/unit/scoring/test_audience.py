"""The audience's votes in a result: by how much, from when on, and seen by whom."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.aggregation import Tally
from services.scoring.domain.audience import weighed
from services.scoring.domain.rule import Criterion, Rule
from services.scoring.domain.words import rule_in_words
from services.scoring.votes.domain.refusals import (
    VoteMissing,
    VoteNotRevealed,
    VotesArriving,
    VoteStillOpen,
    VoteUnclear,
)
from tests.unit.scoring.contest import (
    a_scored_contest,
    a_stage,
    entry_disqualified,
    placed,
    scorecard_amended,
    stage_closed,
)

VOTES = {"ant": 0, "bee": 50, "cat": 25}


def a_rule(percent, *ends):
    criteria = tuple(
        Criterion(f"c{n}", f"C{n}", Decimal(1), Decimal(low), Decimal(high))
        for n, (low, high) in enumerate(ends or [(0, 10)])
    )
    return Rule("weighted_mean", criteria, audience_percent=percent)


def a_tally(total):
    return Tally(2, 2, total, (total,), None)


def totals(judged, votes, rule):
    found = weighed({id: a_tally(total) for id, total in judged.items()}, votes, rule=rule)
    return {id: tally.total for id, tally in found.items()}


def an_evening(percent=40):
    """Return a closed contest: ant 8, bee 7 and cat 7 by the judges, and so much is the audience's."""
    return a_scored_contest(a_stage(audience_percent=percent)).hear(stage_closed())


def published(**votes):
    contest = an_evening().hold_vote(**(votes or VOTES))
    contest.freeze()
    contest.certify()
    contest.publish()
    return contest


def test_the_most_votes_are_full_marks_and_none_are_the_lowest():
    judged = {"ant": 800, "bee": 700, "cat": 700}
    assert totals(judged, VOTES, a_rule(40)) == {"ant": 480, "bee": 820, "cat": 620}
    assert totals(judged, VOTES, a_rule(40, (1, 5), (3, 9))) == {"ant": 560, "bee": 700, "cat": 600}


def test_what_is_between_two_digits_is_rounded_half_up_once():
    assert totals({"a": 801, "b": 700}, {"a": 1, "b": 3}, a_rule(50)) == {"a": 567, "b": 850}


def test_where_nobody_voted_the_judges_total_stays_and_without_a_scorecard_there_is_none():
    judged = {"ant": 800, "bee": None}
    assert totals(judged, {"ant": 0, "bee": 9}, a_rule(40)) == judged
    assert totals(judged, {"ant": 1, "bee": 9}, a_rule(40)) == {"ant": 880, "bee": None}


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 300)), min_size=1), st.integers(0, 50))
def test_who_is_not_behind_in_either_part_is_not_behind_in_the_total(entries, percent):
    judged = {str(n): total for n, (total, _) in enumerate(entries)}
    votes = {str(n): number for n, (_, number) in enumerate(entries)}
    found = totals(judged, votes, a_rule(percent))
    assert all(0 <= total <= 1000 for total in found.values())
    for a in judged:
        for b in judged:
            if judged[a] >= judged[b] and votes[a] >= votes[b]:
                assert found[a] >= found[b]


def test_the_freeze_takes_the_votes_in_and_both_parts_are_told_to_organisers():
    contest = an_evening().hold_vote(**VOTES, revealed=False)
    assert placed(contest.standings()) == [("ant", 1, "8.00"), ("bee", 2, "7.00"), ("cat", 2, "7.00")]
    contest.freeze()
    rows = contest.standings()["rows"]
    assert [(row["entry_id"], row["total"], row["judged"], row["votes"]) for row in rows] == [
        ("bee", "8.20", "7.00", 50),
        ("cat", "6.20", "7.00", 25),
        ("ant", "4.80", "8.00", 0),
    ]


def test_a_thaw_takes_them_out_again():
    contest = an_evening().hold_vote(**VOTES)
    contest.freeze()
    contest.thaw()
    assert placed(contest.standings())[0] == ("ant", 1, "8.00")
    assert "votes" not in contest.standings()["rows"][0]


def test_nothing_public_says_how_many_votes_there_are_until_all_is_public():
    contest = an_evening().hold_vote(**VOTES, revealed=False)
    contest.freeze()
    contest.certify()
    contest.reveal(1)
    assert [set(row) & {"judged", "votes"} for row in contest.board()["rows"]] == [set()]
    with pytest.raises(VoteNotRevealed):
        contest.publish()
    contest.hold_vote(**VOTES)
    contest.publish()
    assert next((row["judged"], row["votes"]) for row in contest.results()["rows"]) == ("7.00", 50)


def test_the_vote_has_to_be_over_and_all_of_it_counted():
    with pytest.raises(VoteStillOpen):
        an_evening().hold_vote(**VOTES, open=True, revealed=False).freeze()
    contest = an_evening().hold_vote(**VOTES, revealed=False)
    next(iter(contest.store.audience.held.values())).settled = False
    with pytest.raises(VotesArriving):
        contest.freeze()


def test_without_a_vote_the_organiser_has_to_say_so():
    contest = an_evening()
    with pytest.raises(VoteMissing):
        contest.freeze()
    contest.freeze(accept_missing=True)
    assert placed(contest.standings())[0] == ("ant", 1, "8.00")


def test_of_several_votes_the_organiser_names_one():
    contest = an_evening().hold_vote(**VOTES).hold_vote("second", ant=3, bee=0, cat=0)
    with pytest.raises(VoteUnclear) as refused:
        contest.freeze()
    assert refused.value.errors == {"vote_id": {"known": ["audience", "second"]}}
    with pytest.raises(VoteMissing):
        contest.freeze(vote_id="third")
    contest.freeze(vote_id="second")
    assert contest.standings()["rows"][0]["entry_id"] == "ant"


def test_where_judges_decide_alone_a_vote_changes_nothing():
    contest = an_evening(percent=0).hold_vote(**VOTES, open=True, revealed=False)
    contest.freeze()
    assert placed(contest.standings())[0] == ("ant", 1, "8.00")


def test_a_correction_keeps_the_votes_and_the_most_are_those_of_who_is_left():
    contest = published().hear(scorecard_amended("bee", "j1", 9, 9))
    assert placed(contest.standings())[0] == ("bee", 1, "8.80")
    contest.hear(entry_disqualified("bee"))
    assert placed(contest.standings()) == [("cat", 1, "8.20"), ("ant", 2, "4.80")]
    before = contest.certificate(1)["rows"]
    assert [(row["entry_id"], row["votes"]) for row in before] == [("bee", 50), ("cat", 25), ("ant", 0)]


def test_the_rule_says_it_in_words():
    assert "40 %" in rule_in_words(a_rule(40, (1, 5), (3, 9)))
    assert "The share is 2 for no vote and 7 for the most votes" in rule_in_words(a_rule(40, (1, 5), (3, 9)))
    assert "audience" not in rule_in_words(a_rule(0))
