"""The judge's phone where there is no network, and where the browser forgets."""

import time
from datetime import timedelta

import pytest

from gateway.access.sessions import FRESH_SECONDS
from infra.demo.client import Client, Refused
from tests.browser.evening import CRITERIA
from tests.browser.phone import SEND, Phone
from tests.browser.visitor import with_status
from tests.support.waiting import until

KEPT_BY_PAGES = "indexeddb,local_storage,cache_storage,service_workers"


@pytest.fixture
def pick_up(chromium):
    """Pick up a phone of a judge of an evening, its list opened and put aside."""
    phones = []

    def a_phone(evening, number=0, **options):
        phones.append(Phone(chromium, evening, evening.judges[number], **options))
        phones[-1].open_list()
        return phones[-1]

    yield a_phone
    for phone in phones:
        phone.leave()


@pytest.fixture
def evening(make):
    return make(entries=2).open()


def score(phone, entry_id, mark):
    phone.choose(entry_id)
    phone.mark(mark)
    phone.send()


def test_ten_entries_are_counted_once_though_the_network_goes_after_the_second_and_the_tab_is_closed(
    make, pick_up
):
    evening = make(entries=10).open()
    phone = pick_up(evening)
    entries = list(evening.entries)
    for entry_id in entries[:2]:
        score(phone, entry_id, 7)
        phone.wait_counted()
    phone.cut()
    for entry_id in entries[2:6]:
        score(phone, entry_id, 8)
    phone.close_tab()
    phone.new_tab("/judge")
    for entry_id in entries[6:]:
        score(phone, entry_id, 9)
    assert "Waiting to be sent: 8" in phone.strip()
    assert len(evening.submitted(phone.judge)) == 2
    sent = []
    phone.context.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    phone.reconnect()
    phone.until(lambda: "Nothing waits" in phone.strip())
    evening.wait_counted(10)
    cards = evening.submitted(phone.judge)
    given = [(cards[entry_id]["marks"]["team"], cards[entry_id]["revision"]) for entry_id in entries]
    assert given == [("7", 1)] * 2 + [("8", 1)] * 4 + [("9", 1)] * 4
    assert len({url for url in sent if "/scorecards" in url}) == 1
    phone.page.goto("/judge")
    phone.until(lambda: phone.page.locator("[data-list] .tick").count() == 10)


def test_nothing_is_sent_before_the_judge_says_so_and_every_touch_is_kept(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.choose(entry_id)
    phone.mark(6.5)
    phone.page.get_by_label("Note, for your eyes only").fill("ask about churn")
    phone.cut()
    phone.close_tab()
    phone.new_tab(phone.address(entry_id))
    phone.until(lambda: phone.marked() == {"6.5"})
    assert phone.page.get_by_label("Note, for your eyes only").input_value() == "ask about churn"
    phone.reconnect()
    phone.page.reload()
    phone.until(lambda: "not sent" in phone.said())
    assert evening.submitted(phone.judge) == {}
    phone.send()
    phone.wait_counted()
    assert evening.submitted(phone.judge)[entry_id]["marks"] == dict.fromkeys(CRITERIA, "6.5")


@pytest.mark.parametrize("hours", [-1, 1])
def test_what_was_made_in_a_tab_opened_without_a_network_counts_by_when_it_was_made(evening, pick_up, hours):
    [before, after] = evening.entries
    phone = pick_up(evening, fast_by=timedelta(hours=hours))
    phone.cut()
    phone.close_tab()
    phone.new_tab("/judge")
    score(phone, before, 7)
    phone.until(lambda: "Waiting to be sent: 1" in phone.strip())
    evening.close()
    score(phone, after, 7)
    phone.until(lambda: "Waiting to be sent: 2" in phone.strip())
    phone.reconnect()
    phone.until(lambda: "Refused" in phone.said())
    evening.wait_counted(1)
    assert list(evening.submitted(phone.judge)) == [before]


def test_big_steps_give_marks_and_the_total_is_as_the_rule_weighs_it(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.choose(entry_id)
    team = phone.page.locator("[data-criterion='team']")
    team.locator("[data-set='8']").click()
    team.locator("[data-add='0.5']").click()
    assert phone.page.locator("input[name='mark.team']").input_value() == "8.5"
    assert phone.page.locator("[data-total]").inner_text() == "2.13 of 10 so far; marks missing: 4"
    assert "Knows the field" in team.locator(".here").inner_text()
    phone.mark(9)
    assert phone.page.locator("[data-total]").inner_text() == "Total 9.00 of 10"


def test_what_a_second_phone_replaced_is_shown_on_the_first(evening, pick_up):
    [entry_id, _] = evening.entries
    first, second = pick_up(evening), pick_up(evening)
    score(first, entry_id, 7)
    first.wait_counted()
    second.page.reload()
    score(second, entry_id, 9)
    second.wait_counted()
    first.page.reload()
    replaced = first.page.locator("[data-replaced]")
    first.until(lambda: "Team 7 → 9" in replaced.inner_text())
    assert first.marked() == {"9"}
    first.mark(8)
    first.send()
    first.wait_counted()
    assert not replaced.is_visible()
    assert evening.submitted(first.judge)[entry_id]["revision"] == 3
    evening.wait_counted(1)


def test_what_is_being_marked_stays_when_another_phone_sends_and_can_be_given_up(evening, pick_up):
    [entry_id, _] = evening.entries
    first, second = pick_up(evening), pick_up(evening)
    score(first, entry_id, 7)
    first.wait_counted()
    first.mark(5)
    second.page.reload()
    score(second, entry_id, 9)
    second.wait_counted()
    first.page.reload()
    replaced = first.page.locator("[data-replaced]")
    first.until(lambda: "Team 7 → 9" in replaced.inner_text())
    assert first.marked() == {"5"}
    replaced.get_by_role("button").click()
    assert first.marked() == {"9"}
    assert not replaced.is_visible()


def test_of_two_phones_without_a_network_the_newer_revision_wins_and_the_other_is_told(evening, pick_up):
    [entry_id, _] = evening.entries
    first, second = pick_up(evening), pick_up(evening)
    first.cut()
    score(first, entry_id, 7)
    score(second, entry_id, 8)
    second.wait_counted()
    second.mark(9)
    second.send()
    second.wait_counted()
    first.reconnect()
    first.until(lambda: "Team 7 → 9" in first.page.locator("[data-replaced]").inner_text())
    assert evening.submitted(first.judge)[entry_id]["marks"]["team"] == "9"
    evening.wait_counted(1)


def test_a_browser_that_forgot_while_the_page_was_closed_says_what_is_gone(evening, pick_up):
    sent, unsent = evening.entries
    phone = pick_up(evening)
    score(phone, sent, 7)
    phone.wait_counted()
    phone.cut()
    score(phone, unsent, 7)
    phone.until(lambda: "Waiting to be sent: 1" in phone.strip())
    phone.close_tab()
    phone.forget(KEPT_BY_PAGES)
    phone.reconnect()
    phone.new_tab("/judge")
    phone.until(lambda: "has cleared what was kept here and not sent: 1" in phone.strip())
    assert list(evening.submitted(phone.judge)) == [sent]
    phone.page.reload()
    phone.until(lambda: "Nothing waits" in phone.strip())
    assert "cleared" not in phone.strip()


def test_a_browser_that_forgets_under_an_open_page_is_given_it_again(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.cut()
    score(phone, entry_id, 7)
    phone.until(lambda: "Waiting to be sent: 1" in phone.strip())
    phone.forget("indexeddb")
    phone.until(lambda: phone.stored("sent") == 1)
    phone.reconnect()
    phone.wait_counted()
    assert list(evening.submitted(phone.judge)) == [entry_id]


def test_marks_of_one_judge_are_never_sent_as_those_of_another_on_the_same_phone(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.cut()
    score(phone, entry_id, 7)
    phone.until(lambda: "Waiting to be sent: 1" in phone.strip())
    first = phone.page
    phone.reconnect_as(evening.judges[1])
    phone.open_list()
    first.bring_to_front()
    with first.expect_response("**/scorecards/batch") as tried:
        first.evaluate("() => window.dispatchEvent(new Event('online'))")
    [result] = tried.value.json()["results"]
    assert result["problem"]["code"] == "other_judge"
    assert all(evening.submitted(judge) == {} for judge in evening.judges)
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.sign_in(evening.link(evening.judges[0]))
    phone.open_list()
    evening.wait_counted(1)
    assert list(evening.submitted(evening.judges[0])) == [entry_id]


def test_who_was_signed_out_meanwhile_goes_on_and_loses_nothing(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.context.clear_cookies(name="darkhorse_session")
    phone.close_tab()
    phone.new_tab("/judge")
    phone.until(lambda: "signed out" in phone.strip())
    score(phone, entry_id, 7)
    phone.until(lambda: "sign in again" in phone.said())
    assert phone.page.locator("[data-strip]").get_by_role("link", name="Sign in").is_visible()
    phone.sign_in(evening.link(phone.judge))
    phone.page.goto("/judge")
    evening.wait_counted(1)


def test_a_session_that_ends_while_the_phone_has_no_network_costs_nothing(evening, pick_up):
    [before, after] = evening.entries
    phone = pick_up(evening)
    score(phone, before, 7)
    phone.wait_counted()
    phone.cut()
    score(phone, after, 8)
    phone.until(lambda: "Waiting to be sent: 1" in phone.strip())
    end_sessions_of(phone)
    phone.reconnect()
    phone.until(lambda: "sign in again" in phone.said())
    assert "Waiting to be sent: 1" in phone.strip()
    assert list(evening.submitted(phone.judge)) == [before]
    phone.close_tab()
    phone.new_tab()
    phone.sign_in(evening.link(phone.judge))
    phone.page.goto("/judge")
    phone.until(lambda: phone.page.locator("[data-list] .tick").count() == 2)
    evening.wait_counted(2)
    cards = evening.submitted(phone.judge)
    assert [cards[id]["marks"]["team"] for id in (before, after)] == ["7", "8"]


def end_sessions_of(phone):
    """Sign the judge out everywhere; back when no worker of the gateway takes the phone's session any more."""
    evening = phone.evening
    [token] = [each["value"] for each in phone.context.cookies() if each["name"] == "darkhorse_session"]
    about = {"role": "judge", "subject_id": phone.judge.judge_id}
    evening.organiser.post(f"{evening.path}/sessions/end", about)
    # A worker that nothing is asked of takes it for so long: to ask often does not reach both.
    nobody_knows = time.monotonic() + FRESH_SECONDS
    until(lambda: time.monotonic() > nobody_knows and is_signed_out(evening.url, token), seconds=90)


def is_signed_out(url, token):
    client = Client(url, token=token)
    try:
        client.get("/me")
    except Refused as refused:
        return refused.status == 401
    finally:
        client.close()
    return False


FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); };"


def test_a_browser_that_runs_out_of_room_says_so_and_what_is_on_the_screen_is_still_sent(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.choose(entry_id)
    phone.page.evaluate(f"() => {{ {FULL} }}")
    phone.cut()
    phone.mark(7)
    phone.until(lambda: "keeps nothing" in phone.strip())
    phone.send()
    phone.until(lambda: "Waiting to be sent: 1" in phone.strip())
    phone.reconnect()
    phone.wait_counted()
    assert list(evening.submitted(phone.judge)) == [entry_id]


def test_signing_out_takes_along_what_the_phone_kept_and_asks_where_something_waits(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.answering(SEND, with_status(503), times=1000)
    score(phone, entry_id, 7)
    asked = []
    phone.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    phone.page.get_by_role("button", name="Sign out").click()
    phone.page.wait_for_url("**/")
    assert asked == ["Not sent yet: 1. Sign out and throw it away?"]
    phone.page.goto("/judge")
    assert phone.page.locator("[data-app]").count() == 0
    assert phone.page.evaluate("async () => (await caches.keys()).length") == 0


def test_a_phone_that_the_stream_is_refused_asks_now_and_then_who_is_on_stage(evening, pick_up):
    [first, second] = evening.entries
    evening.organiser.post(f"{evening.stage}/session", {"entry_ids": [first, second]})
    phone = pick_up(evening)
    phone.context.route("**/show", lambda route: route.fulfill(status=503, body="full"))
    phone.page.reload()
    evening.organiser.post(f"{evening.stage}/session/slots/{first}/start")
    on = phone.page.locator("[data-now-on] a")
    phone.until(lambda: on.is_visible() and on.inner_text() == evening.entries[first], seconds=30)


def test_a_phone_to_which_nothing_is_streamed_asks_the_gateway_who_is_on_stage(evening, pick_up, hall):
    [first, second] = evening.entries
    evening.organiser.post(f"{evening.stage}/session", {"entry_ids": [first, second]})
    phone = pick_up(evening)
    hall.cut()
    phone.page.reload()
    for entry_id in (first, second):
        evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/start")
        on = phone.page.locator("[data-now-on] a")
        company = evening.entries[entry_id]
        phone.until(lambda on=on, company=company: on.is_visible() and on.inner_text() == company, seconds=60)


def test_a_hand_raised_without_a_network_goes_up_with_it_and_can_be_lowered(evening, pick_up):
    [entry_id, _] = evening.entries
    phone = pick_up(evening)
    phone.choose(entry_id)
    hand = phone.page.locator("[data-place] [data-hand]")
    hand.locator("summary").click()
    phone.cut()
    hand.get_by_label("What the organiser should know").fill("is this their third year?")
    hand.get_by_role("button", name="Question").click()
    phone.until(lambda: "as soon as there is a connection" in hand.inner_text())
    phone.reconnect()
    phone.until(lambda: "Your hand is up: Question." in hand.inner_text())
    [raised] = evening.get("desk")["hands"]
    said = (raised["kind"], raised["entry_id"], raised["note"])
    assert said == ("question", entry_id, "is this their third year?")
    hand.get_by_role("button", name="Lower the hand").click()
    phone.until(lambda: "Your hand is up" not in hand.inner_text())
    phone.until(lambda: evening.get("desk")["hands"] == [])
