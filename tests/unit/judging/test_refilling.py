"""Entries that lack judges get them, and nobody loses anything."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.judging.domain.assignment import Task, refill
from tests.unit.judging.builders import a_candidate, a_judge, a_task, chance


def filled(task, needs):
    return refill(task, needs, rng=chance())


def spread_of(task, pairs):
    loads = Counter(task.load) + Counter(judge_id for _, judge_id in pairs)
    found = [loads[judge.id] for judge in task.judges]
    return max(found) - min(found)


def test_each_entry_gets_as_many_as_it_needs_and_no_judge_twice():
    needs = {"e-0": 2, "e-2": 1}
    pairs, short = filled(a_task(), needs)
    assert Counter(entry_id for entry_id, _ in pairs) == needs
    assert len(set(pairs)) == 3
    assert not short


def test_who_has_least_takes_first():
    task = a_task(judges=3, entries=6)
    task = Task(task.judges, task.candidates, 0, load={"j-0": 5, "j-1": 1, "j-2": 0})
    pairs, _ = filled(task, dict.fromkeys((f"e-{n}" for n in range(6)), 1))
    assert Counter(judge_id for _, judge_id in pairs) == {"j-1": 3, "j-2": 3} or spread_of(task, pairs) <= 2
    assert "j-0" not in {judge_id for _, judge_id in pairs}


def test_what_a_judge_has_counts_towards_the_commitment():
    task = Task([a_judge(0, commitment=3)], [a_candidate(0), a_candidate(1)], 0, load={"j-0": 2})
    pairs, short = filled(task, {"e-0": 1, "e-1": 1})
    assert len(pairs) == 1
    assert sum(short.values()) == 1


def test_a_conflict_is_kept_even_where_an_entry_then_lacks_a_judge():
    task = Task([a_judge(0)], [a_candidate(0)], 0, hard={"j-0": {"e-0"}})
    assert filled(task, {"e-0": 1}) == ([], Counter({"e-0": 1}))


def test_the_same_is_worked_out_each_time():
    needs = dict.fromkeys((f"e-{n}" for n in range(6)), 2)
    assert filled(a_task(), needs) == filled(a_task(), needs)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_room_is_left_where_an_entry_lacks_a_judge_who_could_take_it(data):
    judges = [
        a_judge(n, commitment=data.draw(st.integers(1, 5))) for n in range(data.draw(st.integers(1, 5)))
    ]
    entries = [a_candidate(n) for n in range(data.draw(st.integers(1, 6)))]
    load = {judge.id: data.draw(st.integers(0, 6)) for judge in judges}
    ids = [entry.id for entry in entries]
    hard = {judge.id: set(data.draw(st.lists(st.sampled_from(ids), max_size=3))) for judge in judges}
    needs = {id: data.draw(st.integers(0, 3)) for id in ids}
    pairs, short = refill(Task(judges, entries, 0, hard, {}, load), needs, rng=chance())
    loads = Counter(load) + Counter(judge_id for _, judge_id in pairs)
    got = Counter(entry_id for entry_id, _ in pairs)
    assert all(got[id] + short[id] == needs[id] for id in ids)
    for judge in judges:
        mine = {entry_id for entry_id, judge_id in pairs if judge_id == judge.id}
        assert not mine & hard[judge.id]
        assert loads[judge.id] <= max(judge.commitment, load[judge.id])
        if loads[judge.id] < judge.commitment:
            assert all(id in mine or id in hard[judge.id] for id in short if short[id])


@pytest.mark.parametrize("size", [(60, 2_000)])
def test_many_gaps_are_filled_evenly(size):
    judges, entries = size
    task = a_task(judges=judges, entries=entries, commitment=entries)
    task = Task(task.judges, task.candidates, 0, load={judge.id: n for n, judge in enumerate(task.judges)})
    pairs, short = filled(task, dict.fromkeys((entry.id for entry in task.candidates), 2))
    assert (len(pairs), +short) == (2 * entries, Counter())
    assert spread_of(task, pairs) <= 1
