"""Timetables of meetings on plain objects: nobody twice, no table twice, as many as can be."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from schemas.refusal import Invalid
from services.matching.meetings.domain.arranging import Kept, Place, arrange
from services.matching.meetings.domain.choosing import choose
from services.matching.meetings.domain.pair import Pair
from services.matching.meetings.domain.plan import Plan, Presence, Slot

TWO = datetime(2026, 11, 24, 14, tzinfo=UTC)
BEFORE = TWO - timedelta(days=1)


def a_plan(slots=4, tables=3, **facts):
    window = (TWO, TWO + timedelta(minutes=20 * slots))
    return Plan((window,), 15, 5, tuple(str(n) for n in range(1, tables + 1)), **facts).checked()


def a_pair(investor, startup, *, wish=False):
    return Pair(f"m-{investor}-{startup}", f"i-{investor}", f"e-{startup}", wish=wish)


def a_fair(investors, startups, pairs, *, seed):
    chance = random.Random(seed)
    every = [(i, e) for i in range(investors) for e in range(startups)]
    return [a_pair(i, e) for i, e in chance.sample(every, pairs)]


def arranged(plan, pairs, *, kept=(), seed=7, now=BEFORE):
    return arrange(plan, pairs, kept=kept, seed=seed, now=now)


def check(plan, pairs, found):
    """Check that nobody and no table is in use twice at a time, and that everybody is there."""
    known, busy = {pair.id: pair for pair in pairs}, Counter()
    for id, place in found.places.items():
        busy.update((at, place.starts_at) for at in (*known[id].sides, place.table))
        slot = Slot(place.starts_at, place.ends_at)
        assert all(plan.presence(side).covers(slot) for side in known[id].sides)
    assert set(busy.values()) <= {1}
    assert set(found.places) | set(found.why) == set(known)
    assert not set(found.places) & set(found.why)


def most(plan, pairs):
    """Return how many meetings there can be, by choice alone."""
    room = {side: len(plan.slots) for pair in pairs for side in pair.sides}
    return len(choose(pairs, room=room, seats=len(plan.slots) * len(plan.tables)))


def test_a_window_has_as_many_slots_as_fit_with_a_break_between():
    plan = Plan(((TWO, TWO + timedelta(minutes=60)),), 15, 5, ("1",))
    assert [slot.starts_at.minute for slot in plan.slots] == [0, 20, 40]
    assert Plan(((TWO, TWO + timedelta(minutes=54)),), 15, 5, ("1",)).slots[1:] == plan.slots[1:2]


@pytest.mark.parametrize(
    ("windows", "tables", "wrong"),
    [
        ([(0, 10)], ("1",), ["windows.0.ends_at"]),
        ([(0, 60), (40, 90)], ("1",), ["windows.1.begins_at"]),
        ([(0, 60)], ("1", "2", "1"), ["tables.2"]),
        ([(60, 0), (0, 15)], ("1", "1"), ["windows.0.ends_at", "tables.1"]),
        ([(0, 60 * 24 * 7)], ("1",), ["windows"]),
        ([(0, 60 * 24 * 365 * 100)], ("1",), ["windows"]),
    ],
)
def test_a_plan_by_which_no_timetable_can_be_made_is_refused_with_all_that_is_wrong(windows, tables, wrong):
    at = [tuple(TWO + timedelta(minutes=minutes) for minutes in window) for window in windows]
    with pytest.raises(Invalid) as refused:
        Plan(tuple(at), 15, 5, tables).checked()
    assert list(refused.value.errors) == wrong


@pytest.mark.parametrize("seed", range(12))
def test_where_everybody_is_there_as_many_meet_as_can_be(seed):
    chance = random.Random(seed)
    plan = a_plan(chance.randint(2, 9), chance.randint(1, 8))
    pairs = a_fair(chance.randint(3, 9), chance.randint(3, 9), 9, seed=seed)
    found = arranged(plan, pairs, seed=seed)
    check(plan, pairs, found)
    assert len(found.places) == found.bound == most(plan, pairs)


def test_a_full_hall_has_no_empty_chair():
    pairs = [a_pair(i, e) for i in range(6) for e in range(6)]
    found = arranged(a_plan(6, 6), pairs)
    check(a_plan(6, 6), pairs, found)
    assert found.why == {}
    assert len({(place.starts_at, place.table) for place in found.places.values()}) == 36


def test_fewer_tables_than_pairs_are_used_to_the_last():
    pairs = a_fair(12, 12, 100, seed=3)
    plan = a_plan(9, 7)
    found = arranged(plan, pairs)
    check(plan, pairs, found)
    assert len(found.places) == found.bound == 63
    assert set(found.why.values()) == {"no_table"}
    assert set(Counter(place.starts_at for place in found.places.values()).values()) == {7}


def test_where_not_all_can_meet_everybody_has_one_before_anybody_has_two_more_than_others():
    pairs = [a_pair(i, e) for i in range(8) for e in range(8)]
    found = arranged(a_plan(4, 4), pairs)
    loads = Counter(side for pair in pairs if pair.id in found.places for side in pair.sides)
    assert set(loads.values()) == {2}


def test_the_same_seed_gives_the_same_timetable_whatever_the_order_and_another_seed_another():
    pairs = a_fair(6, 9, 30, seed=1)
    first, again = arranged(a_plan(8, 4), pairs), arranged(a_plan(8, 4), pairs[::-1])
    assert (first.places, first.why) == (again.places, again.why)
    assert arranged(a_plan(8, 4), pairs, seed=8).places != first.places


def test_nobody_has_more_meetings_than_they_want_and_is_told_so():
    pairs = [a_pair(0, e) for e in range(5)] + [a_pair(i, 9) for i in range(1, 4)]
    found = arranged(a_plan(8, 3, most_investor=3, most_startup=2), pairs)
    loads = Counter(side for pair in pairs if pair.id in found.places for side in pair.sides)
    assert (loads["i-0"], loads["e-9"]) == (3, 2)
    assert Counter(found.why.values()) == {"investor_full": 2, "startup_full": 1}


def test_whoever_is_away_meets_only_while_there_or_not_at_all():
    late, early = (
        Presence(arrives_at=TWO + timedelta(minutes=40)),
        Presence(leaves_at=TWO + timedelta(minutes=35)),
    )
    plan = a_plan(4, 3, presences={"i-0": late, "e-1": early})
    pairs = [a_pair(0, 1), a_pair(0, 2), a_pair(0, 3), a_pair(0, 4), a_pair(5, 1), a_pair(6, 1), a_pair(7, 1)]
    found = arranged(plan, pairs)
    check(plan, pairs, found)
    assert found.why["m-0-1"] == "never_together"
    assert len(found.places) == found.bound == 4
    assert Counter(found.why.values()) == {"never_together": 1, "no_time_left": 2}


@pytest.mark.parametrize("seed", range(8))
def test_with_many_away_what_is_placed_is_right_and_never_more_than_the_bound(seed):
    chance = random.Random(seed)
    pairs = a_fair(8, 12, 50, seed=seed)
    away = {
        side: Presence(arrives_at=TWO + timedelta(minutes=20 * chance.randint(0, 5)))
        for side in sorted({side for pair in pairs for side in pair.sides})
        if chance.random() < 0.5
    }
    plan = a_plan(8, 6, presences=away)
    found = arranged(plan, pairs, seed=seed)
    check(plan, pairs, found)
    assert found.bound - 5 <= len(found.places) <= found.bound


def test_wishes_come_after_all_that_both_sides_accepted():
    pairs = [a_pair(0, 1, wish=True), a_pair(0, 2), a_pair(0, 3), a_pair(4, 1, wish=True)]
    found = arranged(a_plan(2, 2), pairs)
    assert set(found.places) == {"m-0-2", "m-0-3", "m-4-1"}


def test_what_was_published_stays_where_it_is_when_others_come():
    plan, pairs = a_plan(8, 6), a_fair(10, 10, 40, seed=5)
    first = arranged(plan, pairs)
    known = {pair.id: pair for pair in pairs}
    kept = [Kept(known[id], place) for id, place in first.places.items()]
    more = [*pairs, a_pair(0, 77), a_pair(3, 78)]
    again = arranged(plan, more, kept=kept, seed=99)
    check(plan, more, again)
    moved = [id for id, place in first.places.items() if again.places[id] != place]
    assert moved == []
    assert {"m-0-77", "m-3-78"} <= set(again.places)


def test_what_was_published_moves_only_where_somebody_else_could_not_meet_otherwise():
    plan = a_plan(2, 2)
    slots = plan.slots
    places = [Place(slot.starts_at, slot.ends_at, "1") for slot in slots]
    kept = [Kept(a_pair(0, 0), places[0]), Kept(a_pair(1, 1), places[1])]
    pairs = [a_pair(0, 0), a_pair(1, 1), a_pair(0, 1)]
    found = arranged(plan, pairs, kept=kept)
    check(plan, pairs, found)
    assert len(found.places) == 3
    assert sum(found.places[each.pair.id] != each.place for each in kept) == 1


def test_what_is_over_stays_and_nothing_new_begins_in_the_past():
    plan = a_plan(3, 2)
    first, second, third = (Place(slot.starts_at, slot.ends_at, "1") for slot in plan.slots)
    kept = [Kept(a_pair(0, 0), first, over=True)]
    pairs = [a_pair(0, 0), a_pair(0, 1), a_pair(0, 2), a_pair(0, 3)]
    found = arranged(plan, pairs, kept=kept, now=first.starts_at + timedelta(minutes=1))
    assert found.places["m-0-0"] == first
    later = {place.starts_at for id, place in found.places.items() if id != "m-0-0"}
    assert later == {second.starts_at, third.starts_at}
    assert list(found.why.values()) == ["no_time_left"]


def test_what_is_over_keeps_its_sides_and_its_table_busy_though_the_slots_are_others_by_now():
    plan = a_plan(3, 1)
    before = Place(TWO + timedelta(minutes=10), TWO + timedelta(minutes=25), "1")
    kept = [Kept(a_pair(0, 0), before, over=True)]
    pairs = [a_pair(0, 1), a_pair(2, 2), a_pair(3, 3)]
    found = arranged(plan, pairs, kept=kept)
    assert found.places["m-0-0"] == before
    assert len(found.places) == 2
    assert {place.starts_at for id, place in found.places.items() if id != "m-0-0"} == {
        TWO + timedelta(minutes=40)
    }


def test_an_investor_stays_at_one_table_where_there_are_enough():
    pairs = a_fair(5, 9, 25, seed=2)
    found = arranged(a_plan(9, 5), pairs)
    tables = {pair.investor_id: set() for pair in pairs}
    for pair in pairs:
        tables[pair.investor_id].add(found.places[pair.id].table)
    assert {len(each) for each in tables.values()} == {1}
