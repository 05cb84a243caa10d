"""A judge in a hall with bad Wi-Fi: what was tapped is counted, once."""

from datetime import datetime, timedelta

import pytest

from tests.browser.evening import CRITERIA
from tests.browser.phone import SEND, Phone
from tests.browser.visitor import lose_reply, with_status

BEGAN_A_MINUTE_LATER = """{
  const counted = performance.now.bind(performance);
  performance.now = () => counted() + 60000;
}"""
FAULTS = {"500": with_status(500), "503": with_status(503), "reply lost": lose_reply}


@pytest.fixture
def evening(make):
    return make(entries=2).open()


@pytest.fixture
def pick_up(evening, chromium):
    """Pick up a phone of the first judge."""
    phones = []

    def a_phone(**options):
        phones.append(Phone(chromium, evening, evening.judges[0], **options))
        return phones[-1]

    yield a_phone
    for phone in phones:
        phone.leave()


@pytest.fixture
def phone(pick_up):
    return pick_up()


def test_a_double_tap_is_one_scorecard(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.page.locator("[data-send]").dblclick()
    phone.wait_counted()
    assert evening.submitted(phone.judge)[entry_id]["marks"] == dict.fromkeys(CRITERIA, "7")
    evening.wait_counted(1)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_server_that_fails_once_costs_nothing(evening, phone, fault):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.answering(SEND, fault, times=1)
    phone.send()
    phone.wait_counted()
    assert evening.submitted(phone.judge)[entry_id]["revision"] == 1
    evening.wait_counted(1)


def test_what_is_sent_without_a_network_is_kept_and_sent_when_it_is_back(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.cut()
    phone.send()
    phone.until(lambda: "kept" in phone.said())
    assert evening.submitted(phone.judge) == {}
    phone.reconnect()
    phone.wait_counted()
    assert list(evening.submitted(phone.judge)) == [entry_id]


def test_what_was_not_sent_outlives_the_tab(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.cut()
    phone.send()
    phone.until(lambda: "kept" in phone.said())
    phone.close_tab()
    phone.reconnect()
    phone.new_tab()
    phone.open(entry_id)
    phone.wait_counted()
    assert evening.submitted(phone.judge)[entry_id]["marks"] == dict.fromkeys(CRITERIA, "7")
    evening.wait_counted(1)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_wrong_changes_nothing(evening, pick_up, hours):
    [entry_id, _] = evening.entries
    phone = pick_up(fast_by=timedelta(hours=hours))
    phone.open(entry_id)
    phone.mark(7)
    phone.send()
    phone.wait_counted()
    phone.open(entry_id)
    phone.mark(8)
    phone.send()
    phone.wait_counted()
    card = evening.submitted(phone.judge)[entry_id]
    assert (card["marks"]["team"], card["revision"]) == ("8", 2)


@pytest.mark.parametrize("hours", [-1, 1])
def test_what_was_made_before_the_closing_counts_though_it_comes_after_it(evening, pick_up, hours):
    [entry_id, other] = evening.entries
    phone = pick_up(fast_by=timedelta(hours=hours))
    phone.open(entry_id)
    phone.mark(7)
    phone.cut()
    phone.send()
    phone.until(lambda: "kept" in phone.said())
    evening.close()
    phone.reconnect()
    phone.wait_counted()
    assert list(evening.submitted(phone.judge)) == [entry_id]
    phone.open(other)
    phone.mark(7)
    phone.send()
    phone.until(lambda: "Refused" in phone.said())
    assert list(evening.submitted(phone.judge)) == [entry_id]


def test_the_time_that_a_page_took_to_begin_is_part_of_when_a_scorecard_was_made(evening, phone):
    [entry_id, _] = evening.entries
    phone.context.add_init_script(BEGAN_A_MINUTE_LATER)
    phone.open(entry_id)
    phone.mark(7)
    with phone.page.expect_request(SEND) as sent:
        phone.send()
    [scorecard] = sent.value.post_data_json["scorecards"]
    answered = datetime.fromisoformat(scorecard["clock"]["contact_at"])
    assert scorecard["clock"]["basis"] == "monotonic"
    assert datetime.fromisoformat(scorecard["made_at"]) - answered > timedelta(minutes=1)


def test_a_judge_is_told_who_is_on_stage_and_gets_there_with_one_tap(evening, phone):
    [first, second] = evening.entries
    evening.organiser.post(f"{evening.stage}/session", {"entry_ids": [first, second]})
    phone.page.goto("/judge")
    on = phone.page.locator("[data-now-on] a")
    assert not on.is_visible()
    for entry_id in (first, second):
        evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/start")
        phone.until(lambda entry=entry_id: on.is_visible() and on.inner_text() == evening.entries[entry])
    on.click()
    phone.page.wait_for_url(f"**/{second}")
    assert not on.is_visible()


def test_a_second_phone_finds_what_the_first_sent_and_the_newest_revision_wins(evening, pick_up):
    [entry_id, _] = evening.entries
    first, second = pick_up(), pick_up()
    first.open(entry_id)
    first.mark(7)
    first.send()
    first.wait_counted()
    second.open(entry_id)
    assert second.marked() == {"7"}
    second.mark(9)
    second.send()
    second.wait_counted()
    first.open(entry_id)
    assert first.marked() == {"9"}
    assert evening.submitted(first.judge)[entry_id]["revision"] == 2
    evening.wait_counted(1)


def test_a_session_that_ended_meanwhile_costs_nothing(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    phone.mark(7)
    phone.context.clear_cookies()
    phone.send()
    phone.until(lambda: "sign in again" in phone.said())
    assert evening.submitted(phone.judge) == {}
    kept = phone.page
    phone.new_tab()
    phone.sign_in(evening.link(phone.judge))
    phone.page = kept
    phone.wait_counted()
    assert list(evening.submitted(phone.judge)) == [entry_id]
    evening.wait_counted(1)


def test_a_phone_that_refuses_to_keep_anything_says_so_and_still_sends(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up()
    phone.context.add_init_script("IDBFactory.prototype.open = () => { throw new Error('refused'); };")
    phone.open(entry_id)
    phone.until(lambda: "keeps nothing" in phone.strip())
    phone.mark(7)
    phone.send()
    phone.wait_counted()


def test_a_scorecard_can_be_given_by_keyboard_alone(evening, phone):
    [entry_id, _] = evening.entries
    phone.open(entry_id)
    keys = phone.page.keyboard
    for _ in CRITERIA:
        phone.until(lambda: tab_to(phone, "input"))
        keys.type("6.5")
    phone.until(lambda: tab_to(phone, "[data-send]"))
    keys.press("Enter")
    phone.wait_counted()
    assert evening.submitted(phone.judge)[entry_id]["marks"] == dict.fromkeys(CRITERIA, "6.5")


def tab_to(phone, wanted):
    phone.page.keyboard.press("Tab")
    return phone.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted)
