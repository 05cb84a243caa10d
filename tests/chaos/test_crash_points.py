"""Processes that end between two steps, each with a control in which a guard is off."""

from uuid import uuid4

import pytest
from nameko.exceptions import RpcTimeout

from tests.chaos.proven import faults
from tests.support.hall import asking, drop_requests
from tests.support.waiting import until


@pytest.mark.parametrize(
    ("name", "fault"),
    [("relay", "relay_after_publish"), ("judging", "after_write"), ("scoring", "after_write")],
)
def test_a_crash_between_two_steps_loses_nothing_and_counts_nothing_twice(night, cast, name, fault):
    cast.give(name, fault)
    night.stream(night.commands())
    cast.restarted(name)
    night.check()


@pytest.mark.parametrize(("name", "fault"), [("relay", "unguarded_relay"), ("judging", "unguarded_judging")])
def test_control_with_the_steps_in_the_wrong_order_the_check_goes_red(night, cast, name, fault):
    cast.give(name, fault)
    # One revision of each, and once: another would tell again what is lost.
    night.stream(night.commands(revisions=1, some_twice=False))
    cast.restarted(name)
    with pytest.raises(AssertionError):
        night.check(seconds=3)


def test_a_crash_between_the_log_and_the_marks_loses_no_receipt_and_doubles_none(night, cast):
    cast.give("scoring", "log_before_marks")
    night.stream(night.commands())
    cast.restarted("scoring")
    night.check()
    assert faults(night) == []


def test_control_facts_that_the_log_does_not_know_again_are_in_it_twice(night, cast):
    cast.give("scoring", "unguarded_log")
    night.stream(night.commands())
    cast.restarted("scoring")
    night.check()
    assert any("leaves" in fault for fault in faults(night))


def test_an_older_revision_heard_again_changes_nothing(night, cast):
    night.stream(night.commands())
    night.check()
    night.tell_first_revisions_again()
    until(night.quiet)
    night.check()


def test_control_marks_taken_as_they_come_are_caught_by_the_recomputation(night, cast):
    cast.give("scoring", "unguarded_scoring")
    night.stream(night.commands())
    until(lambda: not night.unrecorded() and night.quiet(), seconds=30)
    night.tell_first_revisions_again()
    until(night.quiet, seconds=30)
    with pytest.raises(AssertionError):
        night.check(seconds=3)


def test_control_a_command_that_is_not_remembered_is_recorded_twice(night, cast):
    cast.give("judging", "unguarded_memory")
    commands = night.commands(revisions=1)
    night.stream(commands)
    night.stream(commands)
    until(lambda: not night.unrecorded() and night.quiet(), seconds=30)
    assert set(night.recorded_twice()) == {envelope.id for envelope in commands}


def asked_through_a_crash(stack, cast, fault):
    """Ask for one more line in the notebook, let the service end before it replies, and ask again."""
    # What an earlier sample had not acknowledged when it was killed would end this one too soon.
    drop_requests(stack.amqp_uri, "matching")
    cast.give("sample", fault, DARKHORSE_DATABASE_PREFIX=f"c{uuid4().hex[:8]}_")
    data, id = {"edition_id": "ed-1", "length": 1}, str(uuid4())
    with asking(stack.amqp_uri, timeout=2) as ask, pytest.raises(RpcTimeout):
        ask("matching", "publish_shortlists", data, id=id)
    cast.restarted("sample")
    with asking(stack.amqp_uri) as ask:
        return ask("matching", "publish_shortlists", data, id=id)["answer"]["shortlists"]


def test_a_crash_after_the_commit_and_before_the_reply_is_answered_as_the_first_time(stack, cast):
    assert asked_through_a_crash(stack, cast, "rpc_before_reply") == 1


def test_control_without_receipts_the_command_is_carried_out_again(stack, cast):
    assert asked_through_a_crash(stack, cast, "unguarded_rpc") > 1
