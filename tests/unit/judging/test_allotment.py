"""Which entries sit in which session."""

import pytest

from services.judging.domain.allotment import Seat, allot
from services.judging.domain.conflict import Candidate


def entries(**cities):
    return [
        Candidate(id, id.title(), categories=(f"{city} things",), city=city) for id, city in cities.items()
    ]


HOME = entries(ant="Taipei", bee="taipei", cat="Tainan", dog="", eel="Lyon")
HEATS = [Seat("p.01", city="TAIPEI"), Seat("p.02", city="Tainan")]


def sorted_shares(shares):
    return {id: sorted(own) for id, own in shares.items()}


def test_by_city_everybody_sits_at_home_and_strangers_fill_up_the_smallest():
    shares = allot(HOME, HEATS, by="city", seed=7)
    assert {"ant", "bee"} <= set(shares["p.01"])
    assert "cat" in shares["p.02"]
    assert sorted(len(own) for own in shares.values()) == [2, 3]
    assert sorted(id for own in shares.values() for id in own) == ["ant", "bee", "cat", "dog", "eel"]


def test_of_two_sessions_in_one_city_each_has_half_of_it():
    seats = [Seat("p.01", city="Taipei"), Seat("p.02", city="Taipei")]
    shares = allot(entries(**{f"e{n}": "Taipei" for n in range(9)}), seats, by="city", seed=1)
    assert sorted(len(own) for own in shares.values()) == [4, 5]


def test_by_track_a_category_decides():
    seats = [Seat("p.01", track="Taipei things"), Seat("p.02", track="tainan  THINGS")]
    shares = allot(HOME[:3], seats, by="track", seed=7)
    assert sorted_shares(shares) == {"p.01": ["ant", "bee"], "p.02": ["cat"]}


def test_by_track_an_entrys_own_goes_before_its_categories():
    seats = [Seat("p.01", track="ai"), Seat("p.02", track="Taipei things")]
    in_track = [Candidate("ant", "Ant", categories=("Taipei things",), track="ai"), HOME[1]]
    assert allot(in_track, seats, by="track", seed=7) == {"p.01": ["ant"], "p.02": ["bee"]}


def test_by_lot_shares_are_even_and_the_same_seed_draws_the_same_whatever_the_order_they_come_in():
    many = entries(**{f"e{n:02}": "" for n in range(20)})
    drawn = allot(many, [Seat("a"), Seat("b"), Seat("c")], by="lot", seed=7)
    assert drawn == allot(many[::-1], [Seat("a"), Seat("b"), Seat("c")], by="lot", seed=7)
    assert sorted(len(own) for own in drawn.values()) == [6, 7, 7]
    assert drawn != allot(many, [Seat("a"), Seat("b"), Seat("c")], by="lot", seed=8)


@pytest.mark.parametrize("by", ["city", "lot"])
def test_one_session_has_everybody(by):
    assert sorted(allot(HOME, [Seat("p")], by=by, seed=0)["p"]) == sorted(each.id for each in HOME)


def test_by_hand_it_is_as_it_was_said_in_that_order():
    seats = [Seat("a", entry_ids=("cat", "ant")), Seat("b", entry_ids=("eel",))]
    assert allot(HOME, seats, by="hand", seed=0) == {"a": ["cat", "ant"], "b": ["eel"]}
