"""The chassis' messaging on a real broker and a real database, by a sample service."""

import json
import os
import signal
from datetime import datetime
from itertools import pairwise
from uuid import uuid4

import pytest

from schemas.routes import DELIVERY_LIMIT, UNROUTABLE
from services.chassis.storage import ensure_indexes, open_database
from tests.support.facts import started, submitted
from tests.support.hall import Hall, asking
from tests.support.process import Program
from tests.support.sample import POISON, SampleStore
from tests.support.wire import Wire

SAMPLE = "tests.support.sample:SERVICE"
INBOX, ENTRIES = "matching.inbox", "matching.entries"
TRACE = "0123456789abcdef0123456789abcdef"
TRACEPARENT = f"00-{TRACE}-0123456789abcdef-01"


@pytest.fixture
def hall(stack):
    hall = Hall(stack.amqp_uri)
    yield hall
    hall.close()


@pytest.fixture
def ask(stack):
    with asking(stack.amqp_uri) as ask:
        yield lambda *arguments, **options: ask("matching", *arguments, **options)


@pytest.fixture(scope="module")
def house(stack):
    """The environment of the programs of this module, which share a database."""
    prefix = f"m{uuid4().hex[:8]}_"
    return {
        **os.environ,
        "AMQP_URI": stack.amqp_uri,
        "MONGODB_URI": stack.mongodb_uri,
        "DARKHORSE_DATABASE_PREFIX": prefix,
        "DARKHORSE_LONGEST_BACKOFF": "0.2",
        "PYTHONPATH": os.getcwd(),
    }


@pytest.fixture(scope="module")
def wire(stack):
    """What leads the sample service to the broker."""
    return Wire(stack.amqp_uri)


@pytest.fixture(scope="module")
def resident(house, wire, tmp_path_factory):
    """The sample service, which the tests share."""
    environment = {**house, "AMQP_URI": wire.uri}
    log = tmp_path_factory.mktemp("sample") / "log"
    program = Program.service(SAMPLE, environment=environment, log=log)
    yield program
    program.kill()


@pytest.fixture
def run(house, tmp_path):
    """Start a program that ends with the test."""
    programs = []

    def run(start, *arguments, **changes):
        log = tmp_path / f"{len(programs)}.log"
        programs.append(start(*arguments, environment={**house, **changes}, log=log))
        return programs[-1]

    yield run
    for program in programs:
        program.kill()


@pytest.fixture
def store(stack, house):
    """The sample's own database, empty, seen from outside."""
    database = open_database(stack.mongodb_uri, f"{house['DARKHORSE_DATABASE_PREFIX']}matching")
    for name in ("heard", "batches", "notebooks", "receipts"):
        database[name].delete_many({})
    store = SampleStore(database)
    store.database = database
    ensure_indexes(store)
    yield store
    database.client.close()


class Sample:
    """The resident sample: what its metrics and its log say since the test began."""

    def __init__(self, program):
        self.program = program
        self.log = program.log
        self._skip = len(program.log.read_bytes())
        self._before = {}
        for line in program.metrics().splitlines():
            name, _, value = line.rpartition(" ")
            if not line.startswith("#"):
                self._before[name] = float(value)

    def growth(self, name, **labels):
        wanted = ",".join(f'{key}="{value}"' for key, value in labels.items())
        return self.program.metric(name, **labels) - self._before.get(f"{name}{{{wanted}}}", 0.0)

    def lines(self, event):
        return lines(self.program.log.read_bytes()[self._skip :], event)


@pytest.fixture
def sample(resident, hall, store):
    return Sample(resident.wait_ready())


def lines(log, event):
    """Return the lines of a log that report `event`."""
    told = [json.loads(line) for line in log.splitlines() if line.startswith(b"{")]
    return [line for line in told if line["event"] == event]


# Taking messages


def test_a_fact_is_heard_once_it_was_told(hall, sample, store, wait_until):
    event = started("Cup 2025")
    hall.tell(event)
    heard = wait_until(lambda: store.heard.find("ed-Cup 2025"))
    assert heard["edition"] == {"version": 1, "id": event.id}
    assert hall.waiting(INBOX) == 0


def test_an_older_fact_that_comes_later_changes_nothing(hall, sample, store, wait_until):
    newer, older, other = submitted("e-1", version=5), submitted("e-1", version=4), submitted("e-2")
    hall.tell(newer)
    wait_until(lambda: store.heard.find("e-1"))
    hall.tell(older, other)
    wait_until(lambda: store.heard.find("e-2"))
    assert store.heard.find("e-1")["EntrySubmitted"] == {"version": 5, "id": newer.id}


def test_many_messages_take_few_writes(hall, sample, store, wait_until):
    sample.program.process.send_signal(signal.SIGSTOP)
    hall.tell(*(submitted(f"e-{n}") for n in range(500)))
    sample.program.process.send_signal(signal.SIGCONT)
    wait_until(lambda: store.batches.count_documents({}) and hall.waiting(ENTRIES) == 0)
    wait_until(lambda: sum(batch["size"] for batch in store.batches.find()) == 500)
    sizes = [batch["size"] for batch in store.batches.find()]
    assert (max(sizes), len(list(store.heard.select({})))) == (50, 500)
    assert len(sizes) <= 20


def test_a_lone_message_does_not_wait_for_a_full_batch(hall, sample, store, wait_until):
    hall.tell(submitted("e-1"))
    wait_until(lambda: store.heard.find("e-1"), seconds=5)
    assert [batch["size"] for batch in store.batches.find()] == [1]


def test_a_message_that_always_fails_holds_up_no_other_and_ends_in_the_dead_letters(
    hall, sample, store, wait_until
):
    poison = {INBOX: started(POISON, subject=POISON), ENTRIES: submitted(POISON)}
    others = [submitted(f"e-{n}") for n in range(30)] + [started(f"n-{n}") for n in range(30)]
    hall.tell(*others[:30], *poison.values(), *others[30:])
    wait_until(lambda: len(list(store.heard.select({}))) == 60)
    assert (hall.waiting(f"{INBOX}.dead"), hall.waiting(f"{ENTRIES}.dead")) == (0, 0)
    wait_until(lambda: hall.waiting(f"{INBOX}.dead") and hall.waiting(f"{ENTRIES}.dead"))
    for queue, envelope in poison.items():
        assert [letter["id"] for letter in hall.take(f"{queue}.dead")] == [envelope.id]
        tries = [
            datetime.fromisoformat(line["time"])
            for line in sample.lines("message failed, it comes again")
            if line["id"] == envelope.id
        ]
        distances = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
        assert len(tries) == 1 + DELIVERY_LIMIT
        assert (distances[0] >= 0.1, min(distances[1:]) >= 0.2) == (True, True)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"no json at all", "malformed"),
        (b'["a list"]', "malformed"),
        (submitted("e-1").encode().replace(b'"entry_id":"e-1",', b""), "malformed"),
        (submitted("e-1").encode().replace(b"EntrySubmitted.v1", b"EntrySubmitted.v2"), "newer_version"),
    ],
)
def test_what_can_never_be_read_goes_to_the_dead_letters_at_once(
    hall, sample, store, wait_until, body, reason
):
    hall.put("events.registration", "EntrySubmitted.v2", body)
    hall.tell(submitted("e-after"))
    wait_until(lambda: store.heard.find("e-after"))
    wait_until(lambda: hall.waiting(f"{ENTRIES}.dead") == 1)
    labels = {"queue": ENTRIES, "reason": reason, "service": "matching"}
    assert sample.growth("darkhorse_messages_dead_total", **labels) == 1
    assert [line["reason"] for line in sample.lines("message to the dead letters")] == [reason]
    assert hall.channel.basic_get(f"{ENTRIES}.dead", auto_ack=True)[2] == body


def test_what_no_queue_takes_is_kept_aside(hall):
    envelope = submitted("e-1")
    hall.put("events.scoring", "SomethingNew.v1", envelope.encode())
    assert [letter["id"] for letter in hall.take(UNROUTABLE)] == [envelope.id]


def test_a_service_says_that_it_does_not_consume_while_the_broker_is_away(
    hall, wire, sample, store, wait_until
):
    wire.cut()
    wait_until(lambda: not sample.program.ready())
    hall.tell(submitted("e-meanwhile"))
    wire.mend()
    wait_until(sample.program.ready)
    wait_until(lambda: store.heard.find("e-meanwhile"))


def test_what_is_counted_can_be_read_as_metrics(hall, sample, store, wait_until):
    hall.tell(*(submitted(f"e-{n}") for n in range(3)), started("Cup"))
    wait_until(lambda: len(list(store.heard.select({}))) == 4)
    labels = {"service": "matching"}
    assert sample.growth("darkhorse_messages_total", queue=ENTRIES, **labels) == 3
    assert sample.growth("darkhorse_messages_total", queue=INBOX, **labels) == 1
    ran = {"entrypoint": "on_edition_started", **labels}
    assert sample.growth("darkhorse_entrypoint_seconds_count", **ran) == 1
    assert sample.growth("darkhorse_entrypoint_failures_total", **ran) == 0


# Asking


def shortlists(length=3):
    return {"edition_id": "ed-1", "length": length}


def thesis(investor_id):
    return {"edition_id": "ed-1", "investor_id": investor_id, "thesis": {}}


def test_the_same_command_again_gets_the_first_answer_again(sample, ask, store):
    replies = [ask("publish_shortlists", shortlists(), id="c-1") for _ in range(3)]
    assert replies == [{"answer": {"shortlists": 1, "lines": 0}}] * 3
    assert store.notebooks.get("n-1").lines == [3]
    assert ask("publish_shortlists", shortlists(), id="c-2")["answer"]["shortlists"] == 2


def test_a_commands_id_with_another_body_is_refused(sample, ask, store):
    ask("publish_shortlists", shortlists(3), id="c-1")
    reply = ask("publish_shortlists", shortlists(4), id="c-1")
    assert (reply["refusal"]["code"], reply["refusal"]["status"]) == ("command_reused", 422)
    assert store.notebooks.get("n-1").lines == [3]


def test_a_refusal_travels_with_what_came_and_what_is_allowed(sample, ask):
    assert ask("state_thesis", thesis("i-1")) == {
        "refusal": {
            "code": "refused",
            "status": 409,
            "detail": "no thesis is taken here",
            "errors": {"investor_id": ["stubborn is allowed"]},
        }
    }


def test_an_unknown_field_is_refused_by_its_name(sample, ask, store):
    refusal = ask("publish_shortlists", {**shortlists(), "colour": "red"})["refusal"]
    assert (refusal["code"], refusal["errors"]) == ("invalid", {"colour": ["Unknown field."]})
    assert store.notebooks.find("n-1") is None


def test_a_decision_that_met_another_is_taken_again(sample, ask):
    assert ask("state_thesis", thesis("stubborn")) == {"answer": {"tries": 3}}


def test_a_fault_is_told_as_one_and_without_its_inside(sample, ask):
    assert ask("state_thesis", thesis(POISON)) == {"fault": "matching.state_thesis failed"}
    ran = {"entrypoint": "state_thesis", "service": "matching"}
    assert sample.growth("darkhorse_entrypoint_failures_total", **ran) == 1


def test_one_trace_leads_from_the_question_through_the_fact_to_who_hears_it(
    sample, run, hall, ask, store, wait_until
):
    ask("publish_shortlists", shortlists(), traceparent=TRACEPARENT)
    (fact,) = store.database["notebooks"].find_one({"_id": "n-1"})["pending"]
    assert json.loads(fact["body"])["traceparent"] == TRACEPARENT
    run(Program.relay, "matching")
    wait_until(lambda: sample.lines("heard"))
    assert [line["correlation_id"] for line in sample.lines("heard")] == [TRACE]
