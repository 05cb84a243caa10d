"""How far judges are apart about an entry."""

from decimal import Decimal
from fractions import Fraction

import pytest

from services.judging.domain.spread import rounded, spread_of, total_of

WEIGHTS = {"team": Decimal("0.3"), "pitch": Decimal("0.1")}


def total(**marks):
    return total_of({name: None if m is None else Decimal(m) for name, m in marks.items()}, WEIGHTS)


def spread(*totals):
    found = spread_of([Fraction(t) for t in totals], digits=2)
    return None if found is None else ([str(t) for t in found.totals], str(found.mean), found.deviation)


def test_a_total_is_the_weighted_mean_of_the_marks_exactly():
    assert total(team="8", pitch="5.5") == Fraction(59, 8)


def test_what_a_judge_left_out_weighs_nothing():
    assert total(team="8", pitch=None) == total(team="8") == 8
    assert total(team=None) is None


def test_the_deviation_is_that_of_all_scorecards():
    # 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the standard deviation 2.
    assert spread(9, 2, 4, 4, 5, 4, 7, 5)[1:] == ("5.00", Decimal("2.00"))
    assert spread(1, 2)[2] == Decimal("0.50")


def test_totals_are_told_in_their_own_order_whoever_sent_them():
    assert spread(9, 1, 5) == spread(1, 5, 9)
    assert spread(9, 1, 5)[0] == ["1.00", "5.00", "9.00"]


def test_one_scorecard_is_not_apart_and_none_is_nothing():
    assert spread(7) == (["7.00"], "7.00", None)
    assert spread() is None


@pytest.mark.parametrize(
    ("number", "shown"), [(Fraction(1, 8), "0.13"), (Fraction(-1, 8), "-0.13"), (7, "7.00")]
)
def test_halves_are_rounded_away_from_zero(number, shown):
    assert str(rounded(Fraction(number), digits=2)) == shown
