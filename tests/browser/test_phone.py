"""A judge in a hall with bad Wi-Fi: what was tapped is counted, once."""

import pytest

from tests.browser.phone import SEND, Phone
from tests.browser.visitor import lose_reply, with_status


@pytest.fixture
def evening(make):
    return make(entries=2).open()


@pytest.fixture
def phone(evening, chromium):
    phone = Phone(chromium, evening, evening.judges[0])
    yield phone
    phone.leave()


def test_a_double_tap_is_one_scorecard(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.page.locator("form[data-scorecard] button").dblclick()
    phone.until(lambda: "Counted" in phone.said())
    assert evening.submitted(phone.judge)[entry_id]["marks"] == dict.fromkeys(
        ("team", "problem", "product", "business", "pitch"), "7"
    )
    assert evening.get("standings")["counted"] == 1


@pytest.mark.parametrize(
    "fault", [with_status(500), with_status(503), lose_reply], ids=["500", "503", "lost"]
)
def test_a_server_that_fails_once_costs_nothing(evening, phone, fault):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.answering(SEND, fault, times=1)
    phone.send()
    phone.until(lambda: "Counted" in phone.said())
    assert evening.submitted(phone.judge)[entry_id]["revision"] == 1
    assert evening.get("standings")["counted"] == 1


def test_what_is_sent_without_a_network_is_kept_and_sent_when_it_is_back(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.cut()
    phone.send()
    phone.until(lambda: "kept" in phone.said())
    assert evening.submitted(phone.judge) == {}
    phone.reconnect()
    phone.until(lambda: "Counted" in phone.said())
    assert len(evening.submitted(phone.judge)) == 1
