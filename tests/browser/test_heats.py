"""City heats at once: an organiser sets them up, and each room sees its own."""

import pytest

from tests.browser.evening import Judge
from tests.browser.phone import Phone

STARTUPS = [
    {"company": "Amber Looms", "city": "Taipei"},
    {"company": "Birch Robotics", "city": "Taipei"},
    {"company": "Cobalt Kitchens", "city": "Tainan"},
    {"company": "Dune Optics", "city": "Tainan"},
]
JUDGES = [f"Judge {n}" for n in range(1, 7)]
HEATS = {"Taipei heat": ("Taipei", JUDGES[:3]), "Tainan heat": ("Tainan", JUDGES[3:])}


@pytest.fixture
def evening(make):
    evening = make(entries=4, startups=STARTUPS)
    people = [{"name": name, "email": f"{name[-1]}@judges.example", "commitment": 9} for name in JUDGES[3:]]
    added = evening.organiser.post(f"{evening.path}/judges", {"judges": people})["judges"]
    ids = {judge["email"]: judge["judge_id"] for judge in added}
    evening.judges += [Judge(ids[each["email"]], each["name"], each["email"]) for each in people]
    return evening


@pytest.fixture
def organiser_at(visitors, evening):
    """The organiser with a laptop, at the page of the sessions."""
    organiser = visitors(laptop=True)
    organiser.carry(str(evening.organiser.token))
    organiser.page.goto(f"{evening.stage}/sessions?rows=2")
    return organiser


def set_up(organiser):
    page = organiser.page
    for heat, (name, (city, panel)) in zip(page.locator("fieldset.heat").all(), HEATS.items(), strict=True):
        heat.get_by_label("Name of the session").fill(name)
        heat.get_by_label("City").fill(city)
        heat.get_by_label("Begins").fill("2026-12-01T14:00")
        heat.get_by_text("Panel", exact=True).click()
        for judge in panel:
            heat.get_by_label(judge).check()
    page.get_by_role("button", name="Set up the sessions").click()
    page.wait_for_load_state("load")


def start(evening, company):
    entry_id = next(id for id, each in evening.entries.items() if each == company)
    evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/start")


def test_an_organiser_sets_up_two_heats_and_each_screen_page_and_phone_shows_its_own(
    evening, organiser_at, visitors, chromium
):
    set_up(organiser_at)
    cards = organiser_at.page.locator(".heats .card")
    for card, (name, (city, panel)) in zip(cards.all(), HEATS.items(), strict=True):
        assert all(said in card.inner_text() for said in (name, city, "2 entries", *panel, "Dec 1"))
    evening.organiser.post(f"{evening.stage}/assignments", {"seed": 1})
    evening.open()
    screens = []
    for n in range(2):
        screens.append(visitors(laptop=True))
        organiser_at.page.goto(f"{evening.stage}/sessions")
        screens[n].page.goto(cards.nth(n).get_by_role("link", name="Stage screen").get_attribute("href"))
        screens[n].until(lambda n=n: screens[n].page.locator("[data-line].on").count())
    phones = [Phone(chromium, evening, evening.judges[n]) for n in (0, 3)]
    for phone in phones:
        phone.page.goto("/judge")
    on = [("Birch Robotics", "Cobalt Kitchens"), ("Amber Looms", "Dune Optics")]
    for both in on:
        for company in both:
            start(evening, company)
        for n, company in enumerate(both):
            shown = screens[n].page.locator("[data-company]")
            screens[n].until(
                lambda shown=shown, company=company: shown.is_visible() and shown.inner_text() == company
            )
            link = phones[n].page.locator("[data-now-on] a")
            phones[n].until(
                lambda link=link, company=company: link.is_visible() and link.inner_text() == company
            )
    assert phones[0].page.locator("[data-list] [data-entry]").count() == 2
    organiser_at.page.goto(f"{evening.stage}/stage")
    organiser_at.page.get_by_role("link", name="Tainan heat").click()
    organiser_at.page.wait_for_load_state("load")
    assert organiser_at.page.locator(".who-is-on").inner_text() == "Dune Optics"
    organiser_at.page.get_by_role("button", name="Pause").click()
    screens[1].until(lambda: "paused" in screens[1].page.locator("[data-phase]").inner_text())
    assert "session=" in organiser_at.page.url
    assert "paused" not in screens[0].page.locator("[data-phase]").inner_text()
    assert organiser_at.errors == [] == screens[0].errors == screens[1].errors
    for phone in phones:
        phone.leave()
