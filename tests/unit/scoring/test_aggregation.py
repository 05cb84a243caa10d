from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.aggregation import KEEPERS, tally
from services.scoring.domain.refusals import RuleRefused
from services.scoring.domain.rounding import round_half_up
from services.scoring.domain.rule import METHODS, Criterion, Rule
from tests.unit.scoring.naive import score

WEIGHTS = {"problem": "20", "market": "30", "team": "50"}


def a_rule(method="weighted_mean", *, weights=WEIGHTS, **options):
    criteria = tuple(Criterion(id, id.title(), Decimal(weight)) for id, weight in weights.items())
    return Rule(method=method, criteria=criteria, **options)


def a_card(**marks):
    return {criterion: None if mark is None else Decimal(mark) for criterion, mark in marks.items()}


def printed(rule, units):
    return None if units is None else str(rule.decimal(units))


def total(rule, *cards):
    return printed(rule, tally(cards, rule=rule, owed=len(cards)).total)


def means(rule, *cards):
    return [printed(rule, mean) for mean in tally(cards, rule=rule, owed=len(cards)).means]


def test_each_mean_is_rounded_before_it_is_weighted_and_again_after():
    rule = a_rule()
    cards = [a_card(problem="7", market="8", team="9"), a_card(problem="8", market="8", team="9.5")]
    cards.append(a_card(problem="8", market="9", team="9"))
    # 7.666 -> 7.67 x 0.2 = 1.534 -> 1.53; 8.333 -> 8.33 x 0.3 = 2.499 -> 2.50; 9.1666 -> 9.17 x 0.5 = 4.585 -> 4.59
    assert means(rule, *cards) == ["7.67", "8.33", "9.17"]
    assert total(rule, *cards) == "8.62"


def test_marks_not_given_are_left_out():
    rule = a_rule()
    cards = [a_card(problem="6", market=None, team="6"), a_card(problem="8", team="8", other="1")]
    assert means(rule, *cards) == ["7.00", None, "7.00"]


def test_a_criterion_that_nobody_marked_adds_nothing():
    assert total(a_rule(), a_card(problem="10", team="10")) == "7.00"


def test_a_scorecard_without_a_mark_makes_a_total_of_zero_and_none_makes_no_total():
    rule = a_rule()
    assert total(rule, a_card(problem=None)) == "0.00"
    assert total(rule) is None


def test_the_highest_and_the_lowest_of_each_criterion_are_dropped():
    rule = a_rule("trimmed_mean", drop_highest=1, drop_lowest=1)
    cards = [
        a_card(problem=p, market=m, team="5") for p, m in (("1", "9"), ("6", "2"), ("7", "8"), ("10", "7"))
    ]
    assert means(rule, *cards) == ["6.50", "7.50", "5.00"]


def test_nothing_is_dropped_where_no_mark_would_be_left():
    rule = a_rule("trimmed_mean", drop_highest=1, drop_lowest=1)
    two = [a_card(problem="1"), a_card(problem="10")]
    assert means(rule, *two)[0] == "5.50"
    assert means(rule, *two, a_card(problem="7"))[0] == "7.00"


def test_halves_go_away_from_zero():
    assert [round_half_up(n, 2) for n in (5, 3, 1, 0, -1, -3, -5)] == [3, 2, 1, 0, -1, -2, -3]


def test_means_are_exact_where_binary_numbers_are_not():
    rule = a_rule(weights={"problem": "1"})
    assert total(rule, a_card(problem="1.005")) == "1.01"
    assert total(rule, a_card(problem="2.675"), a_card(problem="2.675")) == "2.68"
    many_digits = a_card(problem="0.00499999999999999999999999999999999999999999")
    assert total(rule, many_digits) == "0.00"
    assert (
        total(rule, many_digits, a_card(problem="0.00500000000000000000000000000000000000000001")) == "0.01"
    )


def test_weights_need_not_sum_to_a_hundred():
    rule = a_rule(weights={"problem": "1", "market": "2"})
    assert total(rule, a_card(problem="10", market="10")) == "10.00"


def test_every_named_method_has_its_keeper():
    assert set(KEEPERS) == set(METHODS)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"method": "median"}, "method"),
        ({"tie_breaks": ("coin",)}, "tie_breaks"),
        ({"tie_breaks": ("criterion:charm",)}, "tie_breaks"),
        ({"weights": {"problem": "0", "market": "0"}}, "weights"),
        ({"weights": {"problem": "-1", "market": "2"}}, "weights"),
    ],
)
def test_a_rule_that_cannot_be_carried_out_is_refused(options, named):
    with pytest.raises(RuleRefused) as refusal:
        a_rule(**options)
    assert list(refusal.value.errors) == [named]


mark = st.none() | st.decimals(min_value=-10, max_value=10, places=2) | st.integers(0, 10).map(Decimal)
card = st.fixed_dictionaries({}, optional=dict.fromkeys(WEIGHTS, mark))
rules = st.fixed_dictionaries(
    {
        "method": st.sampled_from(METHODS),
        "drop_highest": st.integers(0, 3),
        "drop_lowest": st.integers(0, 3),
        "digits": st.integers(0, 6),
    }
)
weightings = st.fixed_dictionaries(
    {c: st.decimals(min_value="0.1", max_value=100, places=1).map(str) for c in WEIGHTS}
)


@given(st.lists(card, max_size=9), rules, weightings)
def test_the_tally_equals_an_independent_computation(cards, options, weights):
    rule = a_rule(weights=weights, **options)
    result = tally(cards, rule=rule, owed=len(cards))
    unit = Fraction(1, 10**rule.digits)
    wanted_means, wanted_total = score(cards, weights=weights, **options)
    assert [None if m is None else m * unit for m in result.means] == list(wanted_means.values())
    assert (None if result.total is None else result.total * unit) == wanted_total


@given(
    st.lists(card, max_size=6).flatmap(lambda cards: st.tuples(st.just(cards), st.permutations(cards))), rules
)
def test_the_order_of_scorecards_does_not_matter(orders, options):
    rule = a_rule(**options)
    first, second = (tally(cards, rule=rule, owed=6) for cards in orders)
    assert first == second
