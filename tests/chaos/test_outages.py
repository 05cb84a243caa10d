"""Starts without a broker or a database, and scores taken while services are down."""

import pytest

from tests.chaos.night import Night
from tests.support.process import Program
from tests.support.waiting import until


@pytest.mark.parametrize("missing", ["broker", "database"])
def test_a_program_that_starts_without_it_waits_and_is_ready_once_it_is_there(house, missing):
    for program in ("judging", "scoring", "relay"):
        house.stop_program(program)
    house.stop_program(missing)
    for program in ("judging", "scoring", "relay"):
        house.start_program(program)
    health = [Program.at(house.health_url(program)) for program in ("judging", "scoring", "relay")]
    for each in health:
        until(each.alive, seconds=30)
        assert not each.ready()
    house.start_program(missing)
    house.wait_ready(90)
    night = Night(house.amqp_uri, entries=5)
    night.stream(night.commands(revisions=1))
    night.check()
    night.close()


def test_scores_are_taken_while_services_and_database_are_down_and_counted_after(house):
    night = Night(house.amqp_uri, entries=10)
    commands = night.commands()
    for program in ("judging", "scoring", "relay", "database"):
        house.stop_program(program)
    night.stream(commands)
    assert len(night.confirmed) == len(commands)
    for program in ("database", "judging", "scoring", "relay"):
        house.start_program(program)
    house.wait_ready(90)
    night.check()
    night.close()
