"""The audience's phone: a vote reaches the count once, whatever the Wi-Fi does, and no total gets out early."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from infra.demo.client import Refused
from tests.browser.visitor import lose_reply, with_status
from tests.support.waiting import until

AWARD = "Audience award"
PATIENCE_MS = 45_000


class Poll:
    """An edition with a vote that is open, and five tickets."""

    def __init__(self, evening):
        self.evening = evening
        self.path = f"{evening.path}/votes/audience"
        until(self._opened)
        answer = evening.organiser.post(f"{evening.path}/tickets", {"count": 5})
        self.links = [ticket["url"] for ticket in answer["tickets"]]
        self.ids = {company: id for id, company in evening.entries.items()}

    def _opened(self):
        body = {"name": AWARD, "stage_id": self.evening.stage_id, "entry_ids": list(self.evening.entries)}
        return _or_code(lambda: self.evening.organiser.post(f"{self.path}/open", body), "not_found")

    def act(self, name):
        return self.evening.organiser.post(f"{self.path}/{name}")

    def votes(self):
        """Return the votes that count, by company; those without any left out."""
        (turnout,) = self.evening.organiser.get(f"{self.evening.path}/turnout")["votes"]
        return {row["company"]: row["votes"] for row in turnout["rows"] if row["votes"]}

    def reveal(self):
        self.act("close")
        until(lambda: _or_code(lambda: self.act("reveal"), "votes_arriving"))


def _or_code(act, code):
    """Return the answer, or None where it is refused for that reason."""
    try:
        return act()
    except Refused as refused:
        if refused.code != code:
            raise
        return None


@pytest.fixture
def poll(make):
    return Poll(make(entries=3))


def choice(page, company):
    return page.get_by_role("button", name=company)


def outcome(page):
    return page.locator("[data-outcome]")


def test_a_vote_is_counted_and_can_be_changed_until_the_vote_closes(poll, visitors):
    page = visitors().page
    page.goto(poll.links[0])
    choice(page, "Amber Looms").click()
    expect(outcome(page)).to_contain_text("Counted", timeout=PATIENCE_MS)
    choice(page, "Cobalt Kitchens").click()
    expect(choice(page, "Cobalt Kitchens")).to_have_attribute("aria-pressed", "true")
    until(lambda: poll.votes() == {"Cobalt Kitchens": 1})
    poll.act("close")
    expect(choice(page, "Amber Looms")).to_be_disabled()
    poll.reveal()
    expect(page.locator(".totals .best")).to_contain_text("Cobalt Kitchens")


def test_a_vote_made_without_a_network_is_sent_after_the_tab_was_closed(poll, visitors):
    visitor = visitors()
    visitor.page.goto(poll.links[0])
    visitor.cut()
    choice(visitor.page, "Birch Robotics").click()
    expect(outcome(visitor.page)).to_contain_text("kept on this phone")
    visitor.close_tab()
    visitor.reconnect()
    expect(outcome(visitor.new_tab(poll.links[0]))).to_contain_text("Counted", timeout=PATIENCE_MS)
    assert poll.votes() == {"Birch Robotics": 1}


def test_a_server_that_fails_and_a_reply_that_is_lost_cost_no_vote_and_add_none(poll, visitors):
    visitor = visitors()
    visitor.page.goto(poll.links[0])
    visitor.answering("**/api/v1/votes", lose_reply, times=1)
    visitor.answering("**/api/v1/votes", with_status(500), times=1)
    choice(visitor.page, "Amber Looms").click()
    expect(outcome(visitor.page)).to_contain_text("Counted", timeout=PATIENCE_MS)
    assert poll.votes() == {"Amber Looms": 1}


def test_it_works_without_javascript_or_cookies_and_without_telling_where_one_came_from(poll, visitors):
    visitor = visitors(java_script_enabled=False)
    sent = []
    visitor.context.on("request", lambda request: sent.append(request.all_headers()))
    page = visitor.page
    page.goto(poll.links[1] + "?lang=zh_Hant")
    choice(page, "Amber Looms").click()
    expect(outcome(page)).to_contain_text("✓")
    until(lambda: poll.votes() == {"Amber Looms": 1})
    page.reload()
    expect(outcome(page)).to_contain_text("已計入")
    secret = poll.links[1].rpartition("/")[2]
    assert [headers for headers in sent if secret in headers.get("referer", "")] == []
    assert {headers.get("origin") for headers in sent} <= {None, poll.evening.url}


def test_a_ticket_is_found_by_its_letters(poll, visitors):
    page = visitors().page
    page.goto(f"{poll.evening.path}/vote")
    secret = poll.links[2].rpartition("/")[2]
    field = page.get_by_label("Or type the letters")
    field.fill("a" * 26)
    page.get_by_role("button", name="Open my ticket").click()
    expect(page.get_by_role("alert")).to_contain_text("not known")
    field.fill(f"{secret[:5].upper()} {secret[5:]}")
    page.get_by_role("button", name="Open my ticket").click()
    expect(page.get_by_text("Ticket 3")).to_be_visible()


TOTAL = re.compile(r'"votes":\s*[1-9]|"totals":\s*\[\s*\{|class="totals"')


def test_what_the_audience_receives_has_no_total_before_the_reveal(poll, visitors):
    heard = []
    visitor = visitors()
    visitor.context.on("response", lambda response: heard.append(response))
    page = visitor.page
    page.goto(poll.links[0])
    for n, link in enumerate(poll.links):
        body = {
            **{"edition_id": poll.evening.edition_id, "vote_id": "audience", "command_id": f"c-{n}"},
            **{"ticket": link.rpartition("/")[2], "entry_id": poll.ids["Amber Looms"]},
        }
        made = {"made_at": "2026-11-23T12:00:00+00:00"}
        poll.evening.organiser.post("/votes", {**body, **made})
    until(lambda: poll.votes() == {"Amber Looms": 5})
    poll.act("close")
    addresses = [f"{poll.evening.path}/vote", f"/api/v1{poll.evening.path}/votes", poll.links[0]]
    addresses.append(f"{poll.evening.live_url}{poll.evening.path}/show.json")
    texts = [visitor.context.request.get(address).text() for address in addresses]
    texts += [page.content(), *(_text(response) for response in heard)]
    assert [text for text in texts if TOTAL.search(unescape(text))] == []
    poll.reveal()
    expect(page.locator(".totals .best")).to_contain_text("5")
    # The control: once they are public the same search finds them, wherever it looked.
    after = [visitor.context.request.get(address).text() for address in addresses]
    assert [bool(TOTAL.search(unescape(text))) for text in after] == [True] * 4


def _text(response):
    try:
        streaming = "event-stream" in response.headers.get("content-type", "")
        return "" if streaming or not response.ok else response.text()
    except Exception:
        return ""


def test_an_organiser_makes_tickets_and_runs_a_vote(make, visitors):
    evening = make(entries=3)
    visitor = visitors(laptop=True)
    visitor.carry(str(evening.organiser.token))
    page = visitor.page
    page.goto(evening.path)
    page.get_by_role("link", name="Audience votes").click()
    page.get_by_label("How many").fill("200")
    page.get_by_role("button", name="Make tickets").click()
    expect(page.get_by_text("All tickets are here.")).to_be_visible()
    assert page.locator(".ticket").count() == 200
    assert page.locator(".ticket").last.get_attribute("data-number") == "200"
    assert len(page.pdf()) > 10_000
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{evening.path}/votes")
    page.get_by_label("Whoever competes in").select_option(evening.stage_id)
    page.get_by_role("button", name="Open the vote").click()
    page.get_by_text("Close the vote…").click()
    page.get_by_role("button", name="Close the vote").click()
    visitor.until(lambda: _revealed(page))
    expect(page.locator(".badge.revealed")).to_be_visible()


def _revealed(page):
    if page.locator(".badge.revealed").count():
        return True
    summary = page.get_by_text("Reveal…")
    if summary.count() and not page.get_by_role("button", name="Reveal", exact=True).is_visible():
        summary.click()
    page.get_by_role("button", name="Reveal", exact=True).click()
    return False
