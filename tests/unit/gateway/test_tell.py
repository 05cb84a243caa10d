"""The tell door on a publisher of paper."""

from datetime import UTC, datetime

import pytest

from gateway.clients import TellDoor, Unavailable
from gateway.clients.tell import RecentCommands
from schemas.commands import SubmitScorecard
from schemas.envelope import wrap
from schemas.refusal import CommandReused
from services.chassis.publishing.publisher import Outcome


class PaperPublisher:
    made = 0

    def __init__(self, outcome):
        self.outcome = outcome
        self.connected = True
        self.sent = []
        self.stopped = False

    def start(self):
        pass

    def stop(self):
        self.stopped = True

    def submit(self, message):
        self.sent.append(message)
        if self.outcome is not None:
            message.settled(self.outcome)


def a_door(outcome):
    publishers = []

    def make(amqp_uri, *, name):
        publishers.append(PaperPublisher(outcome))
        return publishers[-1]

    return TellDoor("amqp://", confirm_seconds=0.01, make_publisher=make), publishers


def an_envelope(id="c-1"):
    return wrap(SubmitScorecard, {"n": 1}, subject="s", id=id, time=datetime.now(UTC))


def test_a_confirmed_command_is_told():
    door, publishers = a_door(Outcome.CONFIRMED)
    door.tell(an_envelope())
    [message] = publishers[0].sent
    assert (message.exchange, message.key, message.mandatory) == ("commands", "SubmitScorecard.v1", True)


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.FAILED, None])
def test_what_was_not_confirmed_is_not_called_safe(outcome):
    door, _ = a_door(outcome)
    with pytest.raises(Unavailable):
        door.tell(an_envelope())


def test_a_publisher_that_confirms_nothing_is_replaced():
    door, publishers = a_door(None)
    for _ in range(6):
        with pytest.raises(Unavailable):
            door.tell(an_envelope())
    assert len(publishers) == 2


def test_an_id_may_come_again_with_the_same_body_only():
    recent = RecentCommands()
    recent.check("c-1", "a")
    recent.check("c-1", "a")
    with pytest.raises(CommandReused):
        recent.check("c-1", "b")


def test_only_so_many_ids_are_remembered():
    recent = RecentCommands(size=2)
    for id in ("c-1", "c-2", "c-3"):
        recent.check(id, "a")
    recent.check("c-1", "b")
