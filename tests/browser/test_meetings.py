"""Meetings at once: an organiser says when, arranges, publishes and moves, and both sides find theirs."""

import re

import pytest

from tests.browser.town import INVESTOR, introduce


@pytest.fixture
def evening(make):
    """An edition in which an investor was introduced to two startups."""
    evening = make(entries=3)
    for entry_id in list(evening.entries)[:2]:
        introduce(evening, entry_id)
    return evening


@pytest.fixture
def organiser_at(visitors, evening):
    """The organiser with a laptop, at the page of the meetings."""
    organiser = visitors(laptop=True)
    organiser.carry(str(evening.organiser.token))
    organiser.page.goto(f"{evening.path}/meetings")
    return organiser


def test_an_organiser_makes_a_timetable_by_hand_and_the_investor_finds_it_and_what_moved(
    evening, organiser_at, visitors
):
    page = organiser_at.page
    page.get_by_role("link", name="When and where").first.click()
    page.get_by_label("From", exact=True).first.fill("2036-01-01T14:00")
    page.get_by_label("Until", exact=True).first.fill("2036-01-01T15:00")
    page.get_by_label(re.compile("^Tables: how many")).fill("2")
    page.get_by_label("Where the tables are").fill("Hall 2")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Arrange the meetings").first.click()
    page.get_by_role("link", name="2 new meetings").click()
    assert page.locator(".meetings > li").count() == 2
    page.get_by_text("Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Not published yet").wait_for(state="hidden")

    investor = visitors()
    known = evening.organiser.get(f"{evening.path}/investors")["investors"][0]["investor_id"]
    investor.sign_in(evening.invite("investor", INVESTOR["name"], INVESTOR["email"], subject_id=known))
    investor.page.goto("/investor")
    assert investor.page.locator(".own-meetings .meeting").count() == 2
    before = investor.page.locator(".own-meetings").inner_text()
    assert all(company in before for company in list(evening.entries.values())[:2])

    page.get_by_role("link", name="Change").first.click()
    page.get_by_label("Meeting table").select_option(
        "2" if "Table 1" in page.locator(".table-number").inner_text() else "1"
    )
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_text("Moved", exact=True).wait_for()
    investor.page.reload()
    assert investor.page.locator(".own-meetings").inner_text() == before
    page.goto(f"{evening.path}/meetings")
    page.get_by_text("Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Not published yet").wait_for(state="hidden")
    investor.page.reload()
    assert investor.page.locator(".own-meetings").inner_text() != before
    assert organiser_at.errors == [] == investor.errors
