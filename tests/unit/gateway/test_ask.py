"""The ask door on clients of paper."""

import pytest
from nameko.exceptions import RpcTimeout

from gateway.clients import AskDoor, Fault, Unavailable
from gateway.clients.breaker import Breaker
from schemas.commands import OpenStage
from schemas.queries import GetEdition
from schemas.refusal import Refusal

STAGE = {"edition_id": "ed-1", "stage_id": "s-1"}


class PaperClient:
    def __init__(self, replies, log):
        self.fresh = True
        self.replies = replies
        self.log = log

    def call(self, service, method, request, *, timeout):
        self.log.append((service, method, request))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        self.fresh = False
        return reply

    def close(self):
        self.log.append("closed")


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def a_door(*replies, size=2, clock=None):
    log, made, left = [], [], list(replies)

    def make(amqp_uri):
        made.append(PaperClient(left, log))
        return made[-1]

    breaker = Breaker(clock=clock) if clock else None
    return AskDoor("amqp://", size=size, make_client=make, breaker=breaker), log, made


def test_an_answer_comes_back_and_the_request_is_as_agreed():
    door, log, _ = a_door({"answer": {"state": "open"}})
    assert door.ask(OpenStage, STAGE, command_id="c-1", by="p-1") == {"state": "open"}
    assert log == [
        ("registration", "open_stage", {"id": "c-1", "by": "p-1", "traceparent": None, "data": STAGE})
    ]


def test_a_refusal_is_raised_as_the_service_gave_it():
    told = {"code": "stage_closed", "status": 409, "detail": "it is closed", "errors": {"a": 1}}
    door, _, _ = a_door({"refusal": told})
    with pytest.raises(Refusal) as raised:
        door.ask(OpenStage, STAGE)
    assert raised.value.as_dict() == told


def test_a_service_without_its_database_is_unavailable():
    door, _, _ = a_door(
        {"refusal": {"code": "unavailable", "status": 503, "detail": "no database", "errors": {}}}
    )
    with pytest.raises(Unavailable):
        door.ask(OpenStage, STAGE)


def test_a_fault_is_no_refusal():
    door, _, _ = a_door({"fault": "registration.open_stage failed"})
    with pytest.raises(Fault):
        door.ask(OpenStage, STAGE)


def test_clients_are_kept():
    door, _, made = a_door({"answer": {}}, {"answer": {}})
    door.ask(OpenStage, STAGE)
    door.ask(OpenStage, STAGE)
    assert len(made) == 1


def test_a_client_that_met_an_error_is_thrown_away():
    door, log, made = a_door(RpcTimeout(), {"answer": {}})
    with pytest.raises(Unavailable):
        door.ask(OpenStage, STAGE)
    door.ask(OpenStage, STAGE)
    assert ("closed" in log, len(made)) == (True, 2)


def test_a_stale_client_is_replaced_and_the_same_command_sent_again():
    door, log, _ = a_door({"answer": {}}, ConnectionResetError(), {"answer": {"n": 2}})
    door.ask(OpenStage, STAGE)
    assert door.ask(OpenStage, STAGE, command_id="c-2") == {"n": 2}
    ids = [entry[2]["id"] for entry in log if entry != "closed"]
    assert ids[1:] == ["c-2", "c-2"]


def test_a_broker_that_cannot_be_reached_is_unavailable():
    door, _, _ = a_door(ConnectionRefusedError())
    with pytest.raises(Unavailable):
        door.ask(OpenStage, STAGE)


def test_a_silent_service_is_left_alone_for_a_while_and_then_tried_again():
    clock = Clock()
    door, log, _ = a_door(RpcTimeout(), RpcTimeout(), {"answer": {}}, {"answer": {}}, clock=clock)
    for _ in range(3):
        with pytest.raises(Unavailable):
            door.ask(GetEdition, {"edition_id": "ed-1"})
    assert len([entry for entry in log if entry != "closed"]) == 2
    clock.now = 3.1
    assert door.ask(GetEdition, {"edition_id": "ed-1"}) == {}
    assert door.ask(GetEdition, {"edition_id": "ed-1"}) == {}
