"""kill -9 in the middle of a stream of scorecards: nothing is lost, nothing counts twice."""

import signal

import pytest

from tests.chaos.night import Night
from tests.support.waiting import until


@pytest.fixture
def night(house):
    night = Night(house.amqp_uri)
    yield night
    night.close()


def kill(house, victim):
    old = house.kill(victim)
    until(lambda: house.pid(victim) not in (None, old), seconds=60)


@pytest.mark.parametrize("victim", ["relay", "judging", "scoring", "registration", "matching"])
def test_a_killed_program_loses_nothing_and_counts_nothing_twice(house, night, victim):
    night.stream(night.commands(), after=80, fault=lambda: kill(house, victim))
    night.check()


def test_a_killed_broker_loses_nothing_and_counts_nothing_twice(house, night):
    night.stream(night.commands(), after=80, fault=lambda: kill(house, "broker"))
    night.check(seconds=90)


def test_control_phones_that_take_confirms_for_granted_lose_scorecards(house, night):
    """The guard is to send until confirmed: sent once and forgotten, and the check goes red."""
    commands = night.commands(revisions=1)
    house.kill("broker", signal.SIGSTOP)  # it hears nothing, and every connection still stands
    for envelope in commands:
        night.submit(envelope)
        night.take_for_granted(envelope)
    kill(house, "broker")
    house.wait_ready(90)
    with pytest.raises(AssertionError):
        night.check(seconds=3)
    assert set(night.unrecorded()) == set(night.confirmed)
