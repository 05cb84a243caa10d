"""Decks as they travel: in parts over RPC, into GridFS, read in a process of its own."""

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import gridfs
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from schemas.commands.decks import PART_BYTES, parts_of
from services.chassis.storage import ensure_indexes, open_database
from services.registration.decks.handlers import drop_abandoned
from services.registration.repository import RegistrationStore
from tests.support import pdf
from tests.support.running import running

LONGEST_WAIT = 1.0


@pytest.fixture(scope="module")
def program(stack, tmp_path_factory):
    """Registration with a database that the tests of this module share; each has an entry of its own."""
    with running("registration", stack, log=tmp_path_factory.mktemp("decks") / "service.log") as program:
        yield program


@pytest.fixture
def make_ask(stack, program):
    """Make a way to ask registration, one for each thread."""

    def make():
        cluster = ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60).start()

        def ask(method, id=None, **data):
            reply = getattr(cluster.registration, method)(
                {"id": id or str(uuid4()), "by": "p-1", "data": data}
            )
            return reply["answer"] if "answer" in reply else reply["refusal"]

        return ask

    return make


@pytest.fixture
def ask(make_ask):
    return make_ask()


@pytest.fixture
def entry(ask):
    host = ask("create_host", name="Society")
    programme = ask("create_programme", host_id=host["host_id"], name="Cup")
    body = {"programme_id": programme["programme_id"], "blueprint": "black-horse", "name": "2026"}
    edition_id = ask("start_edition", **body)["edition_id"]
    entry = ask("submit_entry", edition_id=edition_id, startup={"company": f"Acorn {uuid4()}"})
    return {"edition_id": edition_id, "entry_id": entry["entry_id"]}


@pytest.fixture
def store(stack, program):
    database = open_database(stack.mongodb_uri, program.database)
    store = RegistrationStore(database)
    store.database = database
    ensure_indexes(store)
    yield store
    database.client.close()


def send_part(ask, entry, content, number):
    part = content[number * PART_BYTES : (number + 1) * PART_BYTES]
    return ask(
        "keep_deck_part",
        **entry,
        deck=sha256(content).hexdigest(),
        number=number,
        digest=sha256(part).hexdigest(),
        data=base64.b64encode(part).decode(),
    )


def submit(ask, entry, content, *, id=None):
    named = {"deck": sha256(content).hexdigest(), "size": len(content), "name": "Acorn.pdf"}
    return ask("submit_deck", id=id, **entry, **named)


def send(ask, entry, content):
    """Send every part and submit."""
    for number in range(parts_of(len(content))):
        told = send_part(ask, entry, content, number)
        if "code" in told:
            return told
    return submit(ask, entry, content)


def fetched(ask, entry, deck):
    parts = range(parts_of(deck["size"]))
    answers = [ask("get_deck_part", **entry, deck_version=deck["version"], number=n) for n in parts]
    return b"".join(base64.b64decode(answer["data"]) for answer in answers)


def held(store, entry):
    """Return the files of which the entry has chunks."""
    mine = {"files_id": {"$regex": f"^{entry['entry_id']}"}}
    return store.database["deck_files.chunks"].distinct("files_id", mine)


def test_a_deck_comes_out_as_it_went_in_and_its_pages_can_be_seen(ask, entry, store):
    content = pdf.large(3 * PART_BYTES)
    deck = send(ask, entry, content)
    assert (deck["version"], deck["pages"], deck["pictures"]) == (1, 1, 1)
    assert fetched(ask, entry, deck) == content
    picture = ask("get_deck_picture", **entry, page=1)
    assert base64.b64decode(picture["data"])[8:12] == b"WEBP"
    assert ask("get_deck_picture", **entry, page=1, unless=deck["digest"])["data"] is None
    assert ask("get_decks", edition_id=entry["edition_id"], entry_ids=[entry["entry_id"], "e-2"]) == {
        "decks": {entry["entry_id"]: deck}
    }
    [file] = gridfs.GridFSBucket(store.database, "deck_files").find({"metadata.entry_id": entry["entry_id"]})
    assert file.read() == content


def test_parts_are_asked_for_until_all_are_there_in_whatever_order_and_number(ask, entry):
    content = pdf.large(2 * PART_BYTES)
    assert submit(ask, entry, content)["errors"] == {"missing": [0, 1, 2]}
    for number in (2, 0, 2):
        send_part(ask, entry, content, number)
    assert submit(ask, entry, content)["errors"] == {"missing": [1]}
    send_part(ask, entry, content, 1)
    first = submit(ask, entry, content, id="c-1")
    assert submit(ask, entry, content, id="c-1") == first == submit(ask, entry, content)


def test_a_part_that_is_not_what_its_digest_names_is_refused(ask, entry):
    content = pdf.a_pdf()
    told = ask(
        "keep_deck_part",
        **entry,
        deck=sha256(content).hexdigest(),
        number=0,
        digest=sha256(b"other").hexdigest(),
        data=base64.b64encode(content).decode(),
    )
    assert told["code"] == "deck_part_damaged"


def test_parts_of_another_file_are_thrown_away_and_asked_for_again(ask, entry):
    content, other = pdf.a_pdf(), pdf.a_pdf(words="Other")
    digest = sha256(content).hexdigest()
    part = {"number": 0, "digest": sha256(other).hexdigest(), "data": base64.b64encode(other).decode()}
    ask("keep_deck_part", **entry, deck=digest, **part)
    told = submit(ask, entry, content)
    assert (told["code"], told["errors"]) == ("deck_incomplete", {"missing": [0]})
    assert send(ask, entry, content)["version"] == 1


def test_a_refused_file_leaves_the_deck_before_it_and_nothing_of_its_own(ask, entry, store):
    deck = send(ask, entry, pdf.a_pdf())
    for hostile, code in ((pdf.with_script(), "deck_active"), (pdf.bomb(1_100), "deck_heavy")):
        assert send(ask, entry, hostile)["code"] == code
    assert ask("list_decks", **entry)["decks"] == [deck]
    assert held(store, entry) == [f"{entry['entry_id']}.{deck['digest']}"]


def test_a_file_of_another_kind_is_refused_at_its_first_part(ask, entry, store):
    assert send_part(ask, entry, b"MZ" + bytes(100), 0)["code"] == "deck_not_pdf"
    assert held(store, entry) == []


def test_what_was_never_submitted_is_thrown_away_after_an_hour(ask, entry, store):
    content = pdf.a_pdf()
    deck = send(ask, entry, content)
    drop_abandoned(store, now=datetime.now(UTC) + timedelta(days=1))  # what other tests left
    abandoned = pdf.large(2 * PART_BYTES)
    send_part(ask, entry, abandoned, 0)
    assert drop_abandoned(store, now=datetime.now(UTC) + timedelta(minutes=59)) == 0
    assert drop_abandoned(store, now=datetime.now(UTC) + timedelta(minutes=61)) == 1
    assert fetched(ask, entry, deck) == content
    assert submit(ask, entry, abandoned)["errors"] == {"missing": [0, 1, 2]}


def test_an_entry_has_no_more_than_three_unfinished_files(ask, entry, store):
    files = [pdf.a_pdf(words=f"File {n}") for n in range(5)]
    for content in files:
        send_part(ask, entry, content, 0)
    assert len(held(store, entry)) == 3
    assert submit(ask, entry, files[0])["code"] == "deck_incomplete"
    assert submit(ask, entry, files[4])["version"] == 1


def test_an_entry_that_left_takes_no_deck(ask, entry):
    ask("withdraw_entry", **entry, reason="moved")
    assert send(ask, entry, pdf.a_pdf())["code"] == "entry_withdrawn"


def test_two_files_at_once_become_two_versions(ask, make_ask, entry):
    files = [pdf.a_pdf(words=words) for words in ("One", "Two")]
    with ThreadPoolExecutor() as founders:
        told = list(founders.map(lambda content: send(make_ask(), entry, content), files))
    assert sorted(deck["version"] for deck in told) == [1, 2]
    versions = ask("list_decks", **entry)["decks"]
    assert {deck["digest"] for deck in versions} == {sha256(content).hexdigest() for content in files}
    for deck in versions:
        assert sha256(fetched(ask, entry, deck)).hexdigest() == deck["digest"]


def test_registration_answers_others_while_a_heavy_deck_is_read(ask, make_ask, entry):
    heavy, waits = pdf.slow(12_000), []
    with ThreadPoolExecutor() as founder:
        sent = founder.submit(lambda: send(make_ask(), entry, heavy))
        while not sent.done():
            began = time.monotonic()
            ask("get_edition", edition_id=entry["edition_id"])
            waits.append(time.monotonic() - began)
    print(f"asked {len(waits)} times, longest {max(waits):.3f} s; {sent.result()}")
    assert len(waits) > 20
    assert max(waits) < LONGEST_WAIT
