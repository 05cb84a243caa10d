"""Scorecards: what is taken, what is refused and why, and that the latest revision wins."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from schemas.refusal import CommandReused
from services.judging.domain.conflict import entries_by_investor, hard_conflicts, invested
from services.judging.domain.lateness import TAKEN, Arrival
from services.judging.domain.refusals import (
    Late,
    MarkOutsideScale,
    PastDeadline,
    Recused,
    StageNotOpen,
    UnknownCriterion,
)
from services.judging.domain.rubric import Rubric, Scale
from services.judging.domain.scorecard import REMEMBERED, SUBMITTED, VOID
from services.judging.domain.window import Window
from tests.unit.judging.builders import NOON, a_candidate, a_judge, a_scorecard, a_submission

SECOND = timedelta(seconds=1)


def test_a_submission_is_recorded_and_told():
    card = a_scorecard()
    assert card.submit(a_submission(team="8.5"))
    assert card.state == SUBMITTED
    (fact,) = card.facts
    assert fact[0] == "ScorecardSubmitted"
    assert fact[1]["marks"] == {"team": Decimal("8.5")}
    assert fact[1]["revision"] == 1


def test_the_same_command_again_changes_nothing():
    card = a_scorecard()
    card.submit(a_submission())
    card.facts.clear()
    assert not card.submit(a_submission())
    assert card.facts == []
    assert len(card.commands) == 1


def test_the_same_command_id_with_another_body_is_refused():
    card = a_scorecard()
    card.submit(a_submission(receipt="c-1.aaaa"))
    with pytest.raises(CommandReused):
        card.submit(a_submission(receipt="c-1.bbbb"))


def test_the_latest_revision_wins_in_whatever_order_they_come():
    submissions = [
        a_submission("c-1", revision=1, team="1"),
        a_submission("c-2", revision=2, team="2"),
        a_submission("c-3", revision=3, team="3"),
        a_submission("c-4", revision=3, later=9, team="4"),
    ]
    for order in permutations(submissions):
        card = a_scorecard()
        for submission in order:
            card.submit(submission)
        assert card.latest == submissions[3]
        assert len(card.facts) == 1
        assert card.facts[0][1]["marks"] == {"team": Decimal("4")}


def test_a_superseded_revision_tells_the_latest_again_with_its_own_receipt():
    card = a_scorecard()
    card.submit(a_submission("c-2", revision=2, team="9"))
    card.facts.clear()
    assert card.submit(a_submission("c-1", revision=1, team="3"))
    ((_, told),) = card.facts
    assert (told["revision"], told["marks"]) == (2, {"team": Decimal("9")})
    assert told["receipts"] == [{"receipt": "c-1.1", "revision": 1}]
    assert card.heard("c-1").revision == 1


def test_all_receipts_taken_in_one_save_are_told_by_revision():
    card = a_scorecard()
    for revision in (3, 1, 2):
        card.submit(a_submission(f"c-{revision}", revision=revision))
    ((_, told),) = card.facts
    assert told["revision"] == 3
    assert [taken["receipt"] for taken in told["receipts"]] == ["c-1.1", "c-2.2", "c-3.3"]


def test_a_phone_whose_clock_is_ahead_does_not_win_by_it():
    card = a_scorecard()
    ahead = replace(a_submission("c-1", revision=1), made_at=NOON + timedelta(hours=1))
    card.submit(ahead)
    card.submit(a_submission("c-2", revision=1, later=60, team="9"))
    assert card.latest.command_id == "c-2"


def test_the_last_twenty_commands_are_remembered():
    card = a_scorecard()
    for revision in range(1, REMEMBERED + 6):
        card.submit(a_submission(f"c-{revision}", revision=revision))
    assert [heard.revision for heard in card.commands] == list(range(6, REMEMBERED + 6))


def test_a_recused_judge_scores_no_more_and_it_is_told_once():
    card = a_scorecard()
    card.submit(a_submission())
    card.facts.clear()
    card.recuse(reason="A cousin")
    card.recuse(reason="Again")
    assert (card.state, card.reason, [name for name, _ in card.facts]) == (VOID, "A cousin", ["JudgeRecused"])
    with pytest.raises(Recused):
        card.submit(a_submission("c-2", revision=2))


def received(seconds):
    at = NOON + seconds * SECOND
    return Arrival(received_at=at, made_at=at)


RUBRIC = Rubric(
    {
        "team": Scale(Decimal(0), Decimal(10), Decimal("0.5")),
        "pitch": Scale(Decimal(1), Decimal(5), Decimal(1)),
    }
)


@pytest.mark.parametrize("mark", ["0", "0.5", "10", "9.50", "7.0"])
def test_marks_on_the_scale_and_its_steps_are_taken(mark):
    RUBRIC.check({"team": Decimal(mark), "pitch": None})


@pytest.mark.parametrize("mark", ["-0.5", "10.5", "0.25", "9.999999999999999999"])
def test_a_mark_off_the_scale_says_what_came_and_what_is_allowed(mark):
    with pytest.raises(MarkOutsideScale) as refused:
        RUBRIC.check({"team": Decimal(mark)})
    assert refused.value.errors == {"team": f"came as {mark}; from 0 to 10 in steps of 0.5 is allowed"}


def test_an_unknown_criterion_is_named_beside_the_known():
    with pytest.raises(UnknownCriterion) as refused:
        RUBRIC.check({"charm": Decimal(1)})
    assert refused.value.errors == {"charm": "came as a criterion; allowed are team, pitch"}


def test_scorecards_are_taken_from_the_opening_to_the_closing():
    window = Window("final", NOON, NOON + 10 * SECOND)
    assert window.check(received(0), deadline=None) == TAKEN
    assert window.check(received(10), deadline=NOON + 10 * SECOND) == TAKEN
    with pytest.raises(StageNotOpen):
        window.check(received(-1), deadline=None)
    with pytest.raises(Late) as late:
        window.check(received(11), deadline=None)
    assert late.value.errors["closed_at"] == "2026-11-23T12:00:10+00:00"
    with pytest.raises(PastDeadline):
        window.check(received(5), deadline=NOON + 4 * SECOND)
    with pytest.raises(StageNotOpen):
        Window("final", None, None).check(received(0), deadline=None)


def test_who_invested_in_a_startup_has_a_hard_conflict_by_name_or_firm():
    angel = a_judge(1, name="Paul  Buchheit")
    partner = a_judge(2, firm="Y COMBINATOR")
    other = a_judge(3, firm="")
    candidates = [
        a_candidate(1, investors=["paul buchheit"]),
        a_candidate(2, investors=["Y Combinator", ""]),
        a_candidate(3),
    ]
    assert hard_conflicts([angel, partner, other], candidates) == {
        "j-1": {"e-1"},
        "j-2": {"e-2"},
        "j-3": set(),
    }
    assert invested(angel, entries_by_investor(candidates)) == {"e-1"}
    assert invested(other, entries_by_investor(candidates)) == set()


def test_a_declared_hard_conflict_counts_like_an_investment_and_a_soft_one_does_not():
    judge = a_judge(1)
    judge.declare("e-1", kind="hard", reason="A cousin")
    judge.declare("e-2", kind="soft", reason="The same school")
    assert hard_conflicts([judge], []) == {"j-1": {"e-1"}}
