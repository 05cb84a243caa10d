"""The tool for what was given up: `python -m infra.broker`."""

import re

import pytest

from infra.broker.__main__ import main
from infra.broker.letters import NoSuchQueue, NotRouted, counts, letters, redrive
from schemas.events import FeedbackTakenBack
from schemas.routes import QUEUES, UNROUTABLE
from tests.support.facts import fact, started, submitted
from tests.support.hall import Hall

ENTRIES, INBOX = "matching.entries", "matching.inbox"


@pytest.fixture
def hall(stack):
    hall = Hall(stack.amqp_uri)
    yield hall
    hall.purge()
    hall.close()


@pytest.fixture
def give_up(hall, wait_until):
    """Bring messages to the dead letters of their queue."""

    def give_up(queue, *envelopes):
        before = hall.waiting(f"{queue}.dead")
        hall.tell(*envelopes)
        for _ in envelopes:
            method, _, _ = wait_until(lambda: (got := hall.channel.basic_get(queue))[0] and got)
            hall.channel.basic_reject(method.delivery_tag, requeue=False)
        wait_until(lambda: hall.waiting(f"{queue}.dead") == before + len(envelopes))
        for other in QUEUES:
            hall.channel.queue_purge(other.name)

    return give_up


@pytest.fixture
def tool(stack, capsys):
    """Run the tool; its exit code, and what it printed and complained."""

    def tool(*arguments):
        code = main(["--amqp-uri", stack.amqp_uri, *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return tool


def test_every_queue_that_can_hold_letters_is_listed_with_its_count(hall, tool, give_up):
    assert tool("list")[0] == 0
    give_up(ENTRIES, submitted("e-1"), submitted("e-2"))
    hall.put("events.scoring", "SomethingNew.v1", submitted("e-3").encode())
    code, out, _ = tool("list")
    listed = {line.split()[1]: int(line.split()[0]) for line in out.splitlines()}
    wanted = {**{queue.name: 0 for queue in QUEUES}, ENTRIES: 2, UNROUTABLE: 1}
    assert (code, listed) == (1, wanted)


def test_letters_are_shown_and_stay_where_they_are(stack, hall, tool, give_up, wait_until):
    first, second = submitted("e-1"), submitted("e-2")
    give_up(ENTRIES, first, second)
    shown = letters(stack.amqp_uri, ENTRIES)
    assert [(letter.id, letter.subject, letter.reason) for letter in shown] == [
        (first.id, "e-1", "rejected"),
        (second.id, "e-2", "rejected"),
    ]
    assert (shown[0].body, shown[0].exchange) == (first.encode(), "events.registration")
    wait_until(lambda: hall.waiting(f"{ENTRIES}.dead") == 2)
    code, out, _ = tool("show", ENTRIES, "--limit", "1", "--body")
    assert code == 0
    assert f"EntrySubmitted.v1  {first.id}  subject e-1  (rejected)" in out
    assert re.search(r'"company": "Pacific Robots"', out)
    assert out.endswith(f"1 shown; they stay in {ENTRIES}.dead\n")
    wait_until(lambda: counts(stack.amqp_uri)[ENTRIES] == 2)


def test_a_letter_that_is_no_envelope_is_shown_all_the_same(stack, hall, wait_until):
    hall.channel.basic_publish("", f"{ENTRIES}.dead", b"no json")
    wait_until(lambda: hall.waiting(f"{ENTRIES}.dead"))
    (letter,) = letters(stack.amqp_uri, ENTRIES)
    assert (letter.type, letter.body) == ("not an envelope", b"no json")


def test_redriven_letters_are_in_the_one_queue_they_failed_in(hall, tool, give_up, wait_until):
    told = [submitted(f"e-{n}") for n in range(5)]
    give_up(ENTRIES, *told)
    assert tool("redrive", ENTRIES, "--limit", "2")[:2] == (0, f"2 sent on from {ENTRIES}\n")
    wait_until(lambda: hall.waiting(f"{ENTRIES}.dead") == 3)
    assert [letter["id"] for letter in hall.take(ENTRIES)] == [told[0].id, told[1].id]
    assert tool("redrive", ENTRIES)[:2] == (0, f"3 sent on from {ENTRIES}\n")
    assert [letter["id"] for letter in hall.take(ENTRIES)] == [envelope.id for envelope in told[2:]]
    assert [hall.waiting(name) for name in (f"{ENTRIES}.dead", "judging.entries", "scoring.entries")] == [
        0
    ] * 3


def test_a_redriven_letter_that_fails_again_comes_back_as_one(stack, hall, tool, give_up):
    event = started("Cup")
    give_up(INBOX, event)
    tool("redrive", INBOX)
    method, properties, _ = hall.channel.basic_get(INBOX)
    assert (method.redelivered, properties.headers) == (False, {"x-delivery-count": 0})
    hall.channel.basic_reject(method.delivery_tag, requeue=False)
    assert [letter.id for letter in letters(stack.amqp_uri, INBOX)] == [event.id]


def test_what_had_no_queue_goes_where_it_belongs_once_there_is_one(stack, hall, tool):
    where = ("judging.inbox", "events.scoring", "FeedbackTakenBack.*")
    data = {"edition_id": "ed-1", "stage_id": "final"}
    taken_back = fact(FeedbackTakenBack, data, subject="ed-1.final")
    hall.channel.queue_unbind(*where)
    hall.tell(taken_back)
    hall.channel.queue_bind(*where)
    assert [letter.reason for letter in letters(stack.amqp_uri, UNROUTABLE)] == ["unroutable"]
    assert tool("redrive", UNROUTABLE)[0] == 0
    assert [letter["id"] for letter in hall.take("judging.inbox")] == [taken_back.id]


def test_what_still_has_no_queue_stays_and_is_said(stack, hall, tool, wait_until):
    event = submitted("e-1")
    hall.put("events.scoring", "SomethingNew.v1", event.encode())
    with pytest.raises(NotRouted, match=r"still no queue takes SomethingNew\.v1 from events\.scoring"):
        redrive(stack.amqp_uri, UNROUTABLE)
    wait_until(lambda: hall.waiting(UNROUTABLE) == 1)
    assert tool("redrive", UNROUTABLE)[0] == 2


def test_an_unknown_queue_is_refused_with_the_names_that_are_known(stack, tool):
    with pytest.raises(NoSuchQueue):
        letters(stack.amqp_uri, "matching.letters")
    for verb in ("show", "redrive"):
        code, _, err = tool(verb, "matching.letters")
        assert code == 2
        assert err.startswith("queue is 'matching.letters'; allowed are judging.entries, ")


def test_a_broker_out_of_reach_is_said_and_nothing_is_traced(capsys):
    assert main(["--amqp-uri", "amqp://127.0.0.1:1/", "list"]) == 2
    assert capsys.readouterr().err.startswith("the broker cannot be reached: ")
