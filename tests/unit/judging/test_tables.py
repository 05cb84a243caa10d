"""Tables: numbered in several ways, and walked by judges who do not all begin at the first."""

import pytest

from services.judging.domain.session import drawn
from services.judging.tables.domain.floor import Floor, by_lot, by_name, shared, walk, with_the_rest
from services.judging.tables.domain.refusals import TablesChanged
from services.judging.tables.repository import floor_from_state, floor_to_state

COMPANIES = {"e-1": "Beech", "e-2": "acorn", "e-3": "Cedar"}
HALL = {f"e-{n}": n for n in range(1, 13)}


def test_tables_are_numbered_by_name_whatever_its_case():
    assert by_name(COMPANIES, first=10) == {"e-2": 10, "e-1": 11, "e-3": 12}


def test_a_lot_can_be_drawn_again_from_its_seed():
    ids = list(COMPANIES)
    assert list(by_lot(ids, seed=7, first=1)) == drawn(ids, 7)
    assert by_lot(ids, seed=7, first=1) == by_lot(list(reversed(ids)), seed=7, first=1)


def test_who_has_no_table_gets_the_lowest_that_is_free_and_nobody_moves():
    assert with_the_rest({"e-1": 2}, COMPANIES, first=1) == {"e-1": 2, "e-2": 1, "e-3": 3}


def test_a_number_that_two_have_is_found_on_both():
    assert shared({"e-1": 4, "e-2": 5, "e-3": 4}) == {"e-1", "e-3"}
    assert shared(HALL) == set()


def test_judges_walk_up_the_numbers_and_begin_evenly_over_the_hall():
    walks = [walk(HALL, HALL, turn=turn, judges=4) for turn in range(4)]
    assert [each[0] for each in walks] == ["e-1", "e-4", "e-7", "e-10"]
    for each in walks:
        first = HALL[each[0]]
        assert [HALL[id] for id in each] == [*range(first, 13), *range(1, first)]


def test_a_judge_of_some_entries_begins_at_the_first_of_them_behind_the_own_beginning():
    assert walk(["e-2", "e-6", "e-11"], HALL, turn=1, judges=2) == ["e-11", "e-2", "e-6"]
    assert walk(["e-2", "e-6", "e-11"], HALL, turn=0, judges=2) == ["e-2", "e-6", "e-11"]


def test_who_has_no_table_comes_last_and_a_hall_without_tables_keeps_its_order():
    assert walk(["e-9", "e-99", "e-1"], HALL, turn=0, judges=3) == ["e-1", "e-9", "e-99"]
    assert walk(["e-b", "e-a"], {}, turn=2, judges=3) == ["e-b", "e-a"]


def test_the_second_who_numbers_is_told_and_the_same_again_is_no_news():
    floor = Floor("ed-1.expo")
    assert floor.number({"e-1": 1}, seed=None, seen=0)
    floor.version = 1
    assert not floor.number({"e-1": 1}, seed=None, seen=0)
    with pytest.raises(TablesChanged):
        floor.number({"e-1": 2}, seed=None, seen=0)
    assert floor.tables == {"e-1": 1}


def test_a_floor_comes_out_of_its_document_as_it_went_in():
    floor = Floor("ed-1.expo", {"e.1": 4, "e-2": 1}, seed=7, version=3)
    assert floor_from_state(floor.id, 3, floor_to_state(floor)) == floor
