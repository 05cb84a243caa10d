"""What looks alive and is not: a silent broker, a hung process, a database out of reach."""

import pytest

from tests.support.hall import Hall
from tests.support.waiting import until
from tests.support.wire import Wire

WATCHDOG = 70
DEAD = "judging.scorecards.dead"


def stall(stack, night, cast, fault):
    """Let judging send and never hear, in the middle of the stream."""
    wire = Wire(stack.amqp_uri)
    cast.give("judging", fault, AMQP_URI=wire.uri)
    night.stream(night.commands(), after=20, fault=wire.stall)


def test_a_broker_gone_silent_is_given_up_and_found_again(stack, night, cast):
    stall(stack, night, cast, "quick_heartbeat")
    cast.restarted("judging", ended_with=WATCHDOG)
    night.check()


def test_control_without_heartbeats_nobody_notices_and_the_check_goes_red(stack, night, cast):
    stall(stack, night, cast, "unguarded_heartbeat")
    with pytest.raises(AssertionError):
        night.check(seconds=10)


def test_a_hung_process_ends_itself_and_the_next_does_its_work(night, cast):
    cast.give("judging", "judging_hangs")
    night.stream(night.commands())
    cast.restarted("judging", ended_with=WATCHDOG)
    night.check()


def test_control_without_the_watchdog_the_check_goes_red(night, cast):
    cast.give("judging", "unguarded_hanging")
    night.stream(night.commands())
    with pytest.raises(AssertionError):
        night.check(seconds=6)


@pytest.fixture
def cut(stack, cast):
    """Give judging a fault, and cut it off from its database."""

    def cut(fault):
        wire = Wire(stack.mongodb_uri)
        cast.give("judging", fault, MONGODB_URI=wire.uri)
        wire.cut()
        return wire

    return cut


@pytest.fixture
def hall(stack):
    hall = Hall.looking(stack.amqp_uri)
    yield hall
    hall.close()


def test_while_the_database_is_out_of_reach_no_message_is_given_up(night, hall, cut):
    wire = cut("quick_database")
    night.stream(night.commands())
    until(lambda: hall.waiting("judging.scorecards") == 0)  # all are being tried
    wire.mend()
    night.check()
    assert hall.waiting(DEAD) == 0


def test_control_when_it_is_taken_for_the_messages_fault_they_are_given_up(night, hall, cut):
    cut("unguarded_database")
    night.stream(night.commands(revisions=1)[:1])
    until(lambda: hall.waiting(DEAD), seconds=60)
