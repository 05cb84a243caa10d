"""The double opt-in: an intro is made when both sides say yes, and then it stands."""

from datetime import timedelta

import pytest

from services.matching.domain.interest import Interest, Sides
from services.matching.domain.refusals import IntroMade, NoInterest
from tests.unit.matching.market import NOON


def an_interest(*answers):
    """Return an interest after the answers in turn, a minute apart."""
    interest = Interest.between("i-1", "e-ant", edition_id="ed-1")
    for minute, answer in enumerate(answers):
        now = NOON + timedelta(minutes=minute)
        if answer in ("interested", "pass"):
            interest.answer_startup(answer, note=f"note {minute}", now=now)
        else:
            interest.answer_investor(answer, now=now)
    return interest


@pytest.mark.parametrize(
    ("answers", "intro"),
    [
        (["interested"], False),
        (["pass"], False),
        (["interested", "decline"], False),
        (["interested", "accept"], True),
        (["pass", "interested", "accept"], True),
        (["interested", "decline", "accept"], True),
        (["interested", "decline", "pass", "interested"], False),
        (["interested", "decline", "pass", "interested", "accept"], True),
    ],
)
def test_an_intro_needs_a_yes_from_both_sides(answers, intro):
    assert an_interest(*answers).intro == intro


@pytest.mark.parametrize("before", [[], ["pass"], ["interested", "pass"], ["interested", "decline", "pass"]])
def test_a_startup_cannot_answer_who_is_not_interested(before):
    interest = an_interest(*before)
    with pytest.raises(NoInterest):
        interest.answer_investor("accept", now=NOON)


@pytest.mark.parametrize("answer", ["pass", "decline"])
def test_an_intro_cannot_be_undone_by_either_side(answer):
    with pytest.raises(IntroMade):
        an_interest("interested", "accept", answer)


def test_saying_yes_again_leaves_an_intro_as_it_was():
    assert an_interest("interested", "accept", "interested", "accept") == an_interest("interested", "accept")


def test_an_intro_keeps_the_time_of_the_second_yes():
    assert an_interest("interested", "accept").introduced_at == NOON + timedelta(minutes=1)


def test_an_intro_is_told_once_with_what_both_are_called_and_no_address():
    interest = an_interest("interested")
    sides = Sides("Ant", "Lena Costa", "Costa Ventures")
    for _ in range(2):
        interest.answer_investor("accept", now=NOON, sides=sides)
    assert interest.facts == [
        (
            "IntroMade",
            {
                "edition_id": "ed-1",
                "intro_id": interest.intro_id,
                "investor_id": "i-1",
                "entry_id": "e-ant",
                "company": "Ant",
                "investor": "Lena Costa",
                "firm": "Costa Ventures",
                "made_at": NOON,
            },
        )
    ]


@pytest.mark.parametrize("answers", [["interested"], ["interested", "decline"], ["pass"]])
def test_nothing_is_told_before_both_sides_said_yes(answers):
    assert an_interest(*answers).facts == []
