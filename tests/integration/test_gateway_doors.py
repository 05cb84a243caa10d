"""The gateway's doors and its live stream, on the real broker."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pika
import pytest

from gateway.clients import AskDoor, TellDoor, Unavailable
from gateway.live.hearing import Hearing
from schemas.commands import PublishShortlists, StateThesis, SubmitScorecard
from schemas.envelope import decode, wrap
from schemas.events import BoardChanged
from schemas.queries import WhoIs
from schemas.refusal import Refusal
from schemas.routes import PUBLIC_EXCHANGE, queue_for
from tests.support.process import Program
from tests.support.waiting import until

SCORECARDS = queue_for("judging", SubmitScorecard).name
NOWHERE = "amqp://nobody:nothing@127.0.0.1:1/"


@pytest.fixture
def channel(stack):
    connection = pika.BlockingConnection(pika.URLParameters(stack.amqp_uri))
    channel = connection.channel()
    channel.queue_purge(SCORECARDS)
    yield channel
    channel.queue_purge(SCORECARDS)
    connection.close()


@pytest.fixture
def tell(stack):
    door = TellDoor(stack.amqp_uri)
    assert door.wait_connected(5)
    yield door
    door.stop()


@pytest.fixture(scope="module")
def sample(stack, tmp_path_factory):
    import os

    environment = {
        **os.environ,
        "AMQP_URI": stack.amqp_uri,
        "MONGODB_URI": stack.mongodb_uri,
        "DARKHORSE_DATABASE_PREFIX": f"t{uuid4().hex[:8]}_",
        "PYTHONPATH": os.getcwd(),
    }
    log = tmp_path_factory.mktemp("sample") / "log"
    program = Program.service("tests.support.sample:SERVICE", environment=environment, log=log).wait_ready()
    yield program
    program.stop()


def a_scorecard(id):
    return wrap(SubmitScorecard, {"n": id}, subject="s", id=id, time=datetime.now(UTC), by="p-1")


def test_what_was_told_waits_on_the_durable_queue(tell, channel):
    tell.tell(a_scorecard("c-1"))
    _, properties, body = channel.basic_get(SCORECARDS, auto_ack=True)
    assert (properties.delivery_mode, decode(body).id, decode(body).by) == (2, "c-1", "p-1")


def test_hundreds_from_many_threads_are_all_safe(tell, channel):
    ids = [f"c-{n}" for n in range(300)]

    def take(mine):
        for id in mine:
            tell.tell(a_scorecard(id))

    threads = [threading.Thread(target=take, args=(ids[n::10],)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [decode(channel.basic_get(SCORECARDS, auto_ack=True)[2]).id for _ in ids]
    assert sorted(found) == sorted(ids)


def test_without_a_broker_nothing_is_said_to_be_safe():
    door = TellDoor(NOWHERE, confirm_seconds=0.5)
    with pytest.raises(Unavailable):
        door.tell(a_scorecard("c-1"))
    door.stop()


def test_what_a_full_queue_turns_away_is_not_said_to_be_safe(tell, channel):
    full = f"full-{uuid4().hex[:8]}"
    channel.queue_declare(full, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
    channel.queue_bind(full, "commands", "SubmitScorecard.*")
    tell.tell(a_scorecard("c-1"))
    with pytest.raises(Unavailable):
        tell.tell(a_scorecard("c-2"))
    channel.queue_delete(full)
    tell.tell(a_scorecard("c-2"))
    assert decode(channel.basic_get(SCORECARDS, auto_ack=True)[2]).id == "c-1"


def test_the_tell_door_opens_again_when_its_connection_was_cut(tell, channel, stack):
    tell.tell(a_scorecard("c-1"))
    publisher = tell.publisher()
    publisher._connection.ioloop.add_callback_threadsafe(
        lambda: publisher._connection._adapter_disconnect_stream()
    )

    def told_again():
        try:
            tell.tell(a_scorecard("c-2"))
        except Unavailable:
            return False
        return True

    until(told_again)


def test_an_asked_command_is_answered_and_a_refusal_travels(stack, sample):
    door = AskDoor(stack.amqp_uri, size=2)
    id = str(uuid4())
    first = door.ask(PublishShortlists, {"edition_id": "ed-1", "length": 3}, command_id=id)
    again = door.ask(PublishShortlists, {"edition_id": "ed-1", "length": 3}, command_id=id)
    assert first == again
    with pytest.raises(Refusal) as raised:
        door.ask(StateThesis, {"edition_id": "ed-1", "investor_id": "i-1", "thesis": {}})
    assert raised.value.errors == {"investor_id": ["stubborn is allowed"]}


def test_many_threads_share_few_clients_and_each_gets_its_own_answer(stack, sample):
    door = AskDoor(stack.amqp_uri, size=3)
    wrong = []

    def ask(length):
        with pytest.raises(Refusal) as raised:
            door.ask(StateThesis, {"edition_id": "ed-1", "investor_id": f"i-{length}", "thesis": {}})
        if raised.value.detail != "no thesis is taken here":
            wrong.append(length)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_service_that_is_not_there_is_unavailable_at_once_or_in_time(stack):
    door = AskDoor(stack.amqp_uri, size=2)
    with pytest.raises(Unavailable):
        door.ask(WhoIs, {"session_digest": "0" * 64}, timeout=0.5)


def test_without_a_broker_an_ask_is_unavailable():
    with pytest.raises(Unavailable):
        AskDoor(NOWHERE, size=1).ask(WhoIs, {"session_digest": "0" * 64}, timeout=0.5)


def test_a_board_that_is_broadcast_is_heard(stack, channel):
    heard = []
    hearing = Hearing(stack.amqp_uri, take=lambda kind, body: heard.append((kind.name, body))).start()
    until(lambda: hearing.consuming)
    body = {
        "edition_id": "ed-1",
        "stage_id": "final",
        "number": 3,
        "state": "building",
        "counted": 1,
        "expected": 9,
        "rows": [],
        "proof": None,
        "certificate": 0,
        "corrected": False,
    }
    event = wrap(BoardChanged, body, subject="ed-1.final", time=datetime.now(UTC))
    channel.basic_publish(PUBLIC_EXCHANGE, event.type, event.encode())
    until(lambda: heard)
    hearing.stop()
    assert heard == [("board", {**body, "more": 0})]
