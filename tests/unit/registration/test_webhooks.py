"""Webhooks: where messages may go, how long they are tried, and how they are signed."""

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from schemas.commands import webhooks as commands
from services.registration.webhooks.addresses import Addresses
from services.registration.webhooks.domain.delivery import PAUSES, STATES, Attempt, Delivery
from services.registration.webhooks.domain.endpoint import KINDS, Endpoint
from services.registration.webhooks.domain.refusals import AddressNotAllowed, EndpointChanged
from services.registration.webhooks.handlers import FACTS, new_secret
from services.registration.webhooks.sending import headers_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = json.dumps({"type": "test", "data": {"name": "黑馬"}}, ensure_ascii=False)


def a_delivery():
    return Delivery("msg-1", "wh-1", "ed-1", "test", BODY, NOON, next_at=NOON)


def an_attempt(status):
    return Attempt(NOON.isoformat(), status, "", "", 5)


@pytest.fixture
def resolving(monkeypatch):
    """Make every host lead to these addresses."""

    def to(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)

    return to


def test_the_kinds_of_the_domain_are_those_of_the_commands_and_of_the_facts():
    assert commands.KINDS == KINDS
    assert set(FACTS.values()) == set(KINDS)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1"),
    ],
)
def test_nothing_goes_to_an_address_of_our_own_network(address, resolving):
    resolving(address)
    with pytest.raises(AddressNotAllowed):
        Addresses().look_up("https://hooks.example/x")
    assert Addresses(private=True).look_up("https://hooks.example/x").address == address


def test_one_private_address_among_public_ones_is_enough_to_refuse(resolving):
    resolving("93.184.215.14", "10.0.0.8")
    with pytest.raises(AddressNotAllowed):
        Addresses().look_up("https://hooks.example/x")


def test_what_was_looked_at_is_what_is_called_under_the_name_of_the_host(resolving):
    resolving("93.184.215.14")
    place = Addresses().look_up("https://hooks.example:8443/in?a=1")
    assert (place.url, place.host_header) == ("https://93.184.215.14:8443/in?a=1", "hooks.example:8443")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/",
        "ftp://x.example/",
        "https://u:p@x.example/",
        "https:///x",
        "https://x:y/",
        "x",
    ],
)
def test_an_address_of_another_form_is_refused_with_what_is_allowed(url):
    with pytest.raises(AddressNotAllowed) as refused:
        Addresses().check(url)
    assert refused.value.errors["url"]["came"] == url


def test_a_message_is_tried_for_about_a_day_and_then_given_up():
    delivery, now = a_delivery(), NOON
    for pause in PAUSES:
        delivery.begin(now=now)
        delivery.note(an_attempt(500), now=now)
        assert (delivery.state, delivery.next_at) == (STATES[0], now + pause)
        now = delivery.next_at
    delivery.begin(now=now)
    delivery.note(an_attempt(None), now=now)
    assert (delivery.state, delivery.next_at) == ("failed", None)
    assert timedelta(hours=23) < now - NOON < timedelta(hours=25)


@pytest.mark.parametrize(
    ("status", "state"), [(200, "delivered"), (204, "delivered"), (302, "waiting"), (410, "waiting")]
)
def test_only_an_answer_of_success_is_a_delivery(status, state):
    delivery = a_delivery()
    delivery.begin(now=NOON)
    delivery.note(an_attempt(status), now=NOON)
    assert delivery.state == state


def test_the_signature_is_checked_by_the_library_and_holds_for_this_body_only():
    secret, now = new_secret(), datetime.now(UTC)
    headers = headers_of(a_delivery(), secret=secret, now=now)
    assert Webhook(secret).verify(BODY, headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY.replace("test", "rest"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


def test_the_second_of_two_organisers_is_told_and_a_secret_is_never():
    endpoint = Endpoint("wh-1", "ed-1", "https://x.example/", KINDS, "whsec_x", NOON, version=2)
    assert endpoint.change(seen=2, url="https://y.example/", kinds=["stage.opened"], on=True)
    endpoint.version = 3
    with pytest.raises(EndpointChanged):
        endpoint.change(seen=2, url="https://z.example/", kinds=["stage.opened"], on=True)
    assert "whsec" not in str(endpoint.as_dict())
