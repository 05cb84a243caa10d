"""Coverage against the minimum, and who is behind."""

import pytest

from services.judging.progress.domain.coverage import Coverage, behind
from services.judging.progress.domain.severity import severity_of

ENTRIES = {"e-1": (3, 3), "e-2": (3, 0), "e-3": (2, 2), "e-4": (5, 5), "e-5": (3, 2)}


def test_an_entry_is_covered_when_it_has_the_minimum():
    coverage = Coverage(ENTRIES, needed=3)
    assert (coverage.covered, coverage.missing, coverage.gaps) == (2, 3 + 1 + 1, 1)


def test_every_entry_is_counted_once_and_those_above_the_minimum_with_it():
    counts = Coverage(ENTRIES, needed=3).counts()
    assert counts == [(0, 1), (1, 0), (2, 2), (3, 2)]
    assert sum(entries for _, entries in counts) == len(ENTRIES)


def test_what_lacks_most_comes_first_and_among_equals_what_is_owed_least():
    assert Coverage(ENTRIES, needed=3).lacking_first() == ["e-2", "e-3", "e-5", "e-1", "e-4"]


def test_a_stage_without_entries_is_covered_by_nothing():
    assert Coverage({}, needed=2).counts() == [(0, 0), (1, 0), (2, 0)]


@pytest.mark.parametrize(
    ("judges", "late"),
    [
        ({"a": (4, 4), "b": (4, 2), "c": (4, 0)}, {"b", "c"}),
        ({"a": (4, 3), "b": (8, 7)}, {"a"}),
        ({"a": (4, 0), "b": (4, 0)}, {"a", "b"}),
        ({"a": (4, 4)}, set()),
        ({"a": (0, 0)}, set()),
        ({}, set()),
    ],
)
def test_behind_is_who_owes_and_sent_no_greater_share_than_judges_on_average(judges, late):
    assert behind(judges) == late


def test_severity_needs_two_entries_that_others_scored_too():
    assert severity_of(mean=1.0, deviation=None, entries=1) is None
    assert severity_of(mean=1.0, deviation=0.0, entries=2).difference == 1.0


@pytest.mark.parametrize(("deviation", "clear"), [(2.0, False), (0.9, True)])
def test_a_difference_is_clear_beyond_two_standard_errors(deviation, clear):
    assert severity_of(mean=1.0, deviation=deviation, entries=4).clear == clear
