"""What fault tests share: programs that are given faults, and a house in which all can be killed."""

import os
from uuid import uuid4

import pytest

from infra.local.stack import Stack
from tests.chaos.cast import Cast
from tests.chaos.night import Night
from tests.support.hall import Hall

PROGRAMS = ("registration", "judging", "scoring", "matching", "relay")


@pytest.fixture(scope="package")
def troupe(stack, tmp_path_factory):
    """Programs on the tests' broker and database, which the tests of this folder share."""
    Hall(stack.amqp_uri).close()
    environment = {
        **os.environ,
        "AMQP_URI": stack.amqp_uri,
        "MONGODB_URI": stack.mongodb_uri,
        "DARKHORSE_DATABASE_PREFIX": f"c{uuid4().hex[:8]}_",
        "DARKHORSE_LONGEST_BACKOFF": "0.1",
        "PYTHONPATH": os.getcwd(),
    }
    troupe = Cast(environment, tmp_path_factory.mktemp("cast"))
    yield troupe
    troupe.end()


@pytest.fixture
def cast(troupe, stack):
    """The programs, without a fault before and after the test."""
    yield troupe
    troupe.heal()
    Hall(stack.amqp_uri).close()


@pytest.fixture
def night(stack, cast):
    """A night on which the cast plays."""
    night = Night(stack.amqp_uri, entries=10)
    yield night
    night.close()


@pytest.fixture(scope="package")
def own_house(tmp_path_factory):
    """A system with a broker and a database of its own, for they are killed too."""
    with Stack(tmp_path_factory.mktemp("chaos"), programs=PROGRAMS) as house:
        yield house


@pytest.fixture
def house(own_house):
    """The system, whole again after whatever was done to it."""
    own_house.wait_ready(90)
    return own_house
