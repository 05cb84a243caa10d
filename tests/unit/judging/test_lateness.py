"""Whether a scorecard came in time: every border of the rule, and what an organiser decides."""

from datetime import timedelta

import pytest

from services.judging.domain.late import LateScorecard
from services.judging.domain.lateness import HELD, TAKEN, Arrival
from services.judging.domain.refusals import AlreadyDecided, Late, PastDeadline, StageNotOpen
from services.judging.domain.window import Window
from tests.unit.judging.builders import NOON, a_submission

CLOSED = NOON + timedelta(hours=1)
GRACE = timedelta(seconds=120)
MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
LATE = "late"


def verdict(made_at, received_at, *, basis="monotonic", grace=GRACE, deadline=None):
    """Return what becomes of a scorecard: taken, held or late."""
    arrival = Arrival(received_at=received_at, made_at=made_at, basis=basis, phone_at=made_at + HOUR)
    try:
        return Window("final", NOON, CLOSED, grace).check(arrival, deadline=deadline)
    except Late:
        return LATE


@pytest.mark.parametrize(
    ("made", "received", "expected"),
    [
        (-HOUR / 2, -HOUR / 2, TAKEN),
        (-MOMENT, timedelta(0), TAKEN),
        (timedelta(0), timedelta(0), TAKEN),
        (timedelta(0), MOMENT, TAKEN),
        (timedelta(0), GRACE, TAKEN),
        (timedelta(0), GRACE + MOMENT, HELD),
        (-HOUR / 2, GRACE + MOMENT, HELD),
        (-HOUR / 2, 9 * HOUR, HELD),
        (MOMENT, MOMENT, LATE),
        (MOMENT, GRACE, LATE),
        (MOMENT, GRACE + MOMENT, LATE),
        (HOUR, 2 * HOUR, LATE),
    ],
)
@pytest.mark.parametrize("basis", ["monotonic", "wall"])
def test_each_border_belongs_to_what_it_ends(made, received, expected, basis):
    assert verdict(CLOSED + made, CLOSED + received, basis=basis) == expected


@pytest.mark.parametrize("made", [-HOUR, timedelta(0), HOUR])
def test_received_before_the_closing_it_is_taken_whenever_it_says_it_was_made(made):
    assert verdict(CLOSED + made, CLOSED) == TAKEN
    assert verdict(CLOSED + made, CLOSED, basis="none") == TAKEN


@pytest.mark.parametrize("received", [MOMENT, GRACE, GRACE + MOMENT])
def test_a_time_with_no_basis_excuses_nothing(received):
    assert verdict(NOON, CLOSED + received, basis="none") == LATE


def test_made_before_the_opening_is_taken_as_made_then():
    assert verdict(NOON - 9 * HOUR, CLOSED + MOMENT) == TAKEN
    with pytest.raises(StageNotOpen):
        verdict(NOON - HOUR, NOON - MOMENT)


def test_nothing_was_made_after_it_was_received():
    arrival = Arrival(received_at=CLOSED, made_at=CLOSED + HOUR, basis="wall")
    assert arrival.made_within(NOON, CLOSED)


def test_without_a_grace_all_that_comes_late_and_was_made_in_time_waits():
    assert verdict(CLOSED, CLOSED + MOMENT, grace=timedelta(0)) == HELD


def test_control_without_looking_at_when_it_was_made_a_cheat_would_be_taken():
    cheat = Arrival(received_at=CLOSED + MOMENT, made_at=CLOSED + MOMENT, basis="monotonic")
    assert cheat.received_at <= CLOSED + GRACE  # all that the grace alone would ask
    assert verdict(cheat.made_at, cheat.received_at) == LATE


def test_a_deadline_of_its_own_is_kept_within_the_grace():
    with pytest.raises(PastDeadline):
        verdict(CLOSED, CLOSED + 2 * MOMENT, deadline=CLOSED + MOMENT)


def test_a_late_one_is_refused_with_all_times():
    arrival = Arrival(
        received_at=CLOSED + HOUR,
        made_at=CLOSED + MOMENT,
        basis="wall",
        phone_at=CLOSED - HOUR,
        contact_at=NOON,
    )
    with pytest.raises(Late) as refusal:
        Window("final", NOON, CLOSED, GRACE).check(arrival, deadline=None)
    assert refusal.value.errors == {
        "made_at": (CLOSED + MOMENT).isoformat(),
        "phone_at": (CLOSED - HOUR).isoformat(),
        "contact_at": NOON.isoformat(),
        "basis": "wall",
        "received_at": (CLOSED + HOUR).isoformat(),
        "closed_at": CLOSED.isoformat(),
        "grace_seconds": 120,
    }


def a_late_scorecard():
    names = {"edition_id": "ed-1", "stage_id": "final", "entry_id": "e-1", "judge_id": "j-1"}
    return LateScorecard(
        "c-1.1", **names, submission=a_submission("c-1"), closed_at=CLOSED, grace_seconds=120
    )


def test_the_first_decision_stands_and_the_same_again_changes_nothing():
    late = a_late_scorecard()
    late.decide(accept=True, reason="No network")
    late.decide(accept=True, reason="Again")
    assert (late.decision, late.reason, late.refusal) == ("accepted", "No network", None)
    with pytest.raises(AlreadyDecided) as refusal:
        late.decide(accept=False, reason="")
    assert refusal.value.errors == {"decision": "accepted", "reason": "No network"}


def test_a_refused_one_tells_its_judge_why():
    late = a_late_scorecard()
    assert late.refusal is None
    late.decide(accept=False, reason="Made in the bar")
    assert (late.refusal.code, late.refusal.errors) == ("late_refused", {"reason": "Made in the bar"})
