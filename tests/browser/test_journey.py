"""An edition run by hand, through pages alone: from the host to published results and what is taken away.

Everybody has a browser: an organiser with a laptop, judges, a founder, an investor and somebody in the
audience with phones. It is done in each language; pictures of the way are kept in .run/pictures.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gateway.pages.frame import LANGUAGES
from tests.browser.evening import CRITERIA

PICTURES = Path(".run/pictures/journey")
COMPANIES = ("Amber Looms", "Birch Robotics", "Cobalt Kitchens", "Dune Optics")
CSV = "company,description,categories,country\n" + "".join(
    f"{company},What {company} does,Robots,USA\n" for company in COMPANIES
)
JUDGES = ("Ada Lin", "Bo Chen")
FIRST, FINAL = "preliminary", "final"


class Hand:
    """Somebody who presses what the pages offer, and never types an address that no page gave them."""

    def __init__(self, visitor, language):
        self.visitor, self.language = visitor, language
        self._seen = 0

    @property
    def page(self):
        return self.visitor.page

    def go(self, address):
        """Open a page; it is in the language, and nothing went wrong on it."""
        self.page.goto(address)
        self.look()

    def look(self):
        """Keep a picture of the page."""
        assert self.page.locator("html").get_attribute("lang") == self.language.replace("_", "-")
        self._seen += 1
        name = re.sub(r"[^a-z]+", "-", urlsplit(self.page.url).path.lower()).strip("-") or "home"
        place = PICTURES / self.language
        place.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=place / f"{self._seen:02}-{name[:60]}.png", full_page=True)

    def follow(self, part):
        """Press the link to an address that ends so."""
        self.page.locator(f'a[href$="{part}"]').first.click()
        self.page.wait_for_load_state()
        self.look()

    def form(self, part):
        """Return the form that is sent to an address that ends so, unfolded."""
        form = self.page.locator(f'form[action$="{part}"]').first
        folded = form.locator("xpath=ancestor::details[not(@open)]")
        if folded.count():
            folded.locator("summary").first.click()
        return form

    def send(self, part, *, button="button:not([type=button])", **values):
        """Fill in a form and press its button."""
        form = self.form(part)
        for name, value in values.items():
            field = form.locator(f'[name="{name}"]')
            if isinstance(value, bool):
                field.set_checked(value)
            else:
                field.fill(value)
        form.locator(button).first.click()
        self.page.wait_for_load_state()

    def refused(self):
        """Return whether the page says that something was not done."""
        return self.page.locator("main .notice.bad").count() > 0


@pytest.fixture
def host(visitors, organiser):
    """Return the organiser's hand in a language."""

    def in_language(language):
        visitor = visitors(laptop=True)
        visitor.carry(str(organiser.token))
        visitor.page.goto(f"/?lang={language}")
        return Hand(visitor, language)

    return in_language


@pytest.fixture
def guest(visitors):
    """Return somebody's hand, who opens a sign-in link where one is given."""

    def with_link(language, link=None):
        visitor = visitors()
        visitor.page.goto(f"/?lang={language}")
        if link is not None:
            visitor.sign_in(link)
        return Hand(visitor, language)

    return with_link


def start(hand):
    """Start an edition of a host that is new, and return its address."""
    hand.follow("/start")
    form = hand.page.locator("main form").first
    for name, value in (
        ("host", f"Society {hand.language}"),
        ("programme", "Black Horse Cup"),
        ("name", "Run 1"),
    ):
        form.locator(f'[name="{name}"]').fill(value)
    form.locator('[name="blueprint"][value="black-horse"]').check()
    form.locator("button").last.click()
    hand.page.wait_for_url("**/editions/ed-*")
    hand.look()
    return urlsplit(hand.page.url).path


def enter(hand):
    """Import the entries and find all of them eligible."""
    hand.follow("/imports")
    file = {"name": "startups.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    hand.form("/imports").locator('[name="file"]').set_input_files(file)
    hand.send("/imports")
    hand.visitor.until(lambda: hand.page.locator("#progress .actions .button").count())
    hand.look()
    hand.follow("/entries")
    decide = hand.form("/entries/decide")
    decide.locator('[name="all"]').check()
    decide.locator('button[value="eligible"]').click()
    hand.page.wait_for_load_state()
    assert hand.page.locator("main .badge.eligible").count() == len(COMPANIES)
    hand.look()


def invited(hand):
    """Return the sign-in link that the page shows, once."""
    return hand.page.locator("main .notice code").first.inner_text()


def add_people(hand):
    """Add judges and an investor; return the links that sign them in."""
    hand.follow("/people")
    links = []
    for number, name in enumerate(JUDGES):
        person = {"name": name, "email": f"j{number}-{hand.language}@judges.example", "mail": False}
        hand.send("/judges", **person)
        links.append(invited(hand))
    investor = {"name": "Lena Costa", "email": f"lena-{hand.language}@investors.example", "mail": False}
    hand.send("/investors", **investor, firm="Costa Ventures", sectors="Robots")
    hand.look()
    return links, invited(hand)


def act(hand, edition, stage, name, **values):
    """Do something with a stage from the edition's page; again where a service had not heard yet."""

    def done():
        hand.page.goto(edition)
        if not hand.page.locator(f'form[action$="/stages/{stage}/{name}"]').count():
            return False
        hand.send(f"/stages/{stage}/{name}", **values)
        return not hand.refused()

    hand.visitor.until(done, seconds=30)
    hand.look()


def score(hand, marks):
    """Score every entry that is still owed, each as `marks` says by its company."""
    hand.go("/judge")
    while (owed := hand.page.locator("[data-list] li.draft a.whole")).count():
        company = owed.first.locator("h3").inner_text()
        owed.first.click()
        card = hand.page.locator("[data-place] form.scorecard")
        for criterion in CRITERIA:
            card.locator(f'[name="mark.{criterion}"]').fill(str(marks(company)))
        card.locator('[name="comment"]').fill(f"For {company}")
        hand.page.locator("[data-send]").click()
        hand.visitor.until(lambda: hand.page.locator(".outcome.good").count())
        hand.page.goto("/judge")
    hand.look()


def play(hand, edition, stage, phones, marks):
    """Assign, open, score, close, freeze, certify and publish a stage."""
    act(hand, edition, stage, "assign")
    act(hand, edition, stage, "open")
    for number, phone in enumerate(phones):
        score(phone, lambda company, number=number: marks(number, company))
    act(hand, edition, stage, "close")
    act(hand, edition, stage, "freeze", accept_missing=True)
    act(hand, edition, stage, "certify")
    act(hand, edition, stage, "reveal")
    act(hand, edition, stage, "publish")


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contest_is_run_by_hand_from_the_host_to_published_results(language, host, guest):
    organiser = host(language)
    edition = start(organiser)
    enter(organiser)
    judges, investor = add_people(organiser)
    phones = [guest(language, link) for link in judges]
    play(organiser, edition, FIRST, phones, lambda number, company: 8 - COMPANIES.index(company))
    act(organiser, edition, FIRST, "promote", quota="2")
    play(organiser, edition, FINAL, phones, lambda number, company: 5 + COMPANIES.index(company))

    audience = guest(language)
    audience.go(f"{edition}/board")
    places = audience.page.locator("main").inner_text()
    assert places.index(COMPANIES[1]) < places.index(COMPANIES[0])
    assert COMPANIES[2] in places

    organiser.page.goto(edition)
    organiser.send("/shortlists", length="4")
    browser = guest(language, investor)
    browser.visitor.until(lambda: shortlisted(browser, edition))
    browser.look()

    organiser.follow("/exports")
    with organiser.page.expect_download() as taken:
        organiser.page.locator('[data-export="standings"]').last.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    assert [hand.visitor.errors for hand in (organiser, *phones, audience, browser)] == [[]] * 5


def shortlisted(hand, edition):
    """Whether the investor's page shows a startup."""
    hand.page.goto(f"/investor?edition_id={edition.rpartition('/')[2]}")
    return hand.page.locator("main .shortlist li").count()
