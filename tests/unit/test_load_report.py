"""The verdicts of the load test."""

from dataclasses import replace

import pytest

from loadtests.crowd.figures import CrowdFigures, Storm, Waits
from loadtests.report import Figures, targets
from loadtests.run import Taken
from loadtests.world import not_recorded

FLOOR = Taken(confirmed=6_000, failed=0, seconds=10, p50=20, p95=50, p99=60)
NIGHT = Taken(confirmed=31_163, failed=0, seconds=60, p50=20, p95=50, p99=60, given=31_163)
QUICK = Waits(p50=0.05, p99=0.1, firsts=[0.01] * 100, lasts=[0.1] * 99 + [0.9], never=0)
CROWD = CrowdFigures(
    phones=5_000,
    coming=1.0,
    memory_without=25,
    memory_with=36,
    floor=QUICK,
    quiet=QUICK,
    night=QUICK,
    judges=NIGHT,
    frame=400,
    lost=0,
    storm=Storm(live=1.0, back=4.0, newest=4.0, behind=0),
)
FIGURES = Figures(
    floors=(FLOOR, FLOOR),
    door=FLOOR,
    rush=FLOOR,
    rush_counted_per_second=500,
    night=NIGHT,
    night_counted_per_second=519,
    night_missing=0,
    longest_queue=0,
    growing=[],
    dead_letters=0,
    memory={"all": 800},
    phones=64,
    crowd=CROWD,
)


def missed(figures):
    return [target.name for target in targets(figures) if not target.met]


def test_when_all_holds_nothing_is_missed():
    assert missed(FIGURES) == []


def test_what_was_recorded_beyond_the_confirmed_is_no_fault():
    assert missed(replace(FIGURES, night=replace(NIGHT, given=31_245))) == []


@pytest.mark.parametrize(
    "changes",
    [{"night_missing": 1}, {"night": replace(NIGHT, given=31_162)}],
    ids=["one is missing", "a receipt was not noted"],
)
def test_the_control_one_confirmed_scorecard_that_is_not_recorded_is_a_miss(changes):
    assert missed(replace(FIGURES, **changes)) == ["every confirmed scorecard is recorded"]


def test_a_receipt_that_waits_or_was_refused_is_not_recorded():
    states = ("waiting", "recorded", "counted", "refused")
    assert not_recorded([{"receipt": state, "state": state} for state in states]) == ["waiting", "refused"]


@pytest.mark.parametrize(
    "changes",
    [
        {"night": replace(QUICK, lasts=[0.1] * 98 + [1.1, 1.1])},
        {"lost": 1},
        {"storm": replace(CROWD.storm, behind=1)},
        {"storm": replace(CROWD.storm, newest=10.1)},
    ],
    ids=["late", "lost", "lost in the storm", "long away"],
)
def test_a_crowd_that_is_told_late_or_not_at_all_is_a_miss(changes):
    assert len(missed(replace(FIGURES, crowd=replace(CROWD, **changes)))) == 1
