"""Nobody is reminded too often, and it is kept who was reminded when."""

from datetime import timedelta

import pytest

from services.judging.domain.refusals import NobodyToNudge
from services.judging.nudges.domain.nudge import PAUSE, Nudges
from tests.unit.judging.builders import NOON


def sent(nudges, owed, *, later=timedelta(0)):
    return nudges.send(owed, note="", by="p-1", now=NOON + later)


@pytest.fixture
def nudges():
    return Nudges("ed-1.final", "ed-1", "final")


def test_only_who_owes_is_reminded_and_told_how_much(nudges):
    assert sent(nudges, {"j-1": (3, 12), "j-2": (0, 12)}) == ["j-1"]
    [(name, told)] = nudges.facts
    assert name == "JudgesNudged"
    assert told["judges"] == [{"judge_id": "j-1", "open": 3, "assigned": 12}]


def test_within_the_pause_nobody_is_reminded_twice_and_others_are(nudges):
    sent(nudges, {"j-1": (3, 12)})
    soon = PAUSE - timedelta(seconds=1)
    assert sent(nudges, {"j-1": (3, 12), "j-2": (1, 12)}, later=soon) == ["j-2"]
    assert sent(nudges, {"j-1": (3, 12)}, later=PAUSE) == ["j-1"]
    assert [each.judge_ids for each in nudges.rounds] == [("j-1",), ("j-2",), ("j-1",)]


@pytest.mark.parametrize("owed", [{}, {"j-2": (0, 3)}, {"j-1": (3, 3)}])
def test_where_nobody_is_left_it_is_refused_and_nothing_is_told(nudges, owed):
    sent(nudges, {"j-1": (3, 3)})
    nudges.facts.clear()
    with pytest.raises(NobodyToNudge):
        sent(nudges, owed, later=timedelta(hours=1))
    assert nudges.facts == []
    assert len(nudges.rounds) == 1
