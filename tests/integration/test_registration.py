"""Registration as it runs: commands over RPC, entries in the database, facts on the broker."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pika
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from schemas.envelope import wrap
from schemas.events import EVENTS, ResultsCertified
from schemas.routes import QUEUES, exchange_for
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.chassis.storage.pending import pending_facts
from services.registration import queries
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry
from services.registration.domain.host import Host, Programme
from services.registration.domain.people import digest_of
from services.registration.domain.startup import Startup
from services.registration.handlers.entries import import_entries
from services.registration.repository import RegistrationStore
from services.registration.shelf import blueprint
from tests.support.process import Program
from tests.support.running import database_of, forget, running
from tests.support.waiting import until

SETUP = "set-up-token-of-this-test"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FACTS = ("judging.inbox", "judging.entries")


class Hall:
    """The broker, as the other services see it."""

    def __init__(self, amqp_uri):
        self.connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        self.empty()

    def empty(self):
        for queue in QUEUES:
            self.channel.queue_purge(queue.name)
            self.channel.queue_purge(queue.dead)

    def tell(self, envelope):
        exchange = exchange_for(EVENTS[envelope.name])
        self.channel.basic_publish(exchange, envelope.type, envelope.encode(), mandatory=True)

    def waiting(self, queue):
        return self.channel.queue_declare(queue, passive=True).method.message_count

    def heard(self, queue):
        """Return type and data of what is in a queue, each checked as its listener would, and empty it."""
        told = []
        while (body := self.channel.basic_get(queue, auto_ack=True)[2]) is not None:
            envelope = json.loads(body)
            name = envelope["type"].removesuffix(".v1")
            told.append((name, EVENTS[name]().load(envelope["data"])))
        return told


@pytest.fixture(scope="module")
def program(stack, tmp_path_factory):
    """The service and the relay, which the tests of this module share."""
    folder = tmp_path_factory.mktemp("registration")
    told = {"DARKHORSE_SETUP_TOKEN": SETUP, "DARKHORSE_PUBLIC_URL": "https://contest.example/"}
    with running("registration", stack, log=folder / "service.log", **told) as program:
        relay = Program.relay("registration", environment=program.environment, log=folder / "relay.log")
        yield program
        relay.stop()


@pytest.fixture
def database(stack, program):
    """The service's database, which is empty once all that was told is with the broker."""
    with database_of(program, stack) as database:
        until(lambda: pending_facts(database)[0] == 0)
        forget(database)
        yield database


@pytest.fixture
def hall(stack, database):
    hall = Hall(stack.amqp_uri)
    yield hall
    hall.empty()
    hall.connection.close()


@pytest.fixture
def ask(stack, database):
    """Ask registration; the answer, or the refusal."""
    with ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60) as cluster:

        def ask(method, id=None, **data):
            request = {"id": id or str(uuid4()), "by": "p-1", "data": data}
            reply = getattr(cluster.registration, method)(request)
            return reply["answer"] if "answer" in reply else reply["refusal"]

        yield ask


@pytest.fixture
def store(stack, database_prefix):
    """The store over a real database, without a broker."""
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


def a_csv(count, name="Startup"):
    """Return a CSV of startups, their numbers in the order of their names."""
    lines = [f"{name} {n:05d},A description,http://startup-{n}.example,{n}|" for n in range(count)]
    return "\n".join(["company,description,website,rounds_usd", *lines]) + "\n"


def an_edition(ask, name="Cup 2026"):
    host = ask("create_host", name="Black Horse Society")
    programme = ask("create_programme", host_id=host["host_id"], name="Black Horse")
    return ask(
        "start_edition",
        programme_id=programme["programme_id"],
        blueprint="black-horse",
        name=name,
        zone="Asia/Taipei",
    )


def certified(edition_id, rows, stage_id="preliminary"):
    data = {"edition_id": edition_id, "stage_id": stage_id, "certificate": 1, "rows": rows}
    return wrap(ResultsCertified, data, subject=f"{edition_id}.{stage_id}", time=NOON, aggregate_version=4)


def placed(entries, places):
    return [
        {
            "entry_id": entry["entry_id"],
            "company": entry["startup"]["company"],
            "place": place,
            "shared": places.count(place) > 1,
            "total": str(100 - place),
        }
        for entry, place in zip(entries, places, strict=True)
    ]


def pages(store, edition_id, limit, **wanted):
    """Return the companies of every page."""
    query = {
        "edition_id": edition_id,
        "state": None,
        "stage_id": None,
        "search": "",
        "sort": "company",
        **wanted,
    }
    found, after = [], ""
    while after is not None:
        page = queries.list_entries(store, {**query, "after": after, "limit": limit})
        found.append([entry["startup"]["company"] for entry in page["entries"]])
        after = page["next"]
    return found


def test_an_edition_from_its_blueprint_to_the_final(hall, ask, wait_until):
    edition = an_edition(ask)
    edition_id = edition["edition_id"]
    assert [stage["stage_id"] for stage in edition["stages"]] == ["preliminary", "final"]

    content = a_csv(14)
    assert ask("import_entries", edition_id=edition_id, csv=content) == {
        "imported": 14,
        "already": 0,
        "skipped": [],
    }
    screened = ask("screen_entries", edition_id=edition_id, decision="eligible")
    assert (screened["screened"], screened["unchanged"]) == (14, 0)
    assert ask("open_stage", edition_id=edition_id, stage_id="final")["code"] == "nobody_promoted"
    assert ask("open_stage", edition_id=edition_id, stage_id="preliminary")["state"] == "open"
    assert ask("close_stage", edition_id=edition_id, stage_id="preliminary")["state"] == "closed"
    promote = {"edition_id": edition_id, "stage_id": "preliminary"}
    assert ask("promote_entries", **promote)["code"] == "not_certified"

    entries = ask("list_entries", edition_id=edition_id)["entries"]
    ask("withdraw_entry", edition_id=edition_id, entry_id=entries[0]["entry_id"], reason="sold")
    hall.tell(certified(edition_id, placed(entries, [*range(1, 13), 13, 13])))
    wait_until(lambda: ask("promote_entries", **promote).get("code") == "tie_across_cut")
    tie = ask("promote_entries", **promote)
    assert tie["errors"] == {"place": 13, "quota": 12, "companies": ["Startup 00012", "Startup 00013"]}
    promoted = ask("promote_entries", **promote, include_ties=True)["promoted"]
    assert [(p["company"], p["place"]) for p in promoted] == [
        *((f"Startup {n:05d}", n + 1) for n in range(1, 13)),
        ("Startup 00013", 13),
    ]
    assert ask("promote_entries", **promote)["promoted"] == promoted
    assert ask("open_stage", edition_id=edition_id, stage_id="final")["state"] == "open"

    counts = ask("get_edition", edition_id=edition_id)["counts"]
    states = {"submitted": 0, "eligible": 13, "ineligible": 0, "withdrawn": 1, "disqualified": 0}
    assert counts == {**states, "entries": 14}
    wait_until(lambda: ask("pending_facts")["pending"] == 0)
    inbox, told = (hall.heard(queue) for queue in FACTS)
    assert sorted(name for name, _ in inbox) == [
        "EditionStarted",
        "ResultsCertified",
        "StageClosed",
        "StageOpened",
        "StageOpened",
    ]
    names = [name for name, _ in told]
    assert {name: names.count(name) for name in names} == {
        "EntrySubmitted": 14,
        "EntryScreened": 14,
        "EntryWithdrawn": 1,
        "EntryPromoted": 13,
    }
    assert [hall.waiting(queue.dead) for queue in QUEUES if queue.service == "registration"] == [0, 0]


def test_the_set_up_link_makes_one_organiser_who_invites_a_judge(hall, ask, database):
    first = ask("sign_in", token=SETUP, name="Lin", email="lin@example.org")
    assert first["person"]["grants"] == [{"role": "organiser", "edition_id": None, "subject_id": None}]
    assert ask("sign_in", token=SETUP, name="Mallory")["code"] == "link_used"
    assert ask("who_is", session_digest=digest_of(first["session_token"])) == first["person"]

    edition_id = an_edition(ask)["edition_id"]
    judge = {"role": "judge", "name": "Ada", "email": "ada@example.org", "subject_id": "j-1"}
    (link,) = ask("invite_people", edition_id=edition_id, invitations=[judge])["links"]
    address, token = link["url"].split("?token=")
    assert address == "https://contest.example/sign-in"
    signed_in = ask("sign_in", token=token)
    assert signed_in["person"]["grants"] == [{"role": "judge", "edition_id": edition_id, "subject_id": "j-1"}]
    assert ask("sign_in", token=token)["code"] == "link_used"
    assert ask("sign_in", token="a-token-that-never-was")["code"] == "link_unknown"

    digest = digest_of(signed_in["session_token"])
    ask("sign_out", session_digest=digest)
    assert ask("who_is", session_digest=digest)["code"] == "signed_out"

    kept = str([list(database[name].find()) for name in database.list_collection_names()])
    secrets = (SETUP, token, first["session_token"], signed_in["session_token"])
    assert [secret for secret in secrets if secret in kept] == []


def test_of_two_who_use_a_link_at_once_one_gets_in(stack, hall, ask):
    edition_id = an_edition(ask)["edition_id"]
    judges = [
        {"role": "judge", "name": f"J{n}", "email": f"j{n}@example.org", "subject_id": f"j-{n}"}
        for n in range(5)
    ]
    links = ask("invite_people", edition_id=edition_id, invitations=judges)["links"]
    tokens = [SETUP, *(link["url"].split("?token=")[1] for link in links)]

    def use(token):
        with ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60) as cluster:
            reply = cluster.registration.sign_in({"id": str(uuid4()), "data": {"token": token}})
            return "in" if "answer" in reply else reply["refusal"]["code"]

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(use, [token for token in tokens for _ in range(2)]))
    pairs = [sorted(outcomes[n : n + 2]) for n in range(0, len(outcomes), 2)]
    assert pairs == [["in", "link_used"]] * len(tokens)


def test_a_command_that_comes_again_gets_its_first_answer(hall, ask):
    edition_id = an_edition(ask)["edition_id"]
    wanted = {"edition_id": edition_id, "csv": a_csv(3)}
    assert ask("import_entries", id="c-1", **wanted) == ask("import_entries", id="c-1", **wanted)
    assert ask("import_entries", **wanted)["already"] == 3
    other = ask("import_entries", id="c-1", edition_id=edition_id, csv=a_csv(4))
    assert other["code"] == "command_reused"
    link = ask("sign_in", id="c-2", token=SETUP)
    assert ask("sign_in", id="c-2", token=SETUP) == link


def test_a_bad_line_keeps_the_whole_file_out_unless_it_is_skipped(hall, ask):
    edition_id = an_edition(ask)["edition_id"]
    content = a_csv(2) + "Late Inc.,,,many\n"
    refused = ask("import_entries", edition_id=edition_id, csv=content)
    reason = "came as 'many'; plain numbers such as 250000, separated by |, are allowed"
    flaw = {"line": 4, "column": "rounds_usd", "reason": reason}
    assert (refused["code"], refused["status"], refused["errors"]) == (
        "import_invalid",
        422,
        {"lines": [flaw]},
    )
    assert ask("get_edition", edition_id=edition_id)["counts"]["entries"] == 0
    taken = ask("import_entries", edition_id=edition_id, csv=content, skip_bad_lines=True)
    assert taken == {"imported": 2, "already": 0, "skipped": [flaw]}


def test_two_imports_at_once_enter_each_startup_once(stack, hall, ask, wait_until):
    edition_id = an_edition(ask)["edition_id"]
    data = {"edition_id": edition_id, "csv": a_csv(300)}

    def take(_):
        with ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60) as cluster:
            return cluster.registration.import_entries({"id": str(uuid4()), "data": data})["answer"]

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(take, range(3)))
    assert sorted(answer["imported"] for answer in answers) == [0, 0, 300]
    assert sorted(answer["already"] for answer in answers) == [0, 300, 300]
    wait_until(lambda: ask("pending_facts")["pending"] == 0)
    told = [data["entry_id"] for name, data in hall.heard("judging.entries")]
    assert (len(told), len(set(told))) == (300, 300)


def test_pages_follow_one_another_by_company_and_id(store):
    names = ["beta", "Alpha", "ALPHA", "alpha", "Gamma", "Ärzte", "a.b", "[x]"]
    entries = [
        Entry.submit(Startup(f"s-{n}", name, website=f"{n}.example"), edition_id="ed-1", now=NOON)
        for n, name in enumerate(names)
    ]
    store.entries.save_all(entries)
    store.entries.save(Entry.submit(Startup("s-0", "beta"), edition_id="ed-2", now=NOON))
    in_order = sorted(entries, key=lambda entry: (entry.startup.company.casefold(), entry.id))
    wanted = [entry.startup.company for entry in in_order]
    for limit in (1, 3, 8, 100):
        assert [name for page in pages(store, "ed-1", limit) for name in page] == wanted
    assert sorted(pages(store, "ed-1", 10, search="ALPHA")[0]) == ["ALPHA", "Alpha", "alpha"]
    assert pages(store, "ed-1", 10, search="är") == [["Ärzte"]]
    # Signs are looked for as they are; each website has a dot.
    assert pages(store, "ed-1", 10, search="a.b") == [["a.b"]]
    assert pages(store, "ed-1", 10, search="[x") == [["[x]"]]
    assert pages(store, "ed-1", 10, search="?") == [[]]
    assert pages(store, "ed-1", 10, search=".") == pages(store, "ed-1", 10)
    assert pages(store, "ed-1", 10, state="eligible") == [[]]


def test_twenty_thousand_lines_are_entered_as_a_whole(store):
    edition_id = "ed-0123456789ab"
    store.editions.save(_edition(edition_id))
    command = Asked(
        "c-1", "p-1", NOON, {"edition_id": edition_id, "csv": a_csv(20_000), "skip_bad_lines": False}
    )
    assert import_entries(command, store) == {"imported": 20_000, "already": 0, "skipped": []}
    assert import_entries(command, store) == {"imported": 0, "already": 20_000, "skipped": []}
    page = {
        "edition_id": edition_id,
        "state": "submitted",
        "stage_id": None,
        "search": "startup-9999",
        "sort": "company",
    }
    found = queries.list_entries(store, {**page, "after": "", "limit": 10})
    assert [entry["startup"]["company"] for entry in found["entries"]] == ["Startup 09999"]


def test_reads_by_session_link_and_page_use_their_index(store):
    people, entries = store._database["people"], store._database["entries"]
    looked = [
        people.find({"state.session_digests": "d"}),
        people.find({"state.link_digests": "d"}),
        entries.find({"state.edition_id": "ed-1"}).sort([("state.sort", 1), ("_id", 1)]),
        entries.find({"state.edition_id": "ed-1", "state.state": "eligible"}).sort(
            [("state.sort", 1), ("_id", 1)]
        ),
    ]
    plans = [str(cursor.explain()["queryPlanner"]["winningPlan"]) for cursor in looked]
    assert [("IXSCAN" in plan, "COLLSCAN" in plan, "'SORT'" in plan) for plan in plans] == [
        (True, False, False)
    ] * 4


def _edition(id):
    programme = Programme.create(Host.create("Host"), name="Programme")
    edition = Edition.start(programme, name="Cup", zone="UTC", blueprint=blueprint("black-horse"), now=NOON)
    edition.id = id
    edition.facts.clear()
    return edition
