"""Passwords and sessions as registration runs: real hashes, tries counted in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from services.chassis.storage import ensure_indexes, open_database
from services.registration.accounts.tries import ADDRESS, Tries
from services.registration.domain.people import digest_of
from services.registration.repository import RegistrationStore
from tests.support.running import database_of, forget, running

SETUP = "set-up-token-of-this-test"
EMAIL = "yuchen@example.org"
GOOD = "seven slow tortoises"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Desk:
    """Registration, asked by as many threads as want to, and started again when told."""

    def __init__(self, amqp_uri, program):
        self.amqp_uri, self.program = amqp_uri, program

    def start_again(self):
        self.program.stop()
        self.program.start()
        self.program.wait_ready()

    def ask(self, method, **data):
        """Return the answer, or the code of the refusal."""
        with ClusterRpcProxy({"AMQP_URI": self.amqp_uri}, timeout=60) as cluster:
            reply = getattr(cluster.registration, method)({"id": str(uuid4()), "by": None, "data": data})
        return reply["answer"] if "answer" in reply else reply["refusal"]

    def sign_in(self, password, client=""):
        return self.ask("sign_in_by_password", email=EMAIL, password=password, client=client)


@pytest.fixture(scope="module")
def program(stack, tmp_path_factory):
    """Registration, which the tests of this module share."""
    log = tmp_path_factory.mktemp("accounts") / "service.log"
    with running("registration", stack, log=log, DARKHORSE_SETUP_TOKEN=SETUP) as program:
        yield program


@pytest.fixture
def desk(stack, program):
    """Registration, which remembers nothing yet."""
    with database_of(program, stack) as database:
        forget(database)
    return Desk(stack.amqp_uri, program)


def an_organiser(desk):
    """Return the session of an organiser with a password."""
    token = desk.ask("sign_in", token=SETUP, name="Lin", email=EMAIL)["session_token"]
    desk.ask("set_password", session_digest=digest_of(token), password=GOOD)
    return digest_of(token)


def test_passwords_and_counted_tries_outlive_the_process(desk):
    an_organiser(desk)
    assert [desk.sign_in("not this one")["code"] for _ in range(5)] == ["sign_in_refused"] * 5
    desk.start_again()
    refused = desk.sign_in(GOOD)
    assert refused["code"] == "too_many_tries"
    assert 0 < refused["errors"]["retry_after"]["seconds"] <= 60


def test_registration_answers_others_while_passwords_are_checked(desk):
    session = an_organiser(desk)
    with ThreadPoolExecutor(4) as threads, ClusterRpcProxy({"AMQP_URI": desk.amqp_uri}) as cluster:
        signing_in = [threads.submit(desk.sign_in, GOOD) for _ in range(4)]
        answered = 0
        while not all(each.done() for each in signing_in):
            request = {"id": str(uuid4()), "by": None, "data": {"session_digest": session}}
            answered += "answer" in cluster.registration.who_is(request)
    assert all("session_token" in each.result() for each in signing_in)
    assert answered >= len(signing_in)


def test_an_organiser_ends_the_sessions_of_one_person_and_of_nobody_else(desk):
    session = an_organiser(desk)
    host = desk.ask("create_host", name="Black Horse Society")["host_id"]
    programme = desk.ask("create_programme", host_id=host, name="Black Horse")["programme_id"]
    started = desk.ask("start_edition", programme_id=programme, blueprint="black-horse", name="Cup")
    edition = started["edition_id"]
    digests = {}
    for judge in ("j-1", "j-2"):
        person = {"role": "judge", "name": judge, "email": f"{judge}@example.org", "subject_id": judge}
        links = [desk.ask("invite_people", edition_id=edition, invitations=[person]) for _ in range(2)]
        token = links[0]["links"][0]["url"].rpartition("=")[2]
        digests[judge] = digest_of(desk.ask("sign_in", token=token)["session_token"])
    whom = {"edition_id": edition, "role": "judge", "subject_id": "j-1"}
    assert desk.ask("end_sessions_of", **whom, links=True) == {"ended": [digests["j-1"]], "links": 1}
    assert desk.ask("who_is", session_digest=digests["j-1"])["code"] == "signed_out"
    for digest in (session, digests["j-2"]):
        assert "grants" in desk.ask("who_is", session_digest=digest)


def test_tries_that_come_at_once_are_counted_one_by_one(mongo):
    tries = Tries(mongo["tries"])
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: tries.take(ADDRESS, EMAIL, now=NOW), range(30)))
    assert sorted(waits)[:6] == [0, 0, 0, 0, 0, 60]
    assert tries.take(ADDRESS, EMAIL, now=NOW + timedelta(seconds=60)) == 0
    assert tries.take(ADDRESS, "other@example.org", now=NOW) == 0
    tries.forget(ADDRESS, EMAIL)
    assert tries.take(ADDRESS, EMAIL, now=NOW) == 0


def test_no_address_is_kept_with_its_tries(mongo):
    Tries(mongo["tries"]).take(ADDRESS, EMAIL, now=NOW)
    assert EMAIL not in str(list(mongo["tries"].find()))


def test_people_from_before_passwords_are_read(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    session = {"digest": "d" * 64, "expires_at": "2026-12-01T00:00:00+00:00"}
    state = {"name": "Lin", "email": EMAIL, "grants": [], "links": [], "sessions": [session]}
    database["people"].insert_one({"_id": "p-1", "version": 1, "state": state})
    person = store.people.get("p-1")
    assert (person.password, person.sessions[0].way, person.sessions[0].device) == (None, "link", "")
    database.client.close()
