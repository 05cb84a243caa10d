from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.aggregation import Tally
from services.scoring.domain.ranking import place
from tests.unit.scoring.naive import places
from tests.unit.scoring.test_aggregation import a_rule


def a_tally(total, *, means=(1, 1, 1), scorecards=3, highest="9"):
    return Tally(scorecards, 3, total, tuple(means), None if highest is None else Decimal(highest))


def placings(tallies, *tie_breaks):
    return [(p.entry_id, p.place, p.shared) for p in place(tallies, rule=a_rule(tie_breaks=tie_breaks))]


def test_equal_totals_share_a_place_and_the_next_is_skipped():
    tallies = {"a": a_tally(700), "b": a_tally(900), "c": a_tally(800), "d": a_tally(800)}
    assert placings(tallies) == [("b", 1, False), ("c", 2, True), ("d", 2, True), ("a", 4, False)]


def test_the_named_criterion_decides_between_equal_totals():
    tallies = {"a": a_tally(800, means=(5, 5, None)), "b": a_tally(800, means=(5, 5, 6))}
    assert placings(tallies, "criterion:team") == [("b", 1, False), ("a", 2, False)]
    assert placings(tallies, "criterion:market") == [("a", 1, True), ("b", 1, True)]


def test_tie_breaks_are_asked_in_their_order():
    tallies = {"a": a_tally(8, scorecards=2, highest="10"), "b": a_tally(8, scorecards=3, highest="9.5")}
    assert placings(tallies, "scorecards", "highest_mark") == [("b", 1, False), ("a", 2, False)]
    assert placings(tallies, "highest_mark", "scorecards") == [("a", 1, False), ("b", 2, False)]


def test_entries_without_scorecards_come_last_and_have_no_place():
    nothing = a_tally(None, means=(None, None, None), scorecards=0, highest=None)
    tallies = {"a": nothing, "b": a_tally(0), "c": nothing, "d": a_tally(-5)}
    assert placings(tallies) == [("b", 1, False), ("d", 2, False), ("a", None, False), ("c", None, False)]


totals = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.tuples(st.integers(-3, 3), st.integers(1, 3)), max_size=30
)


@given(totals)
def test_places_equal_a_count_of_those_in_front(keys):
    tallies = {id: a_tally(total, scorecards=cards) for id, (total, cards) in keys.items()}
    assert {id: n for id, n, _ in placings(tallies, "scorecards")} == places(keys)


@given(totals, st.randoms())
def test_the_order_of_entries_does_not_matter(keys, chance):
    tallies = {id: a_tally(total) for id, (total, _) in keys.items()}
    shuffled = list(tallies.items())
    chance.shuffle(shuffled)
    assert placings(dict(shuffled)) == placings(tallies)
