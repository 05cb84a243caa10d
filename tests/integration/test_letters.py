"""Letters over a real database and a real mail server."""

import email
from datetime import UTC, datetime, timedelta
from email.policy import default
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from schemas.envelope import wrap
from schemas.events import EntryScreened
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry
from services.registration.domain.host import Host, Programme
from services.registration.domain.people import digest_of
from services.registration.domain.startup import Startup
from services.registration.handlers.people import invite_people
from services.registration.letters import handlers, queries, wording
from services.registration.letters.post import Post
from services.registration.letters.settings import MailSettings
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings
from services.registration.shelf import blueprint

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = SignInSettings(public_url="https://cup.example")
TOKEN = "a-token-of-this-test-0123456789"


class MailServer:
    """Takes letters; answers as `answers` says first."""

    def __init__(self):
        self.taken, self.answers = [], []

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        return answer


class OnAFreePort(Controller):
    """Looks on which port it listens before it calls itself to see that it does."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def server():
    handler = MailServer()
    controller = OnAFreePort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def post(server):
    return Post(MailSettings.read(f"smtp://127.0.0.1:{server.port}", sender="Cup <cup@cup.example>"))


@pytest.fixture
def store(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


@pytest.fixture
def entry(store):
    """An entry whose founder is Ada."""
    host = Host.create("Black Horse Society")
    programme = Programme.create(host, name="Black Horse")
    edition = Edition.start(
        programme, blueprint=blueprint("black-horse"), name="Cup 2026", zone="Asia/Taipei", now=NOON
    )
    entry = Entry.submit(Startup(startup_id="s-1", company="Kiko"), edition_id=edition.id, now=NOON)
    store.editions.save(edition)
    store.entries.save(entry)
    return entry


def asked(**data):
    return Asked(str(uuid4()), "p-1", NOON, data)


def invite(store, entry, *, send_letters):
    ada = {"role": "founder", "name": "Ada", "email": "ada@example.org", "subject_id": entry.id}
    command = asked(
        **{"edition_id": entry.edition_id, "host_id": None, "codes": False},
        **{"invitations": [ada], "send_letters": send_letters},
    )
    answer = invite_people(command, store, settings=SETTINGS, new_token=lambda: str(uuid4()))
    handlers.write_links(command, answer, store)
    return command, answer


def screened(entry):
    data = {"edition_id": entry.edition_id, "entry_id": entry.id, "stage_id": "preliminary"}
    return wrap(
        EntryScreened,
        {**data, "decision": "eligible", "reason": ""},
        subject=entry.id,
        time=NOON,
        aggregate_version=2,
    )


def send(store, post, now=NOON):
    return handlers.send_due(store, post=post, settings=SETTINGS, new_token=lambda: TOKEN, now=lambda: now)


def listed(store, entry, post, **wanted):
    query = {"edition_id": entry.edition_id, "state": None, "kind": None, "page": 1, **wanted}
    return queries.list_letters(store, query, post=post)


def test_a_link_goes_out_by_mail_and_signs_in_and_is_kept_nowhere(store, entry, server, post):
    command, answer = invite(store, entry, send_letters=True)
    handlers.write_links(command, answer, store)  # the request came again
    assert send(store, post) == 1
    assert send(store, post) == 0
    [letter] = server.taken
    assert letter["To"] == "Ada <ada@example.org>"
    assert f"https://cup.example/sign-in?token={TOKEN}" in letter.get_body(("plain",)).get_content()
    [person] = store.people.load([answer["links"][0]["person_id"]]).values()
    assert digest_of(TOKEN) in {link.digest for link in person.links}
    assert TOKEN not in str(list(store.letters._collection.find()))


def test_nobody_is_written_to_unless_it_is_wanted(store, entry, post):
    invite(store, entry, send_letters=False)
    assert listed(store, entry, post)["total"] == 0


def test_a_decision_is_written_once_and_waits_for_a_look(store, entry, server, post):
    invite(store, entry, send_letters=False)
    event = screened(entry)
    for _ in range(2):
        handlers.write_of_entries([event], store, now=NOON)
    assert listed(store, entry, post)["counts"] == {
        **{"held": 1, "waiting": 0, "sent": 0, "failed": 0, "discarded": 0}
    }
    assert send(store, post) == 0
    assert handlers.send_letters(asked(edition_id=entry.edition_id, kind=None), store) == {"sent": 1}
    assert send(store, post) == 1
    assert server.taken[0]["Subject"] == "Kiko in Cup 2026: taken"
    assert listed(store, entry, post)["counts"]["sent"] == 1


def test_a_kind_that_is_not_held_goes_at_once_in_the_editions_language(store, entry, server, post):
    invite(store, entry, send_letters=False)
    chosen = {"edition_id": entry.edition_id, "language": "zh_Hant", "held": []}
    handlers.set_letter_rules(asked(**chosen), store)
    handlers.write_of_entries([screened(entry)], store, now=NOON)
    assert send(store, post) == 1
    assert server.taken[0]["Subject"] == "Cup 2026：Kiko 符合資格"


def test_a_letter_put_off_is_tried_again_with_the_same_id(store, entry, server, post):
    invite(store, entry, send_letters=True)
    server.answers = ["451 try later"]
    assert send(store, post) == 1
    assert send(store, post) == 0
    [letter] = listed(store, entry, post)["letters"]
    assert (letter["state"], letter["why"]) == ("waiting", "451 try later")
    assert send(store, post, now=NOON + timedelta(minutes=1)) == 1
    assert len(server.taken) == 1


def test_a_letter_refused_for_good_fails_with_the_servers_words(store, entry, server, post):
    invite(store, entry, send_letters=True)
    server.answers = ["550 nobody of that name"]
    send(store, post)
    [letter] = listed(store, entry, post)["letters"]
    assert (letter["state"], letter["why"]) == ("failed", "550 nobody of that name")
    handlers.move_letter(asked(edition_id=entry.edition_id, letter_id=letter["letter_id"], act="send"), store)
    assert send(store, post) == 1
    assert len(server.taken) == 1


def test_a_sender_killed_while_sending_sends_again_after_its_lease_under_the_same_id(
    store, entry, server, post
):
    invite(store, entry, send_letters=True)
    [letter] = store.outbox.due(now=NOON, limit=1)
    letter.begin(now=NOON)
    store.letters.save(letter)
    post.send(letter, text=letter.text)  # and it was killed here
    assert send(store, post) == 0
    assert send(store, post, now=NOON + timedelta(minutes=5)) == 1
    assert len({message["Message-ID"] for message in server.taken}) == 1


def test_without_a_mail_server_a_letter_is_kept_and_no_link_is_made(store, entry):
    post = Post(MailSettings())
    _, answer = invite(store, entry, send_letters=True)
    assert send(store, post) == 1
    found = listed(store, entry, post)
    assert (found["counts"]["sent"], found["server"]) == (1, "")
    person = store.people.get(answer["links"][0]["person_id"])
    assert len(person.links) == 1


def test_a_server_that_is_away_leaves_the_letter_waiting(store, entry):
    invite(store, entry, send_letters=True)
    send(store, Post(MailSettings.read("smtp://127.0.0.1:9", sender="a@b.example")))
    [letter] = store.letters.select({})
    assert (letter.state, letter.tries) == ("waiting", 1)
    assert "refused" in letter.why


def test_an_organisers_own_words_are_used_until_they_are_taken_back(store, entry):
    names = {"edition_id": entry.edition_id, "kind": "entry_screened", "language": "en"}
    words = {"subject": "{{ company }}!", "text": "Dear {{ name }}, {{ stage }}."}
    wording.set_wording(asked(**names, seen=0, **words), store)
    invite(store, entry, send_letters=False)
    handlers.write_of_entries([screened(entry)], store, now=NOON)
    [letter] = store.outbox.of(entry.edition_id, state="held", kind=None)
    assert (letter.subject, letter.text) == ("Kiko!", "Dear Ada, Online preliminary.\n")
    assert wording.set_wording(asked(**names, seen=1, subject="", text=""), store)["own"] is False
    handlers.write_of_entries([screened(entry)], store, now=NOON)
    assert len({each.subject for each in store.outbox.of(entry.edition_id, state="held", kind=None)}) == 2
