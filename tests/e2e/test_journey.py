"""A contest run by hand through the pages alone, from an empty system to results that are taken away.

Everybody has a browser: the organiser a laptop; founders, judges, an investor and somebody in the audience a
phone. Nobody types an address but those that are printed or handed out. It is done once in each language,
from creating the host on, and every control is found by what it is called in that language. The system is
empty for the first; who organises in another language is invited by who came first. Pictures are kept in
.run/pictures/journey.
"""

import csv
import io
import re
import subprocess
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from gateway.pages.frame import LANGUAGES
from tests.browser.conftest import inviting
from tests.browser.driving import a_chromium
from tests.browser.hand import PATIENCE_SECONDS, Hand
from tests.support.waiting import until

CHECKOUT = Path(__file__).parents[2]
FOUNDERS = {"Amber Looms": "Ada Okafor", "Birch Robotics": "Bruno Weiss"}
IMPORTED = ("Cobalt Kitchens", "Dune Optics")
COMPANIES = (*FOUNDERS, *IMPORTED)
JUDGES = ("Ann Lin", "Bo Chen", "Cy Diaz")
HOSTS = {"en": "Dark Horse Society", "zh_Hant": "黑馬學會", "zh_Hans": "黑马学会"}
CUPS = {"en": "Black Horse Cup 2026", "zh_Hant": "黑馬盃 2026", "zh_Hans": "黑马杯 2026"}
FIRST, FINAL = "Online preliminary", "Final"
CRITERIA = ("Team", "Problem and market", "Product and technology", "Business model and traction", "Pitch")
CSV = "company,description,categories,country\n" + "".join(
    f"{company},What {company} does,Robots,USA\n" for company in IMPORTED
)

TAP_MS = 5_000
# For what a page comes to show by itself.
SHOWN = {"timeout": PATIENCE_SECONDS * 1000}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chromium():
    with a_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The link that an empty system prints as it is started; the system ends after the last language."""
    folder = tmp_path_factory.mktemp("journey")
    command = [sys.executable, "-m", "infra.local", "up", "--run-dir", str(folder / "run")]
    said = folder / "said"
    with said.open("w") as out:
        system = subprocess.Popen(command, cwd=CHECKOUT, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield until(lambda: re.search(r"first organiser: (\S+)", told(said, system)), seconds=120)[1]
    finally:
        system.terminate()
        system.wait(60)


def told(said, system):
    text = said.read_text()
    assert system.poll() is None, text
    return text


@pytest.fixture(scope="module")
def front_door(printed):
    """The address of the system, as anybody knows it."""
    return printed.partition("/sign-in")[0]


@pytest.fixture(scope="module")
def seen():
    """The pages that somebody in a role has looked at, by language."""
    return defaultdict(set)


@pytest.fixture(scope="module")
def organisers(chromium, printed, front_door, seen):
    """Make organisers of everything: the first comes by the printed link, and invites the others."""
    came = []
    with inviting(chromium, front_door) as visit:

        def organiser(language):
            hand = Hand(visit(laptop=True), language, role="organiser", seen=seen[language])
            if came:
                hand.visit(invite_organiser(came[0], hand))
                hand.send("Sign in")
            else:
                hand.visit(printed)
                hand.send("Sign in", {"Name": "Olive Park", "Email": mail_of("Olive Park", hand)})
            came.append(hand)
            hand.look()
            return hand

        yield organiser


@pytest.fixture
def hands(chromium, front_door, seen):
    """Make people in a role, each with a phone that is new, who go to an address."""
    with inviting(chromium, front_door) as visit:

        def somebody(language, role, address):
            hand = Hand(visit(), language, role=role, seen=seen[language])
            hand.visit(address)
            return hand

        yield somebody


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contest_is_run_by_hand_from_an_empty_system_to_published_results(
    language, organisers, hands, front_door
):
    organiser = start(organisers(language))
    first, final = (organiser.say.blueprint(stage) for stage in (FIRST, FINAL))
    address = invite_founders(organiser)
    founders = {
        company: register(hands(language, "founder", address), company, name)
        for company, name in FOUNDERS.items()
    }
    enter(organiser)
    links, investor_link = add_people(organiser)
    judges = [sign_in(hands(language, "judge", link)) for link in links]
    investor = sign_in(hands(language, "investor", investor_link))

    play(organiser, first, judges, {company: 8 - at for at, company in enumerate(COMPANIES)})
    promote(organiser, first, number=2)
    play(organiser, final, judges, {COMPANIES[0]: 6, COMPANIES[1]: 7})

    audience = hands(language, "audience", front_door)
    see_results(audience)
    winner = founders[COMPANIES[1]]
    meet(organiser, investor, winner)
    take_away(organiser)
    everybody = [organiser, *founders.values(), *judges, investor, audience]
    assert [hand.errors for hand in everybody] == [[]] * len(everybody)


def sign_in(hand):
    """Press the button that uses a link up."""
    hand.send("Sign in")
    hand.look()
    return hand


def mail_of(name, hand):
    """Return an address for somebody of the contest in a language: nobody takes part in two."""
    return f"{name.split()[0].lower()}@{hand.say.language.replace('_', '-').lower()}.example"


def invite_organiser(first, colleague):
    """Invite another organiser of everything, and return the link that the page shows once."""
    first.follow("System")
    first.follow("Organisers", within=first.main)
    first.send("Invite", {"Name": "Olive Park", "Email": mail_of("Olive Park", colleague)})
    return first.main.get_by_role("status").get_by_role("code").first.inner_text()


def start(organiser):
    """Start an edition of a host that is new, on a system that has none or those of others."""
    none_yet = organiser.main.get_by_role("heading", name=organiser.say("No edition yet"), exact=True)
    organiser.follow("Start the first edition" if none_yet.count() else "Start an edition")
    form = organiser.main.locator("form")
    form.get_by_text(organiser.say.blueprint("Black Horse"), exact=True).click()
    host, cup = HOSTS[organiser.say.language], CUPS[organiser.say.language]
    fields = {"Host": host, "Programme": cup.removesuffix(" 2026"), "Edition": cup}
    organiser.send("Start", fields)
    organiser.look()
    return organiser


def invite_founders(organiser):
    """Open registration, and return the address that the page gives for founders."""
    organiser.follow("Registration by founders")
    now = datetime.now()
    times = {"Opens": now - timedelta(days=2), "Closes": now + timedelta(days=30)}
    fields = {name: f"{moment:%Y-%m-%dT%H:%M}" for name, moment in times.items()}
    at_once = "Show the sign-in link on the page at once, not only by letter"
    organiser.send("Save", {**fields, at_once: True})
    assert organiser.refusal() is None
    return organiser.main.get_by_role("link", name=re.compile("apply$")).inner_text()


def register(founder, company, name):
    """Begin an entry, fill in the form and submit it."""
    founder.send("Get my link", {"Your name": name, "Email": mail_of(name, founder)})
    founder.look()
    founder.send("Fill in the form")
    founder.look()
    founder.follow("Fill in the form")
    form = founder.main.locator("form")
    answers = {"Company": company, "What it does": f"What {company} does"}
    for label, text in {**answers, "Fields of business, separated by commas": "Robots"}.items():
        founder.fill(form, label, text)
    expect(founder.main.get_by_text(founder.say.pattern("Saved {time}"))).to_be_visible(**SHOWN)
    founder.click(form.get_by_role("button", name=founder.say("Submit"), exact=True))
    submitted = founder.say.pattern("Submitted. Your receipt: %(receipt)s")
    expect(founder.main.get_by_text(submitted)).to_be_visible(**SHOWN)
    founder.look()
    return founder


def enter(organiser):
    """Import those who applied elsewhere, and find everybody eligible."""
    organiser.follow("Import")
    file = {"name": "startups.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    organiser.send("Import", {"CSV file": file})
    organiser.main.get_by_role("link", name=organiser.say("Entries"), exact=True).wait_for()
    organiser.look()
    organiser.follow("Entries", within=organiser.main)
    for company in COMPANIES:
        organiser.main.get_by_label(f"{organiser.say('Tick')} {company}").check()
    organiser.send("Eligible", {"Reason": "Complete"})
    for company in COMPANIES:
        found = organiser.main.get_by_role("listitem").filter(
            has=organiser.page.get_by_role("heading", name=company)
        )
        expect(found).to_contain_text(organiser.say("Eligible"), **SHOWN)


def add_people(organiser):
    """Add judges and an investor; return the links that the page shows once."""
    by_mail = {"Send a link by mail too": False}

    def added(button, name, **more):
        fields = {"Name": name, "Email": mail_of(name, organiser), **more, **by_mail}

        def add():
            organiser.follow("Judges and investors")
            organiser.send(button, fields)

        organiser.patiently(add)
        return organiser.main.get_by_role("status").get_by_role("code").inner_text()

    links = [added("Add a judge", name) for name in JUDGES]
    sectors = {"Firm": "Costa Ventures", "Sectors, with commas between": "Robots"}
    return links, added("Add an investor", "Lena Costa", **sectors)


def act(organiser, stage, button, fields=None, *, done=lambda place: True):
    """Do something with a stage on the edition's page."""
    place = organiser.main.get_by_role("region", name=stage, exact=True)
    label = organiser.say(button)
    folded = place.locator("summary").get_by_text(f"{label}…", exact=True)
    pressed = place.get_by_role("button", name=label, exact=True)

    def press():
        organiser.follow("Overview")
        organiser.reload_until(lambda: folded.count() or pressed.count())
        if folded.count():
            folded.click()
        organiser.send(button, fields, within=place)

    organiser.patiently(press, done=lambda: done(place))


def promote(organiser, stage, *, number):
    """Look at who would go on from a stage, and send so many on."""
    place = organiser.main.get_by_role("region", name=stage, exact=True)
    link = place.get_by_role("link", name=organiser.say("Promote"), exact=True)
    tried = organiser.main.get_by_role("button", name=organiser.say("Show who would go on"), exact=True)
    decided = organiser.main.get_by_role("heading", name=organiser.say("Decided"), exact=True)

    def press():
        organiser.follow("Overview")
        organiser.reload_until(link.count)
        organiser.click(link)
        if tried.count():  # else registration has yet to hear of the results
            organiser.send("Show who would go on", {"How many in all": str(number)})
            organiser.look()
            organiser.send("Promote")

    organiser.patiently(press, done=decided.count)


def play(organiser, stage, judges, marks):
    """Assign, open, score, close, freeze, certify, reveal one place and publish."""
    owed = f"0/{len(judges) * len(marks)}"
    act(organiser, stage, "Assign judges", done=lambda place: place.get_by_text(owed, exact=True).count())
    act(organiser, stage, "Open the stage")
    for judge in judges:
        score(judge, stage, marks)
    for button in ("Close the stage", "Freeze", "Certify", "Reveal the next place", "Publish"):
        act(organiser, stage, button)
    organiser.follow("Standings", within=organiser.main.get_by_role("region", name=stage, exact=True))


def score(judge, stage, marks):
    """Score every entry of a stage that is open, on the phone."""
    listed = judge.main.locator("section").filter(
        has=judge.page.get_by_role("heading", name=stage, exact=True)
    )
    opened = listed.get_by_text(judge.say("Open"), exact=True)
    judge.reload_until(lambda: opened.count() and listed.get_by_role("link").count() >= len(marks))
    card = judge.main.get_by_role("article")
    for company, mark in marks.items():
        judge.until(lambda company=company: tapped(listed, card, company))
        for criterion in CRITERIA:
            card.get_by_role("spinbutton", name=judge.say.blueprint(criterion), exact=True).fill(str(mark))
        judge.fill(card, "Feedback to the founders", f"For {company}")
        card.get_by_role("button", name=judge.say("Send the scorecard"), exact=True).click()
        counted = card.get_by_role("status").get_by_text(judge.say("✓✓ Counted"), exact=True)
        counted.wait_for()
        judge.look()
        card.get_by_role("link", name=f"← {stage}", exact=True).click()


def tapped(listed, card, company):
    """Tap an entry of the list, and return whether its card came; a tap may meet a list that is just renewed."""
    listed.get_by_role("link").filter(has_text=company).click()
    try:
        card.get_by_role("heading", name=company, exact=True).wait_for(timeout=TAP_MS)
    except PlaywrightTimeout:
        return False
    return True


def see_results(audience):
    """Find the places from the front door, as anybody does."""
    cup = audience.page.get_by_role("heading", name=CUPS[audience.say.language], exact=True)
    listed = audience.main.get_by_role("listitem").filter(has=cup)
    audience.follow("About the contest", within=listed)
    audience.follow("Results")
    final = audience.main.get_by_role("region", name=audience.say.blueprint(FINAL), exact=True)
    places = final.get_by_role("list").get_by_role("listitem")
    expect(places).to_have_count(2, **SHOWN)
    first, second = places.all_inner_texts()
    assert COMPANIES[1] in first
    assert audience.say.blueprint("Black Horse") in first
    assert COMPANIES[0] in second
    audience.follow("Proof of the results", within=final)
    audience.page.go_back()
    audience.follow("Startups")


def meet(organiser, investor, founder):
    """Publish shortlists; an investor is interested in the winner, who accepts the intro."""

    def publish():
        organiser.follow("Overview")
        organiser.send("Publish shortlists", {"Length": "4"})

    organiser.patiently(publish)
    card = investor.main.get_by_role("listitem").filter(
        has=investor.page.get_by_role("heading", name=COMPANIES[1])
    )
    investor.reload_until(card.count)
    investor.look()
    investor.send("I am interested", {"A word to the founders": "Let us talk"}, within=card)
    accept = founder.main.get_by_role("button", name=founder.say("Accept the intro"), exact=True)
    founder.reload_until(accept.count)
    expect(founder.main.get_by_text(founder.say("Place %(place)s", place=1)).first).to_be_visible(**SHOWN)
    founder.click(accept)
    made = investor.main.get_by_text(investor.say("Intro made"), exact=True)
    investor.reload_until(made.count)


def take_away(organiser):
    """Download tables from the page of exports, and read them by what their columns are called."""
    organiser.follow("Exports")
    company, place = organiser.say("Company"), organiser.say("Place")
    entries = rows_of(download(organiser, "Entries", "CSV"))
    assert sorted(row[company] for row in entries) == sorted(COMPANIES)
    assert {row[organiser.say("State")] for row in entries} == {"eligible"}
    for table in ("Standings", "Certified results"):
        places = rows_of(download(organiser, table, "CSV", organiser.say.blueprint(FINAL)))
        assert [(row[place], row[company]) for row in places] == [("1", COMPANIES[1]), ("2", COMPANIES[0])]
    cards = rows_of(download(organiser, "Scorecards", "CSV", organiser.say.blueprint(FIRST)))
    assert len(cards) == len(JUDGES) * len(COMPANIES)
    assert {row[organiser.say("Judge")] for row in cards} == set(JUDGES)
    with ZipFile(download(organiser, "Certified results", "XLSX", organiser.say.blueprint(FINAL))) as book:
        assert COMPANIES[1].encode() in b"".join(book.read(name) for name in book.namelist())


def download(organiser, table, form, stage=""):
    """Return where a table was saved."""
    card = organiser.main.get_by_role("listitem").filter(
        has=organiser.page.get_by_role("heading", name=organiser.say(table), exact=True), has_text=stage
    )
    with organiser.page.expect_download(timeout=PATIENCE_SECONDS * 1000) as taken:
        card.get_by_role("link", name=form, exact=True).first.click()
    return taken.value.path()


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
