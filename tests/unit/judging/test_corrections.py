"""After certifying only the organiser changes a scorecard, with a reason, and what was before is kept."""

from decimal import Decimal

import pytest

from services.judging.documents import scorecard_from_state, scorecard_to_state
from services.judging.domain.lateness import Arrival
from services.judging.domain.refusals import ScorecardChanged, ScorecardLocked, ScorecardVoid
from services.judging.domain.scorecard import AMENDED, DRAFT, LOCKED, SUBMITTED, VOID
from services.judging.domain.window import Window
from tests.unit.judging.builders import NOON, a_scorecard, a_submission

MARKS = {"team": Decimal("6.5")}


def a_submitted():
    card = a_scorecard()
    card.submit(a_submission(revision=2, team="9.5"))
    card.facts.clear()
    return card


def amended(card, *, revision=2, marks=MARKS, reason="a slip"):
    card.amend(marks, revision=revision, reason=reason, command_id="c-9", now=NOON)
    return card


def test_a_scorecard_is_locked_once_it_counts_in_certified_results():
    assert a_submitted().state_in(certified=True) == LOCKED
    assert a_submitted().state_in(certified=False) == SUBMITTED
    assert a_scorecard().state_in(certified=True) == DRAFT
    assert amended(a_submitted()).state_in(certified=True) == AMENDED


def test_other_marks_take_the_place_of_the_judges_and_are_told_with_the_reason():
    card = amended(a_submitted())
    ((name, told),) = card.facts
    assert (name, told["revision"], told["marks"], told["reason"]) == ("ScorecardAmended", 3, MARKS, "a slip")
    assert (card.state, card.latest.marks, card.revision) == (AMENDED, MARKS, 3)


def test_the_marks_that_were_before_are_kept():
    card = amended(amended(a_submitted()), revision=3, marks={"team": Decimal(7)}, reason="again")
    kept = scorecard_from_state("sc-1", 1, scorecard_to_state(card))
    assert [(c.revision, c.before, c.reason) for c in kept.corrections] == [
        (2, {"team": Decimal("9.5")}, "a slip"),
        (3, MARKS, "again"),
    ]


def test_marks_that_nobody_gave_can_be_put_in_from_the_signed_sheet():
    card = amended(a_scorecard(), revision=0)
    assert (card.state, card.revision, card.latest.marks) == (AMENDED, 1, MARKS)


def test_the_same_correction_again_changes_nothing():
    card = amended(a_submitted())
    card.facts.clear()
    assert amended(card).facts == []
    card.void(revision=3, reason="kin", now=NOON)
    card.void(revision=3, reason="kin", now=NOON)
    assert [name for name, _ in card.facts] == ["ScorecardVoided"]
    assert card.state == VOID


def test_who_looked_at_an_older_revision_is_told():
    card = amended(a_submitted())
    with pytest.raises(ScorecardChanged) as refused:
        amended(card, marks={"team": Decimal(1)})
    assert refused.value.errors == {"revision": {"came": 2, "allowed": 3}}
    with pytest.raises(ScorecardChanged):
        card.void(revision=2, reason="kin", now=NOON)


def test_nothing_of_a_void_scorecard_is_amended():
    card = a_submitted()
    card.recuse(reason="kin")
    with pytest.raises(ScorecardVoid):
        amended(card)


def test_that_of_a_judge_recused_after_the_freeze_can_be_voided():
    card = a_submitted()
    card.recuse(reason="kin")
    card.void(revision=2, reason="kin, found late", now=NOON)
    assert [name for name, _ in card.facts] == ["JudgeRecused", "ScorecardVoided"]


def test_a_phone_can_send_nothing_once_the_results_are_certified():
    window = Window("final", NOON, NOON, certified=True)
    with pytest.raises(ScorecardLocked):
        window.check(Arrival(received_at=NOON, made_at=NOON), deadline=None)
