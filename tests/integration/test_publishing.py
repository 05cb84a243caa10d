"""Publishing with confirms, and relaying what was saved, on a real broker and a real database."""

import json
import threading
from uuid import uuid4

import pytest

from schemas.events import EVENTS, EntryWithdrawn
from services.chassis.publishing.publisher import Outcome, Outgoing, Publisher
from services.chassis.publishing.relay import Relay
from services.chassis.storage import Repository, open_database
from services.chassis.storage.pending import pending_facts
from tests.support.facts import submitted
from tests.support.hall import Hall
from tests.support.note import Notebook, from_state, to_state
from tests.support.process import Program
from tests.support.wire import Wire

ENTRIES = "matching.entries"


@pytest.fixture
def hall(stack):
    hall = Hall(stack.amqp_uri)
    yield hall
    hall.close()


@pytest.fixture
def publish(stack, wait_until):
    """Start publishers, connected, that end with the test."""
    publishers = []

    def publish(uri=stack.amqp_uri):
        publishers.append(Publisher(uri, name="test"))
        publishers[-1].start()
        wait_until(lambda: publishers[-1].connected)
        return publishers[-1]

    yield publish
    for publisher in publishers:
        publisher.stop()


class Fates:
    """What became of each message, by its id."""

    def __init__(self, publisher):
        self.publisher = publisher
        self.by_id = {}

    def submit(self, *envelopes, exchange="events.registration", key=None):
        for envelope in envelopes:
            self.publisher.submit(
                Outgoing(
                    envelope.id,
                    exchange,
                    key or envelope.type,
                    envelope.encode(),
                    lambda outcome, id=envelope.id: self.by_id.setdefault(id, outcome),
                )
            )


# Publishing


def test_a_message_is_confirmed_once_the_broker_has_it(hall, publish, wait_until):
    fates = Fates(publish())
    told = [submitted(f"e-{n}") for n in range(300)]
    fates.submit(*told)
    wait_until(lambda: len(fates.by_id) == 300)
    assert fates.by_id == {envelope.id: Outcome.CONFIRMED for envelope in told}
    assert {letter["id"] for letter in hall.take(ENTRIES)} == set(fates.by_id)


def test_a_message_without_a_queue_is_returned_and_the_others_are_not(hall, publish, wait_until):
    fates = Fates(publish())
    lost, kept = submitted("e-lost"), submitted("e-kept")
    fates.submit(lost, exchange="", key="no.such.queue")
    fates.submit(kept)
    wait_until(lambda: len(fates.by_id) == 2)
    assert fates.by_id == {lost.id: Outcome.RETURNED, kept.id: Outcome.CONFIRMED}


def test_what_was_not_confirmed_when_the_broker_was_lost_has_failed(hall, stack, publish, wait_until):
    wire = Wire(stack.amqp_uri)
    fates = Fates(publish(wire.uri))
    wire.stall()
    during = [submitted(f"e-{n}") for n in range(20)]
    fates.submit(*during)
    wait_until(lambda: fates.publisher.in_flight == 20)
    wire.cut()
    wire.flow()
    wait_until(lambda: len(fates.by_id) == 20)
    after = submitted("e-after")
    wait_until(lambda: not fates.publisher.connected)
    fates.submit(after)
    assert fates.by_id == {envelope.id: Outcome.FAILED for envelope in (*during, after)}
    wire.mend()
    wait_until(lambda: fates.publisher.connected)
    again = [submitted(f"a-{n}") for n in range(20)]
    fates.submit(*again)
    wait_until(lambda: len(fates.by_id) == 41)
    assert {fates.by_id[envelope.id] for envelope in again} == {Outcome.CONFIRMED}


def test_a_publisher_that_loses_the_broker_again_and_again_comes_back_each_time(
    hall, stack, publish, wait_until
):
    wire = Wire(stack.amqp_uri)
    fates = Fates(publish(wire.uri))
    stop = threading.Event()

    def tell():
        while not stop.wait(0.001):
            fates.submit(submitted(f"e-{uuid4().hex[:8]}"))

    teller = threading.Thread(target=tell, daemon=True)
    for _ in range(4):
        if not teller.is_alive():
            teller.start()
        wait_until(lambda: Outcome.CONFIRMED in list(fates.by_id.values()))
        wire.cut()
        wait_until(lambda: not fates.publisher.connected)
        wire.mend()
        wait_until(lambda: fates.publisher.connected)
        fates.by_id.clear()
    stop.set()
    teller.join()
    wait_until(lambda: fates.publisher.in_flight == 0)
    last = submitted("e-last")
    fates.submit(last)
    wait_until(lambda: fates.by_id.get(last.id) is Outcome.CONFIRMED)


def test_a_publisher_whose_wake_up_went_down_with_the_broker_wakes_again(hall, stack, publish, wait_until):
    wire = Wire(stack.amqp_uri)
    publisher = publish(wire.uri)
    publisher._woken = True  # as when the connection closes between the asking and the waking
    wire.cut()
    wait_until(lambda: not publisher.connected)
    wire.mend()
    wait_until(lambda: publisher.connected)
    fates = Fates(publisher)
    fates.submit(submitted("e-1"))
    wait_until(lambda: list(fates.by_id.values()) == [Outcome.CONFIRMED], seconds=5)


# Relaying


def a_repository(mongo):
    repository = Repository(mongo["notebooks"], events=EVENTS, to_state=to_state, from_state=from_state)
    repository.ensure_indexes()
    return repository


@pytest.fixture
def notebooks(mongo):
    return a_repository(mongo)


def write(notebooks, count, *, each=1):
    made = []
    for n in range(count):
        notebook = Notebook(f"n-{n}")
        for line in range(each):
            notebook.write(line)
        made.append(notebook)
    notebooks.save_all(made)


def pending_bodies(mongo):
    return sorted(fact["body"] for document in mongo["notebooks"].find() for fact in document["pending"])


def test_facts_leave_exactly_as_they_were_saved_and_then_only(hall, mongo, notebooks, publish):
    write(notebooks, 120, each=2)
    saved = pending_bodies(mongo)
    assert Relay(mongo, publish()).sweep() == 240
    told = hall.take(ENTRIES)
    assert sorted(json.dumps(body, separators=(",", ":"), ensure_ascii=False) for body in told) == saved
    assert (pending_facts(mongo)[0], pending_bodies(mongo)) == (0, [])
    assert Relay(mongo, publish()).sweep() == 0


def test_a_fact_no_queue_takes_stays_pending_and_the_others_leave(hall, mongo, notebooks, publish):
    write(notebooks, 3)
    # As an exchange without its alternate would have it: returned, and not kept aside.
    mongo["notebooks"].update_one(
        {"_id": "n-1"}, {"$set": {"pending.0.exchange": "", "pending.0.key": "no.such.queue"}}
    )
    relay = Relay(mongo, publish())
    assert (relay.sweep(), relay.sweep()) == (2, 0)
    assert sorted(letter["subject"] for letter in hall.take(ENTRIES)) == ["n-0", "n-2"]
    assert pending_facts(mongo)[0] == 1
    mongo["notebooks"].update_one(
        {"_id": "n-1"},
        {"$set": {"pending.0.exchange": "events.registration", "pending.0.key": "EntryWithdrawn.v1"}},
    )
    assert relay.sweep() == 1
    assert [letter["subject"] for letter in hall.take(ENTRIES)] == ["n-1"]


def test_facts_stay_while_the_broker_is_away(hall, stack, mongo, notebooks, publish, wait_until):
    wire = Wire(stack.amqp_uri)
    publisher = publish(wire.uri)
    relay = Relay(mongo, publisher)
    wire.cut()
    wait_until(lambda: not publisher.connected)
    write(notebooks, 5)
    assert (relay.sweep(), pending_facts(mongo)[0]) == (0, 5)
    wire.mend()
    wait_until(lambda: publisher.connected)
    assert (relay.sweep(), pending_facts(mongo)[0]) == (5, 0)


def test_two_relays_at_once_lose_nothing(hall, mongo, notebooks, publish, wait_until):
    relays = [Relay(mongo, publish()) for _ in range(2)]
    threads = [threading.Thread(target=relay.run, daemon=True) for relay in relays]
    for thread in threads:
        thread.start()
    for n in range(40):
        notebook = Notebook(f"n-{n}")
        for line in range(10):
            notebook.write(line)
        notebooks.save(notebook)
    wait_until(lambda: pending_facts(mongo)[0] == 0)
    for relay in relays:
        relay.stopping.set()
    for thread in threads:
        thread.join()
    told = hall.take(ENTRIES)
    wanted = {(f"n-{n}", f"line {line}") for n in range(40) for line in range(10)}
    assert {(letter["subject"], letter["data"]["reason"]) for letter in told} == wanted


@pytest.mark.parametrize("index_comes", ["before its first fact", "after its first fact"])
def test_a_collection_that_is_new_since_the_relay_started_is_relayed(
    hall, mongo, notebooks, publish, wait_until, index_comes
):
    relay = Relay(mongo, publish())
    thread = threading.Thread(target=relay.run, daemon=True)
    thread.start()
    write(notebooks, 1)
    wait_until(lambda: hall.waiting(ENTRIES) == 1)
    diaries = Repository(mongo["diaries"], events=EVENTS, to_state=to_state, from_state=from_state)
    if index_comes == "before its first fact":
        diaries.ensure_indexes()
    write(diaries, 1)
    diaries.ensure_indexes()
    wait_until(lambda: hall.waiting(ENTRIES) == 2)
    wait_until(lambda: pending_facts(mongo)[0] == 0)
    relay.stopping.set()
    thread.join()


def test_a_relay_is_woken_by_a_fact(hall, stack, environment, tmp_path, wait_until):
    mongo = open_database(stack.mongodb_uri, f"{environment['DARKHORSE_DATABASE_PREFIX']}matching")
    notebooks = a_repository(mongo)
    relay = Program.relay("matching", environment=environment, log=tmp_path / "log").wait_ready()
    write(notebooks, 1)
    wait_until(lambda: hall.waiting(ENTRIES), seconds=5)
    (letter,) = hall.take(ENTRIES)
    assert letter["type"] == EntryWithdrawn.message_type()
    wait_until(lambda: relay.metric("darkhorse_published_total", database=mongo.name) == 1)
    assert relay.stop() == 0
    mongo.client.close()
