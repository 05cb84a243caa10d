"""Scoring as it runs: facts from the broker, standings in the database, answers over RPC."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pika
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from infra.proof.tree import root
from infra.proof.verify import verify
from schemas.events import EVENTS
from schemas.routes import PUBLIC_EXCHANGE, QUEUES, exchange_for
from services.chassis.storage import ensure_indexes, open_database
from services.scoring.repository import ScoringStore
from tests.support.process import Program
from tests.unit.scoring.contest import (
    EDITION,
    STAGE,
    Contest,
    a_scored_contest,
    a_stage,
    an_award,
    assignments_published,
    card_id,
    edition_started,
    entry_screened,
    entry_submitted,
    entry_withdrawn,
    placed,
    receipt_of,
    scorecard_submitted,
    stage_closed,
    three_entries,
)

SERVICE = "services.scoring.service:SERVICE"


class Hall:
    """The broker, as the other services and the public see it."""

    def __init__(self, amqp_uri):
        self.connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        for queue in QUEUES:
            self.channel.queue_purge(queue.name)
            self.channel.queue_purge(queue.dead)
        self.public = self.channel.queue_declare("", exclusive=True).method.queue
        self.channel.queue_bind(self.public, PUBLIC_EXCHANGE, routing_key="#")

    def tell(self, *envelopes):
        for envelope in envelopes:
            exchange = exchange_for(EVENTS[envelope.name])
            self.channel.basic_publish(exchange, envelope.type, envelope.encode(), mandatory=True)

    def heard(self, queue):
        """Return the bodies in a queue, and empty it."""
        bodies = []
        while (body := self.channel.basic_get(queue, auto_ack=True)[2]) is not None:
            bodies.append(json.loads(body)["data"])
        return bodies

    def waiting(self, queue):
        return self.channel.queue_declare(queue, passive=True).method.message_count


@pytest.fixture
def hall(stack):
    hall = Hall(stack.amqp_uri)
    yield hall
    for queue in QUEUES:
        hall.channel.queue_purge(queue.name)
    hall.connection.close()


@pytest.fixture
def ask(stack):
    """Ask scoring; the answer, or the refusal."""
    with ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60) as cluster:

        def ask(method, **data):
            request = {"id": str(uuid4()), "by": "p-1", "data": {"edition_id": EDITION, **data}}
            reply = getattr(cluster.scoring, method)(request)
            return reply["answer"] if "answer" in reply else reply["refusal"]

        yield ask


@pytest.fixture
def run(environment, tmp_path):
    """Start programs that end with the test."""
    programs = []

    def run(start, *arguments):
        log = tmp_path / f"{len(programs)}.log"
        programs.append(start(*arguments, environment=environment, log=log))
        return programs[-1]

    yield run
    for program in programs:
        program.stop()


@pytest.fixture
def store(stack, database_prefix):
    """The store over a real database, without a broker."""
    database = open_database(stack.mongodb_uri, f"{database_prefix}scoring")
    store = ScoringStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


def straight(*told):
    """Return the standings of the same facts, heard in order in memory."""
    return Contest().hear(*told).refresh().standings()


def a_night(entries=60, judges=3):
    """Return the facts of a stage: every entry scored by every judge, some twice."""
    chance = random.Random(7)
    names = [f"e-{n}" for n in range(entries)]
    pairs = [(entry, f"j-{n}") for entry in names for n in range(judges)]
    cards = [
        scorecard_submitted(*pair, chance.randint(0, 20) / 2, chance.randint(0, 20) / 2) for pair in pairs
    ]
    again = [scorecard_submitted(*pair, 9, chance.randint(0, 20) / 2, revision=2) for pair in pairs[::5]]
    return [
        edition_started(a_stage(tie_breaks=["criterion:team"]), awards=[an_award(1, "Dark Horse")]),
        *(entry_submitted(entry) for entry in names),
        *(entry_screened(entry) for entry in names),
        assignments_published(*pairs[:50], part=1, parts=2),
        assignments_published(*pairs[50:], part=2, parts=2),
        *cards,
        *again,
        stage_closed(),
    ]


def test_the_same_contest_comes_out_of_a_real_database(store):
    contest = a_scored_contest(awards=[an_award(1, "Dark Horse")], store=store).hear(stage_closed())
    assert contest.standings() == straight(edition_started(), *three_entries())
    contest.hear(scorecard_submitted("cat", "j1", 9, 9, revision=2), entry_withdrawn("bee"))
    contest.freeze()
    contest.hear(scorecard_submitted("cat", "j2", 9, 9, revision=2)).refresh()
    contest.certify()
    contest.reveal(1)
    contest.publish()
    assert placed(contest.standings()) == [("ant", 1, "8.00"), ("cat", 1, "8.00")]
    assert contest.standings()["late"] == 1
    assert [row["award"] for row in contest.results()["rows"]] == ["Dark Horse", "Dark Horse"]
    cat = card_id("cat", "j2")
    assert (contest.counted((cat, 1)), contest.counted((cat, 2))) == ([cat], [])
    assert contest.board()["rows"] == contest.results()["rows"]
    assert broken(verify(contest.proof(), receipts=[receipt_of("cat", "j1", 2)])) == []


def test_a_night_from_scorecards_to_published_results(hall, run, ask, wait_until):
    told = a_night()
    heard = told * 2
    random.Random(3).shuffle(heard)
    hall.tell(*heard[: len(told)])
    run(Program.service, SERVICE).wait_ready()
    run(Program.relay, "scoring").wait_ready()
    hall.tell(*heard[len(told) :])
    wanted = straight(*told)
    wait_until(lambda: ask("get_standings", stage_id=STAGE) == wanted)

    assert ask("freeze_stage", stage_id=STAGE)["state"] == "frozen"
    assert ask("certify_results", stage_id=STAGE)["certificate"] == 1
    wait_until(lambda: hall.waiting("registration.inbox"))
    (certified,) = hall.heard("registration.inbox")
    assert [(row["entry_id"], row["place"], row["total"]) for row in certified["rows"]] == placed(wanted)

    wait_until(lambda: ask("pending_facts")["pending"] == 0)
    before = hall.heard(hall.public)
    assert {board["state"] for board in before} == {"building", "frozen", "certified"}
    assert [board["rows"] for board in before if board["rows"]] == []

    assert len(ask("get_reveal_key", stage_id=STAGE)["key"]) == 32
    assert len(ask("get_sealed_results", stage_id=STAGE)["steps"]) == len({p for _, p, _ in placed(wanted)})
    assert ask("reveal_place", stage_id=STAGE, step=2)["code"] == "step_out_of_order"
    assert ask("reveal_place", stage_id=STAGE, step=1)["revealed"] == 1
    assert ask("get_results", stage_id=STAGE)["code"] == "not_published"
    assert ask("publish_results", stage_id=STAGE)["state"] == "published"
    results = ask("get_results", stage_id=STAGE)["rows"]
    assert [row["entry_id"] for row in results] == [row["entry_id"] for row in wanted["rows"]]
    assert results[0]["award"] == "Dark Horse"
    wait_until(lambda: ask("pending_facts")["pending"] == 0)
    boards = hall.heard(hall.public)
    assert [board["state"] for board in boards] == ["revealing", "published"]
    (shown,) = ask("get_board")["stages"]
    assert shown == {**boards[-1], "name": "Final"}
    assert [hall.waiting(queue.dead) for queue in QUEUES if queue.service == "scoring"] == [0] * 4


def test_two_processes_of_which_one_is_killed_lose_nothing(hall, run, ask, wait_until):
    told = a_night()
    middle = len(told) // 2
    doomed = run(Program.service, SERVICE).wait_ready()
    run(Program.service, SERVICE).wait_ready()
    hall.tell(*told[:middle])
    wait_until(lambda: ask("get_standings", stage_id=STAGE).get("counted"))
    hall.tell(*told[middle:])
    doomed.kill()
    run(Program.service, SERVICE).wait_ready()
    wanted = straight(*told)
    wait_until(lambda: ask("get_standings", stage_id=STAGE) == wanted, seconds=30)

    # A thaw in between brings a second head; both are proven to whoever noted them.
    heads = [ask("freeze_stage", stage_id=STAGE)["proof"]]
    hall.tell(scorecard_submitted("e-1", "j-1", 10, 10, revision=3))
    wait_until(lambda: ask("get_standings", stage_id=STAGE)["late"] == 1)
    ask("thaw_stage", stage_id=STAGE)
    heads.append(ask("freeze_stage", stage_id=STAGE)["proof"])
    ask("certify_results", stage_id=STAGE)
    assert ask("get_proof", stage_id=STAGE)["code"] == "not_published"
    ask("publish_results", stage_id=STAGE)
    scorecards = sum(each.name == "ScorecardSubmitted" for each in told)
    assert [head["size"] for head in heads] == [scorecards, scorecards + 1]
    proof = whole_proof(ask)
    receipts = [each.data["receipts"][0]["receipt"] for each in told if each.name == "ScorecardSubmitted"]
    assert broken(verify(proof, receipts=receipts, heads=[head["root"] for head in heads])) == []


def test_processes_that_append_at_once_lose_and_double_nothing(database_prefix, stack, store):
    leaves = {
        f"fact-{n}": {"kind": "void", "stage_id": STAGE, "entry_id": f"e-{n}", "judge_id": "j", "version": 1}
        for n in range(120)
    }

    def append(seed):
        chance = random.Random(seed)
        database = open_database(stack.mongodb_uri, f"{database_prefix}scoring")
        log = ScoringStore(database).log
        for _ in range(15):
            log.append(EDITION, dict(chance.sample(list(leaves.items()), 20)))
        database.client.close()

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(append, range(4)))
    store.log.append(EDITION, leaves)
    head = store.log.head(EDITION)
    entries = [json.loads(leaf)["entry_id"] for leaf in store.log.leaves(EDITION, 0, head.size)]
    assert (head.size, len(set(entries))) == (120, 120)
    assert root(store.log.hashes(EDITION, head.size)).hex() == head.root


def whole_proof(ask):
    """Return the proof as the gateway puts it together."""
    proof, leaves = ask("get_proof", stage_id=STAGE), []
    while len(leaves) < proof["log"]["size"]:
        leaves += ask("get_proof_leaves", stage_id=STAGE, first=len(leaves), limit=50)["leaves"]
    return {**proof, "log": {**proof["log"], "leaves": leaves}}


def broken(checks):
    return [(check.said, check.notes) for check in checks if not check.held]
