"""Matching as it runs: facts from the broker, investors and answers in the database, RPC."""

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from schemas.routes import QUEUES
from services.chassis.storage import ensure_indexes, open_database
from services.matching.repository import MatchingStore
from tests.support.hall import Hall, asking
from tests.support.process import Program
from tests.unit.matching.market import (
    EDITION,
    MEI,
    Market,
    a_market,
    an_investors_card,
    companies,
    edition_started,
    eligible,
    entry_withdrawn,
    results_published,
)

SERVICE = "services.matching.service:SERVICE"
SECTORS = ("Games", "Music", "Mobile", "Video", "Travel", "Payments", "Search", "Education")


@pytest.fixture
def hall(stack):
    hall = Hall(stack.amqp_uri)
    yield hall
    hall.purge()
    hall.close()


@pytest.fixture
def run(environment, tmp_path):
    """Start matching; it ends with the test."""
    programs = []

    def run():
        log = tmp_path / f"{len(programs)}.log"
        programs.append(Program.service(SERVICE, environment=environment, log=log))
        return programs[-1].wait_ready()

    yield run
    for program in programs:
        program.stop()


@pytest.fixture
def ask(stack):
    """Ask matching; the answer, or the code of the refusal."""
    with asking(stack.amqp_uri, timeout=60) as reply_of:

        def ask(method, *, id=None, **data):
            reply = reply_of("matching", method, {"edition_id": EDITION, **data}, id=id)
            return reply["answer"] if "answer" in reply else reply["refusal"]["code"]

        yield ask


@pytest.fixture
def store(stack, database_prefix):
    """The store over a real database, without a broker."""
    database = open_database(stack.mongodb_uri, f"{database_prefix}matching")
    store = MatchingStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


def a_fair(startups, *, seed=11):
    """Return the facts of an edition with many startups."""
    chance = random.Random(seed)
    told = [edition_started()]
    for n in range(startups):
        told += eligible(
            f"e-{n:04}",
            description=f"A platform for {chance.choice(SECTORS).lower()} and {chance.choice(SECTORS).lower()}.",
            categories=chance.sample(SECTORS, chance.randint(1, 3)),
            city=chance.choice(["San Francisco", "Taipei", "London"]),
            rounds_usd=[str(chance.randint(1, 400) * 50_000)],
        )
    return told


def cards(investors, *, seed=12):
    chance = random.Random(seed)
    return [
        an_investors_card(
            f"i{n}@example.org",
            name=f"Investor {n:03}",
            thesis={
                "sectors": chance.sample(SECTORS, 3),
                "places": [chance.choice(["Silicon Valley", "Taiwan", "London"])],
                "company_stages": ["seed", "early"],
                "ticket_lowest_usd": "250000",
                "ticket_highest_usd": "5000000",
                "words": [chance.choice(SECTORS).lower()],
            },
        )
        for n in range(investors)
    ]


def test_the_same_market_comes_out_of_a_real_database(store):
    def played(market):
        market.publish()
        market.answer("e-ant", "interested", note="Loved the demo")
        market.reply("e-ant", "accept")
        market.answer("e-bee", "pass")
        market.hear(results_published("e-bee"), entry_withdrawn("e-cat"))
        market.publish()
        return market.investors(), market.shortlist(), market.interests("e-ant"), market.intros()

    assert played(a_market(store)) == played(a_market())


def test_from_facts_on_the_broker_to_an_intro(hall, run, ask, wait_until):
    told = [
        edition_started(),
        *eligible("e-ant", categories=["Games"]),
        *eligible("e-bee", categories=["Music"]),
        *eligible("e-cat", categories=["Games", "Music"]),
        results_published("e-bee"),
    ] * 2
    random.Random(2).shuffle(told)
    hall.tell(*told[::2])
    run()
    hall.tell(*told[1::2])
    mei = an_investors_card(thesis={"sectors": ["Games", "Music"]})
    wait_until(
        lambda: (
            ask("add_investors", investors=[mei])
            == {"investors": [{"investor_id": MEI, "email": "mei@example.org"}]}
        )
    )
    wait_until(lambda: ask("publish_shortlists", length=10) == {"shortlists": 1, "lines": 3})
    wait_until(lambda: not any(hall.waiting(queue.name) for queue in QUEUES if queue.service == "matching"))
    ask("publish_shortlists", length=10)
    lines = ask("get_shortlist", investor_id=MEI)["lines"]
    assert companies(lines) == ["Cat", "Bee", "Ant"]
    assert lines[1]["reasons"][1]["text"] == "Took 1st place in the final."

    assert ask("answer_investor", investor_id=MEI, entry_id="e-ant", answer="accept") == "no_interest"
    answer = {"investor_id": MEI, "entry_id": "e-ant", "answer": "interested"}
    assert ask("answer_startup", **answer)["intro"] is False
    assert [i["name"] for i in ask("get_interests", entry_id="e-ant")["interests"]] == ["Wang Mei"]
    assert ask("answer_investor", **{**answer, "answer": "accept"})["intro"] is True
    assert ask("answer_startup", **{**answer, "answer": "pass"}) == "intro_made"
    (intro,) = ask("list_intros")["intros"]
    assert (intro["investor_email"], intro["company"]) == ("mei@example.org", "Ant")
    assert ask("pending_facts")["pending"] == 1  # that they were introduced
    assert [hall.waiting(queue.dead) for queue in QUEUES if queue.service == "matching"] == [0, 0]


def test_a_command_that_comes_again_is_answered_as_the_first_time(hall, run, ask, wait_until):
    hall.tell(edition_started(), *eligible("e-ant"))
    run()
    wait_until(lambda: ask("add_investors", investors=[an_investors_card()]) != "not_found")
    wait_until(lambda: ask("publish_shortlists")["lines"])
    id = str(uuid4())
    first = {"investor_id": MEI, "entry_id": "e-ant", "answer": "interested"}
    answered = ask("answer_startup", id=id, **first)
    ask("answer_startup", **{**first, "answer": "pass"})
    assert ask("answer_startup", id=id, **first) == answered
    assert ask("answer_startup", id=id, **{**first, "answer": "pass"}) == "command_reused"
    assert ask("get_interests", entry_id="e-ant") == {"interests": []}


@pytest.mark.slow
def test_five_hundred_shortlists_of_five_hundred_startups_are_published_at_once(hall, run, ask, wait_until):
    hall.tell(*a_fair(500))
    program = run()
    wait_until(lambda: ask("add_investors", investors=cards(500)) != "not_found")
    wait_until(lambda: not any(hall.waiting(queue.name) for queue in QUEUES if queue.service == "matching"))
    ask("publish_shortlists")
    assert ask("publish_shortlists", length=12) == {"shortlists": 500, "lines": 6000}
    assert program.ready()


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_publishes_leaves_the_work_to_another(
    hall, stack, run, ask, wait_until
):
    told = a_fair(120)
    hall.tell(*told)
    doomed = run()
    wait_until(lambda: ask("add_investors", investors=cards(200)) != "not_found")
    wait_until(lambda: not any(hall.waiting(queue.name) for queue in QUEUES if queue.service == "matching"))

    def publish(number):
        with asking(stack.amqp_uri, timeout=60) as reply_of:
            return reply_of("matching", "publish_shortlists", {"edition_id": EDITION, "length": 5})

    with ThreadPoolExecutor(6) as askers:
        replies = [askers.submit(publish, number) for number in range(6)]
        ended = {"entrypoint": "publish_shortlists", "service": "matching"}
        wait_until(lambda: doomed.metric("darkhorse_entrypoint_seconds_count", **ended))
        still_out = [reply for reply in replies if not reply.done()]
        doomed.kill()
        run()
        assert {reply.result()["answer"]["lines"] for reply in replies} == {1000}
    assert still_out
    market = Market().hear(*told)
    market.add(*cards(200))
    market.publish(length=5)
    one = market.investors()[0]["investor_id"]
    assert ask("get_shortlist", investor_id=one)["lines"] == market.shortlist(one)
