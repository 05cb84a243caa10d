"""Webhooks over a real database and a real receiver."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
from standardwebhooks import Webhook

from schemas.envelope import wrap
from schemas.events import EntryWithdrawn
from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.registration.domain.edition import Edition
from services.registration.domain.host import Host, Programme
from services.registration.repository import RegistrationStore
from services.registration.shelf import blueprint
from services.registration.webhooks import handlers
from services.registration.webhooks.addresses import Addresses
from services.registration.webhooks.domain.refusals import EndpointOff
from services.registration.webhooks.sending import Sender


class Receiver:
    """Takes messages; answers as `answers` says first, with 204 afterwards."""

    def __init__(self):
        self.taken, self.answers = [], []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.taken.append((dict(self.headers), body))
                status, answer = outer.answers.pop(0) if outer.answers else (204, b"")
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def store(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


class Desk:
    """What an organiser does with webhooks, and a clock that is moved by hand."""

    def __init__(self, store, *, private=True):
        self.store, self.now = store, datetime.now(UTC).replace(microsecond=0)
        self.sender = Sender(Addresses(private=private))
        programme = Programme.create(Host.create("Black Horse Society"), name="Black Horse")
        edition = Edition.start(
            programme, blueprint=blueprint("black-horse"), name="Cup", zone="UTC", now=self.now
        )
        store.editions.save(edition)
        self.edition_id = edition.id

    def asked(self, **data):
        return Asked(str(uuid4()), "p-1", self.now, {"edition_id": self.edition_id, **data})

    def add(self, url, *kinds):
        asked = self.asked(url=url, kinds=list(kinds))
        return handlers.add_endpoint(asked, self.store, addresses=Addresses(private=True))

    def hear(self, *entry_ids):
        events = [
            wrap(
                EntryWithdrawn,
                {"edition_id": self.edition_id, "entry_id": id, "reason": "sold"},
                subject=id,
                time=self.now,
            )
            for id in entry_ids
        ]
        handlers.write_deliveries(events, self.store, now=self.now)
        return events

    def deliver(self, **later):
        self.now += timedelta(**later)
        return handlers.deliver_due(self.store, sender=self.sender, now=lambda: self.now)

    def log(self):
        return handlers.list_deliveries(self.store, {"edition_id": self.edition_id, "page": 1})["deliveries"]


@pytest.fixture
def desk(store):
    return Desk(store)


def test_a_message_is_signed_and_arrives_once_for_who_wants_its_kind(desk, receiver):
    made = desk.add(receiver.url, "entry.withdrawn")
    desk.add(receiver.url, "stage.opened")
    events = desk.hear("e-1")
    handlers.write_deliveries(events, desk.store, now=desk.now)  # heard twice
    assert (desk.deliver(), desk.deliver()) == (1, 0)
    [(headers, body)] = receiver.taken
    told = Webhook(made["secret"]).verify(body, headers)
    assert (told["type"], told["data"]["entry_id"]) == ("entry.withdrawn", "e-1")
    assert [d["state"] for d in desk.log()] == ["delivered"]
    assert "secret" not in str(
        handlers.list_endpoints(desk.store, {"edition_id": desk.edition_id}, addresses=Addresses())
    )


def test_what_is_not_taken_comes_again_later_under_the_same_id(desk, receiver):
    desk.add(receiver.url, "entry.withdrawn")
    receiver.answers = [(500, b"Out of order"), (302, b"")]
    desk.hear("e-1")
    desk.deliver()
    assert desk.deliver(seconds=4) == 0
    assert desk.deliver(seconds=1) == 1
    assert desk.deliver(minutes=5) == 1
    ids = [headers["webhook-id"] for headers, _ in receiver.taken]
    assert len(ids) == 3  # the redirect was not followed
    assert len(set(ids)) == 1
    found = handlers.get_delivery(desk.store, {"edition_id": desk.edition_id, "delivery_id": ids[0]})
    assert [(a["status"], a["answer"]) for a in found["attempts"]] == [
        (500, "Out of order"),
        (302, ""),
        (204, ""),
    ]
    assert found["state"] == "delivered"


def test_a_sender_that_was_killed_leaves_a_message_that_is_sent_again(desk, receiver):
    desk.add(receiver.url, "entry.withdrawn")
    desk.hear("e-1")
    [delivery] = desk.store.dispatch.due(now=desk.now, limit=9)
    delivery.begin(now=desk.now)
    desk.store.deliveries.save(delivery)
    assert desk.deliver(seconds=60) == 0
    assert desk.deliver(seconds=60) == 1
    assert len(receiver.taken) == 1


def test_private_addresses_are_not_reached_unless_a_setting_says_so(store, receiver):
    desk = Desk(store, private=False)
    desk.add(receiver.url.replace("http:", "https:"), "entry.withdrawn")
    desk.hear("e-1")
    desk.deliver()
    [delivery] = desk.log()
    assert (receiver.taken, delivery["state"], delivery["status"]) == ([], "waiting", None)
    assert "not public" in delivery["why"]


def test_a_test_is_sent_and_anything_is_sent_again_while_the_endpoint_is_on(desk, receiver):
    made = desk.add(receiver.url, "stage.opened")
    test = handlers.send_test(desk.asked(endpoint_id=made["endpoint_id"]), desk.store)
    desk.deliver()
    handlers.send_again(desk.asked(delivery_id=test["delivery_id"]), desk.store)
    desk.deliver()
    bodies = [json.loads(body)["type"] for _, body in receiver.taken]
    assert bodies == ["test", "test"]
    names = {"endpoint_id": made["endpoint_id"]}
    off = desk.asked(**names, seen=1, url=receiver.url, kinds=["stage.opened"], on=False)
    handlers.change_endpoint(off, desk.store, addresses=Addresses(private=True))
    with pytest.raises(EndpointOff):
        handlers.send_again(desk.asked(delivery_id=test["delivery_id"]), desk.store)
    handlers.remove_endpoint(desk.asked(**names), desk.store)
    with pytest.raises(NotFound):
        handlers.send_test(desk.asked(**names), desk.store)
