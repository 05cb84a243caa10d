"""A handler that always throws: the others go on, and what failed is kept until it can be handled."""

import pytest

from infra.broker.letters import letters, redrive
from tests.support.hall import Hall
from tests.support.waiting import until

SCORECARDS = "scoring.scorecards"


def handled(night):
    """Return whether every scorecard was taken from its queue, and was counted, failed or lost."""
    hall = Hall.looking(night.amqp_uri)
    waiting = hall.waiting(SCORECARDS)
    hall.close()
    return not waiting and not night.unrecorded() and night.ask("judging", "pending_facts")["pending"] == 0


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
    until(lambda: handled(night), seconds=30)
    cast.heal()
    assert letters(stack.amqp_uri, SCORECARDS) == []
    with pytest.raises(AssertionError):
        night.check(seconds=3)
