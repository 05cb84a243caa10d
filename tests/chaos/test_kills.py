"""kill -9 in the middle of a stream of scorecards: nothing is lost, nothing counts twice."""

import pytest

from infra.local.stack import Stack
from services.chassis.messaging.publisher import Outcome
from tests.chaos.night import Night
from tests.support.waiting import until

PROGRAMS = ("registration", "judging", "scoring", "matching", "relay")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A system of its own, for here the broker is killed too."""
    with Stack(tmp_path_factory.mktemp("chaos"), programs=PROGRAMS) as stack:
        stack.wait_ready(90)
        yield stack


@pytest.fixture
def night(house):
    house.wait_ready(90)
    night = Night(house.amqp_uri)
    yield night
    night.close()


def kill(house, victim):
    old = house.kill(victim)
    until(lambda: house.pid(victim) not in (None, old), seconds=60)


@pytest.mark.parametrize("victim", ["relay", *PROGRAMS[:4]])
def test_a_killed_program_loses_nothing_and_counts_nothing_twice(house, night, victim):
    night.stream(night.commands(), after=80, fault=lambda: kill(house, victim))
    night.check()
    house.wait_ready(60)


def test_a_killed_broker_loses_nothing_and_counts_nothing_twice(house, night):
    night.stream(night.commands(), after=80, fault=lambda: kill(house, "broker"))
    night.check(seconds=90)
    house.wait_ready(90)


def test_control_phones_that_take_no_confirm_for_granted_lose_scorecards(house, night):
    """The guard is to send until confirmed: once each, and the check goes red."""
    commands = night.commands(revisions=1)
    house.stop_program("broker")
    outcomes = [night.send_once(envelope) for envelope in commands[:20]]
    night.confirmed += [f"{envelope.id}.{'0' * 16}" for envelope in commands[:20]]
    house.start_program("broker")
    house.wait_ready(90)
    assert set(outcomes) == {Outcome.FAILED}
    assert len(night.unrecorded()) == 20
