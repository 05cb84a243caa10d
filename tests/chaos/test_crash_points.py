"""Processes that end between two steps, each with a control in which the steps' order is wrong."""

import os
from uuid import uuid4

import pytest
from nameko.exceptions import RpcTimeout

from tests.chaos.night import Night
from tests.support.hall import asking
from tests.support.process import Program
from tests.support.waiting import until

RELAY = ("services.chassis.messaging.relay", "judging", "scoring", "matching")
SERVICE = "services.chassis.run"


@pytest.fixture
def environment(stack):
    prefix = f"c{uuid4().hex[:8]}_"
    return {
        **os.environ,
        "AMQP_URI": stack.amqp_uri,
        "MONGODB_URI": stack.mongodb_uri,
        "DARKHORSE_DATABASE_PREFIX": prefix,
        "PYTHONPATH": os.getcwd(),
    }


class Cast:
    """Programs of one test; one that has ended is started again, as the process runner would."""

    def __init__(self, environment, folder):
        self.environment, self.folder = environment, folder
        self.running = {}

    def start(self, name, *arguments, fault="none"):
        flag, log = self.folder / f"{name}.flag", self.folder / f"{name}.log"
        command = ("-m", "tests.chaos.faulty", fault, str(flag), *arguments)
        self.running[name] = (command, Program(*command, environment=self.environment, log=log))
        return self

    def ready(self):
        for _, program in self.running.values():
            program.wait_ready(seconds=40)
        return self

    def restarted(self, name):
        """Wait until the program met its fault, and start it again."""
        command, program = self.running[name]
        assert until(lambda: program.process.poll(), seconds=40) == 137
        again = Program(*command, environment=self.environment, log=program.log)
        self.running[name] = (command, again)
        again.wait_ready(seconds=40)

    def replaced(self, name, *arguments, fault):
        """Stop a program and start it with another fault."""
        self.running[name][1].stop()
        self.start(name, *arguments, fault=fault).ready()

    def stop(self):
        for _, program in self.running.values():
            program.stop()


@pytest.fixture
def cast(environment, tmp_path):
    cast = Cast(environment, tmp_path)
    yield cast
    cast.stop()


def service(name):
    return SERVICE, f"services.{name}.service:SERVICE"


@pytest.fixture
def night(stack, cast):
    cast.start("judging", *service("judging")).start("scoring", *service("scoring")).start(
        "relay", *RELAY
    ).ready()
    night = Night(stack.amqp_uri, entries=10)
    yield night
    night.close()


POINTS = {
    "relay": (RELAY, "relay_after_publish", "unguarded_relay"),
    "judging": (service("judging"), "judging_after_write", "unguarded_judging"),
    "scoring": (service("scoring"), "scoring_after_write", "unguarded_scoring"),
}


@pytest.mark.parametrize("name", POINTS)
def test_a_crash_between_two_steps_loses_nothing_and_counts_nothing_twice(night, cast, name):
    program, fault, _ = POINTS[name]
    cast.replaced(name, *program, fault=fault)
    night.stream(night.commands())
    cast.restarted(name)
    night.check()


@pytest.mark.parametrize("name", ["relay", "judging"])
def test_control_with_the_steps_in_the_wrong_order_the_check_goes_red(night, cast, name):
    program, _, unguarded = POINTS[name]
    cast.replaced(name, *program, fault=unguarded)
    night.stream(night.commands())
    cast.restarted(name)
    with pytest.raises(AssertionError):
        night.check(seconds=4)


def test_control_marks_taken_as_they_come_are_caught_by_the_recomputation(night, cast):
    program, _, unguarded = POINTS["scoring"]
    cast.replaced("scoring", *program, fault=unguarded)
    night.stream(night.commands())
    until(lambda: not night.unrecorded(), seconds=30)
    until(night.quiet, seconds=30)
    assert night.deviations() != []


def asked_through_a_crash(stack, cast, fault):
    """Ask for one more line in the notebook, let the service end before it replies, and ask again."""
    cast.start("sample", SERVICE, "tests.support.sample:SERVICE", fault=fault).ready()
    data, id = {"edition_id": "ed-1", "length": 1}, str(uuid4())
    with asking(stack.amqp_uri, timeout=3) as ask, pytest.raises(RpcTimeout):
        ask("matching", "publish_shortlists", data, id=id)
    cast.restarted("sample")
    with asking(stack.amqp_uri) as ask:
        return ask("matching", "publish_shortlists", data, id=id)["answer"]["shortlists"]


def test_a_crash_after_the_commit_and_before_the_reply_is_answered_as_the_first_time(stack, cast):
    assert asked_through_a_crash(stack, cast, "rpc_before_reply") == 1


def test_control_without_receipts_the_command_is_carried_out_again(stack, cast):
    assert asked_through_a_crash(stack, cast, "unguarded_rpc") > 1
