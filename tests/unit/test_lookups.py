"""Names of hosts looked up aside."""

import socket
import time

import eventlet
import pytest

from services.chassis.lookups import looking_up_aside

SLEEP = eventlet.patcher.original("time").sleep


def slow(host, *more, **named):
    SLEEP(0.1)
    return [(host, *more, named)]


def turns_while(look_up, host):
    """Return how often another green thread had its turn during a lookup."""
    turns = []

    def take_turns():
        while True:
            turns.append(time.monotonic())
            eventlet.sleep(0.01)

    other = eventlet.spawn(take_turns)
    found = look_up(host, 80, type=socket.SOCK_STREAM)
    other.kill()
    assert found == [(host, 80, {"type": socket.SOCK_STREAM})]
    return len(turns)


def test_others_go_on_while_a_name_is_looked_up():
    assert turns_while(looking_up_aside(slow), "mail.example") > 2


def test_a_lookup_in_place_holds_everybody_up():
    assert turns_while(slow, "mail.example") <= 1


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "", None])
def test_an_address_is_not_looked_up_aside(host):
    assert turns_while(looking_up_aside(slow), host) <= 1


def test_a_name_that_nobody_has_is_told_as_before():
    def nobody(host, *more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(socket.gaierror):
        looking_up_aside(nobody)("nobody.invalid", 80)


def test_the_systems_own_answer_is_given():
    assert looking_up_aside(socket.getaddrinfo)("localhost", 80) == socket.getaddrinfo("localhost", 80)
