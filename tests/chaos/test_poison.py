"""A handler that always throws: the others go on, and what failed is kept until it can be handled."""

import pytest

from infra.broker.letters import letters, redrive
from tests.support.waiting import until

SCORECARDS = "scoring.scorecards"


def test_what_always_fails_is_kept_as_dead_letters_and_counts_once_it_can_be_handled(stack, night, cast):
    cast.give("scoring", "scoring_always_throws")
    failing = [card["scorecard_id"] for card in night.scorecards() if card["entry_id"].endswith("000")]
    night.stream(night.commands())
    until(lambda: set(night.uncounted()) == set(failing), seconds=30)
    until(
        lambda: {letter.subject for letter in letters(stack.amqp_uri, SCORECARDS)} == set(failing), seconds=30
    )
    cast.heal()
    redrive(stack.amqp_uri, SCORECARDS)
    night.check()


def test_control_when_what_failed_is_acknowledged_the_check_goes_red(stack, night, cast):
    cast.give("scoring", "unguarded_throwing")
    night.stream(night.commands())
    lost = cast.flag
    # Quiet as well: a later revision of what was lost would count once the program is whole again.
    until(
        lambda: lost.exists() and set(lost.read_text().split()) == set(night.uncounted()) and night.quiet(),
        seconds=30,
    )
    cast.heal()
    assert letters(stack.amqp_uri, SCORECARDS) == []
    with pytest.raises(AssertionError):
        night.check(seconds=3)
