"""Files that answer a question, as they travel: in parts over RPC, into GridFS, out again, and erased."""

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import gridfs
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from schemas.commands.decks import PART_BYTES, parts_of
from services.chassis.storage import Whose, ensure_indexes, open_database
from services.registration.applications.domain.form import DEFAULT_FORM
from services.registration.attachments.handlers import drop_abandoned
from services.registration.repository import RegistrationStore
from tests.support import pdf
from tests.support.running import running

PLAN = {"field_id": "f-plan", "kind": "file", "label": "Business plan", "required": True}
GOOD = {"company": "Kiko", "description": "Calendars that keep time"}
ADA = "ada@founders.example"


@pytest.fixture(scope="module")
def program(stack, tmp_path_factory):
    """Registration with a database that the tests of this module share; each has an entry of its own."""
    with running(
        "registration", stack, log=tmp_path_factory.mktemp("attachments") / "service.log"
    ) as program:
        yield program


@pytest.fixture
def ask(stack, program):
    cluster = ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60).start()

    def ask(method, by="p-ada", **data):
        reply = getattr(cluster.registration, method)({"id": str(uuid4()), "by": by, "data": data})
        return reply["answer"] if "answer" in reply else reply["refusal"]

    return ask


@pytest.fixture
def store(stack, program):
    database = open_database(stack.mongodb_uri, program.database)
    store = RegistrationStore(database)
    store.database = database
    ensure_indexes(store)
    yield store
    database.client.close()


@pytest.fixture
def draft(ask, store):
    """An application with all that is needed but the plan."""
    host = ask("create_host", name="Society")
    programme = ask("create_programme", host_id=host["host_id"], name=f"Cup {uuid4()}")
    body = {"programme_id": programme["programme_id"], "blueprint": "black-horse", "name": "2026"}
    edition_id = ask("start_edition", **body)["edition_id"]
    times = {"opens_at": "2026-01-01T00:00:00+00:00", "closes_at": "2096-01-01T00:00:00+00:00"}
    ask("set_call", edition_id=edition_id, seen=0, **times)
    form = [*[field.as_dict() for field in DEFAULT_FORM], PLAN]
    ask("set_form", edition_id=edition_id, seen=1, form=form)
    ask("begin_application", edition_id=edition_id, name="Ada Lin", email=ADA)
    entry_id = store.application_index.by_applicant(edition_id, ADA).id
    names = {"edition_id": edition_id, "entry_id": entry_id}
    ask("save_draft", **names, seen=1, answers=GOOD)
    return names


def attach(ask, draft, content, *, instead_of="", **options):
    """Send what is missing and attach it, as the gateway does."""
    named = {"field_id": PLAN["field_id"], "file": sha256(content).hexdigest(), "size": len(content)}
    wanted = {**draft, **named, "name": "Plan.pdf", "instead_of": instead_of}
    told = ask("attach_file", **wanted, **options)
    for number in told.get("errors", {}).get("missing", []):
        part = content[number * PART_BYTES : (number + 1) * PART_BYTES]
        sent = {"digest": sha256(part).hexdigest(), "data": base64.b64encode(part).decode()}
        kept = ask("keep_attachment_part", **draft, file=named["file"], number=number, **sent)
        if "code" in kept:
            return kept
    return ask("attach_file", **wanted, **options)


def submit(ask, draft):
    version = ask("get_application", **draft)["version"]
    return ask("submit_application", **draft, seen=version)


def fetched(ask, draft, content, **options):
    wanted = {**draft, "file": sha256(content).hexdigest(), **options}
    answers = [ask("get_attachment_part", **wanted, number=n) for n in range(parts_of(len(content)))]
    return answers[0] if "code" in answers[0] else b"".join(base64.b64decode(a["data"]) for a in answers)


def held(store, draft):
    """Return the files of which the entry has chunks."""
    mine = {"files_id": {"$regex": f"^{draft['entry_id']}"}}
    return store.database["attachments.chunks"].distinct("files_id", mine)


def test_a_file_comes_out_as_it_went_in_and_is_told_with_its_version(ask, draft, store):
    content = pdf.large(3 * PART_BYTES)
    attached = attach(ask, draft, content)
    assert (attached["name"], attached["media"], attached["size"]) == (
        "Plan.pdf",
        "application/pdf",
        len(content),
    )
    assert fetched(ask, draft, content)["code"] == "not_found"
    assert fetched(ask, draft, content, drafts=True) == content
    assert submit(ask, draft)["number"] == 1
    assert fetched(ask, draft, content) == content
    [file] = ask("list_attachments", **draft)["files"]
    assert (file["label"], file["file"]) == ("Business plan", attached["file"])
    counts = ask("count_attachments", edition_id=draft["edition_id"], entry_ids=[draft["entry_id"], "e-2"])
    assert counts == {"counts": {draft["entry_id"]: 1}}
    bucket = gridfs.GridFSBucket(store.database, "attachments")
    [file] = bucket.find({"metadata.entry_id": draft["entry_id"]})
    assert file.read() == content


def test_a_refused_file_leaves_the_one_before_it_and_nothing_of_its_own(ask, draft, store):
    attached = attach(ask, draft, pdf.a_pdf())
    for hostile, code in ((pdf.with_script(), "deck_active"), (b"MZ" + bytes(100), "attachment_kind")):
        assert attach(ask, draft, hostile, instead_of=attached["file"])["code"] == code
    assert held(store, draft) == [f"{draft['entry_id']}.{attached['file']}"]


def test_what_nothing_names_any_more_is_thrown_away(ask, draft, store):
    first, second, third = (pdf.a_pdf(words=words) for words in ("One", "Two", "Three"))
    attach(ask, draft, first)
    submit(ask, draft)
    digests = [sha256(content).hexdigest() for content in (first, second, third)]
    attach(ask, draft, second, instead_of=digests[0])
    long_ago = datetime.now(UTC) - timedelta(minutes=6)
    store.database["attachments.files"].update_many({}, {"$set": {"uploadDate": long_ago}})
    attach(ask, draft, third, instead_of=digests[1])
    assert held(store, draft) == sorted(f"{draft['entry_id']}.{digests[n]}" for n in (0, 2))


def test_what_was_never_attached_is_thrown_away_after_an_hour(ask, draft, store):
    drop_abandoned(store, now=datetime.now(UTC) + timedelta(days=1))  # what other tests left
    content = pdf.large(2 * PART_BYTES)
    part = content[:PART_BYTES]
    sent = {"digest": sha256(part).hexdigest(), "data": base64.b64encode(part).decode()}
    ask("keep_attachment_part", **draft, file=sha256(content).hexdigest(), number=0, **sent)
    assert drop_abandoned(store, now=datetime.now(UTC) + timedelta(minutes=59)) == 0
    assert drop_abandoned(store, now=datetime.now(UTC) + timedelta(minutes=61)) == 1


def test_whoever_is_erased_takes_their_files_along_and_nobody_elses(ask, draft, store):
    person = next(store.people.select({"state.grants.subject_id": draft["entry_id"]})).id
    mine, theirs = pdf.a_pdf(words="Mine"), pdf.a_pdf(words="Theirs")
    attach(ask, draft, theirs, by="p-bo")
    submit(ask, draft)
    attach(ask, draft, mine, instead_of=sha256(theirs).hexdigest(), by=person)
    submit(ask, draft)
    whose = Whose(draft["edition_id"], ids=frozenset({person}))
    told = [
        record["values"] for record in store.personal.records(whose) if record["of"] == "attachments.files"
    ]
    assert [values["metadata.name"] for values in told] == ["Plan.pdf"]
    ask("erase_personal_data", edition_id=draft["edition_id"], email=ADA, subject_ids=[])
    assert held(store, draft) == [f"{draft['entry_id']}.{sha256(theirs).hexdigest()}"]
    assert fetched(ask, draft, mine)["code"] == "not_found"
    assert fetched(ask, draft, theirs) == theirs
    versions = ask("list_submissions", **draft)["files"]
    names = {digest: (file["name"], file["erased"]) for digest, file in versions.items()}
    assert names == {
        sha256(mine).hexdigest(): ("—", True),
        sha256(theirs).hexdigest(): ("Plan.pdf", False),
    }
