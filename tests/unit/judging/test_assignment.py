"""Who scores what: complete, within commitments, free of conflicts, and even."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from services.judging.domain.assignment import Task, assign
from services.judging.domain.refusals import TooFewJudges
from tests.unit.judging.builders import a_candidate, a_judge, a_task, chance


def loads(pairs):
    return Counter(judge_id for _, judge_id in pairs)


@st.composite
def tasks(draw):
    judges = [a_judge(n, commitment=draw(st.integers(1, 6))) for n in range(draw(st.integers(1, 6)))]
    candidates = [a_candidate(n) for n in range(draw(st.integers(1, 7)))]
    ids = [candidate.id for candidate in candidates]
    hard = {judge.id: set(draw(st.lists(st.sampled_from(ids), max_size=3))) for judge in judges}
    return Task(judges, candidates, draw(st.integers(1, 3)), hard)


def is_feasible(task):
    """Say by maximum flow, independently, whether every scorecard can be assigned."""
    judges, entries = len(task.judges), len(task.candidates)
    capacity = np.zeros((judges + entries + 2, judges + entries + 2), dtype=np.int32)
    source, sink = judges + entries, judges + entries + 1
    for e, entry in enumerate(task.candidates):
        capacity[source, judges + e] = task.per_entry
        for j, judge in enumerate(task.judges):
            capacity[judges + e, j] = entry.id not in task.hard.get(judge.id, ())
    for j, judge in enumerate(task.judges):
        capacity[j, sink] = judge.commitment
    return maximum_flow(csr_array(capacity), source, sink).flow_value == entries * task.per_entry


def best_spread(task):
    """Return the smallest sum of squared loads there is, by adding one unit at a time by cost."""
    judges, entries = len(task.judges), len(task.candidates)
    best = None

    def place(entry, load):
        nonlocal best
        if entry == entries:
            cost = sum(each * each for each in load)
            best = cost if best is None else min(best, cost)
            return
        able = [
            j
            for j, judge in enumerate(task.judges)
            if task.candidates[entry].id not in task.hard.get(judge.id, ()) and load[j] < judge.commitment
        ]
        for chosen in combinations(able, task.per_entry):
            place(entry + 1, [each + (j in chosen) for j, each in enumerate(load)])

    place(0, [0] * judges)
    return best


@settings(max_examples=150, deadline=None)
@given(tasks(), st.integers(0, 5))
def test_balanced_assigns_exactly_when_it_can_be_done_and_then_rightly(task, seed):
    if not is_feasible(task):
        with pytest.raises(TooFewJudges):
            assign("balanced", task, rng=chance(seed))
        return
    pairs = assign("balanced", task, rng=chance(seed))
    assert len(set(pairs)) == len(pairs)
    assert Counter(entry for entry, _ in pairs) == {c.id: task.per_entry for c in task.candidates}
    assert all(entry not in task.hard.get(judge, ()) for entry, judge in pairs)
    assert all(loads(pairs)[judge.id] <= judge.commitment for judge in task.judges)


@settings(max_examples=60, deadline=None)
@given(tasks().filter(lambda task: len(task.candidates) <= 4 and len(task.judges) <= 4))
def test_balanced_loads_are_as_even_as_any_assignment_can_make_them(task):
    if is_feasible(task):
        pairs = assign("balanced", task, rng=chance())
        assert sum(load * load for load in loads(pairs).values()) == best_spread(task)


@pytest.mark.parametrize(("judges", "entries", "per_entry"), [(4, 6, 2), (40, 509, 3), (7, 20, 3)])
def test_without_conflicts_loads_differ_by_one_at_most(judges, entries, per_entry):
    task = a_task(judges=judges, entries=entries, per_entry=per_entry, commitment=entries)
    found = loads(assign("balanced", task, rng=chance())).values()
    assert max(found) - min(found) <= 1
    assert sum(found) == entries * per_entry


def test_the_same_chance_gives_the_same_pairs_and_another_gives_others():
    task = a_task(judges=6, entries=30)
    assert assign("balanced", task, rng=chance(1)) == assign("balanced", task, rng=chance(1))
    assert assign("balanced", task, rng=chance(1)) != assign("balanced", task, rng=chance(2))


def test_room_is_made_when_the_only_able_judge_is_full():
    # Judge 0 alone may score entry 1, and has room for one.
    task = Task(
        judges=[a_judge(0, commitment=1), a_judge(1, commitment=1)],
        candidates=[a_candidate(0), a_candidate(1)],
        per_entry=1,
        hard={"j-1": {"e-1"}},
    )
    assert assign("balanced", task, rng=chance()) == [("e-0", "j-1"), ("e-1", "j-0")]


def test_an_entry_with_too_few_judges_free_of_conflict_is_named():
    task = a_task(judges=2, entries=2, per_entry=2, hard={"j-0": {"e-1"}})
    with pytest.raises(TooFewJudges, match="Startup 1: fewer than 2 judges") as refused:
        assign("balanced", task, rng=chance())
    assert refused.value.errors == {"entry_ids": ["e-1"]}


def test_commitments_that_do_not_reach_are_added_up():
    with pytest.raises(TooFewJudges, match="12 scorecards are needed, the judges took on 8") as refused:
        assign("balanced", a_task(commitment=2), rng=chance())
    assert refused.value.errors == {"needed": 12, "offered": 8}


def test_among_equally_loaded_judges_a_shared_tag_and_no_soft_conflict_decide():
    judges = [a_judge(0, tags=["Health"]), a_judge(1, tags=["payments"]), a_judge(2, tags=["Payments"])]
    task = Task(judges, [a_candidate(0, categories=["Payments"])], 1, soft={"j-2": {"e-0"}})
    assert assign("balanced", task, rng=chance()) == [("e-0", "j-1")]


def test_a_panel_scores_everything_but_its_conflicts():
    task = a_task(judges=2, entries=2, hard={"j-1": {"e-0"}})
    assert assign("panel", task, rng=chance()) == [("e-0", "j-0"), ("e-1", "j-0"), ("e-1", "j-1")]


def test_an_unknown_strategy_is_named_with_those_there_are():
    with pytest.raises(LookupError, match="known are balanced, panel"):
        assign("by_hand", a_task(), rng=chance())
