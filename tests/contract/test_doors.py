"""Every message has a door, and no door is for a message that never comes."""

import pytest

from schemas.commands import COMMANDS
from schemas.message import Query
from schemas.queries import QUERIES
from schemas.routes import QUEUES, SERVICES
from services.chassis.messaging import method_name
from tests.contract.ensemble import CLASSES, answering, consuming

TOLD = {message for queue in QUEUES for message in queue.messages}
each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_a_service_takes_just_what_its_queues_bring(name):
    brought = {message for queue in QUEUES if queue.service == name for message in queue.messages}
    assert set(consuming(CLASSES[name])) == brought


@each_service
def test_a_service_answers_just_the_commands_and_queries_that_are_its_own(name):
    asked = [m for m in (*COMMANDS.values(), *QUERIES.values()) if m.source == name and m not in TOLD]
    assert answering(CLASSES[name]) == {method_name(message) for message in asked}


def test_each_command_and_query_belongs_to_a_service():
    assert {message.source for message in (*COMMANDS.values(), *QUERIES.values())} == set(SERVICES)
    assert all(issubclass(message, Query) for message in QUERIES.values())
