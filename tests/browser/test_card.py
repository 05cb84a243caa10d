"""One entry on a judge's screen: what there is to know of it, and what the judge writes about it."""

import pytest

from tests.browser.evening import CRITERIA
from tests.browser.phone import Phone
from tests.support.pdf import a_pdf

STARTUP = {
    "company": "Amber Looms",
    "description": "Looms that mend themselves",
    "categories": ["Robots", "Textiles"],
    "website": "https://amber.example",
    "city": "Tainan",
    "country": "Taiwan",
    "founded_year": 2019,
}
FACTS = "Robots, Textiles · https://amber.example · Tainan, Taiwan · 2019"


@pytest.fixture
def evening(make):
    return make(entries=2, startups=[STARTUP]).open()


@pytest.fixture
def pick_up(chromium, evening):
    """Pick up a phone of the first judge, its list opened and put aside."""
    phones = []

    def a_phone(**options):
        phones.append(Phone(chromium, evening, evening.judges[0], **options))
        return phones[-1]

    yield a_phone
    for phone in phones:
        phone.leave()


@pytest.fixture
def entry_id(evening):
    return next(id for id, company in evening.entries.items() if company == STARTUP["company"])


def send_deck(evening, entry_id):
    evening.organiser.send_pdf(f"{evening.path}/entries/{entry_id}/deck", a_pdf(3))


def picture_is_drawn(phone):
    drawn = "(image) => image.complete && image.naturalWidth > 0"
    return phone.page.locator("[data-deck] img").evaluate(drawn)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_entry_is_shown_with_its_facts_the_first_page_of_its_deck_and_what_each_mark_means(
    evening, pick_up, entry_id, script
):
    send_deck(evening, entry_id)
    phone = pick_up(java_script_enabled=script)
    phone.open(entry_id)
    card = phone.page.locator("[data-place] article")
    for said in (STARTUP["company"], STARTUP["description"], FACTS, "Pitch deck (3)"):
        assert said in card.inner_text()
    for criterion in CRITERIA:
        assert card.locator(f"[data-criterion='{criterion}'] [data-anchor]").count() == 4
    assert "Has built and sold something like this before" in card.inner_text()
    if script:
        phone.page.locator("[data-deck]").scroll_into_view_if_needed()
        phone.until(lambda: picture_is_drawn(phone))
    phone.page.locator("[data-deck]").click()
    phone.page.wait_for_url("**/deck")
    assert phone.page.locator("main img").count() == 3


def test_the_first_page_of_a_deck_that_was_never_looked_at_is_there_without_a_network(
    evening, pick_up, entry_id
):
    send_deck(evening, entry_id)
    phone = pick_up()
    phone.open_list()
    phone.page.reload()
    phone.until(lambda: phone.page.evaluate(KEPT_PICTURES) == 1)
    phone.cut()
    phone.close_tab()
    phone.new_tab("/judge")
    phone.choose(entry_id)
    phone.page.locator("[data-deck]").scroll_into_view_if_needed()
    phone.until(lambda: picture_is_drawn(phone))


KEPT_PICTURES = "async () => (await (await caches.open('judge-pictures')).keys()).length"


def field(phone, label):
    return phone.page.get_by_label(label)


def test_note_and_feedback_are_on_every_phone_of_the_judge_and_the_note_nowhere_else(
    evening, pick_up, entry_id
):
    first = pick_up()
    first.open(entry_id)
    first.mark(7)
    field(first, "Feedback to the founders").fill("Show the churn")
    field(first, "Note, for your eyes only").fill("Too young for us")
    first.send()
    first.wait_counted()
    second = pick_up()
    second.open(entry_id)
    second.until(lambda: field(second, "Feedback").input_value() == "Show the churn")
    assert field(second, "Note, for your eyes only").input_value() == "Too young for us"
    field(second, "Note, for your eyes only").fill("Call them in a year")
    second.send()
    second.wait_counted()
    first.page.reload()
    replaced = first.page.locator("[data-replaced]")
    first.until(lambda: "Note" in replaced.inner_text())
    seen = [str(evening.get(what)) for what in ("scorecards", "standings", "coverage", "desk", "spread")]
    other = evening.client_of(evening.judges[1])
    seen.append(str(other.get("/me/assignments", edition_id=evening.edition_id)))
    assert [text for text in seen if "Too young" in text or "Call them" in text] == []
    assert "Show the churn" in seen[0]


def names_of(phone, role):
    session = phone.context.new_cdp_session(phone.page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["name"]["value"].strip()
        for node in tree
        if not node.get("ignored") and node.get("role", {}).get("value") == role
    ]


def test_a_screen_reader_hears_each_criterion_by_name_and_each_outcome_as_it_comes(
    evening, pick_up, entry_id
):
    phone = pick_up()
    phone.open(entry_id)
    [stage] = phone.page.evaluate("JSON.parse(document.querySelector('[data-app]').textContent).stages")
    wanted = [criterion["name"] for criterion in stage["criteria"]]
    assert names_of(phone, "spinbutton") == wanted
    groups = names_of(phone, "group")
    assert [name for name in wanted if not any(group.startswith(name) for group in groups)] == []
    assert names_of(phone, "heading")[0] == STARTUP["company"]
    phone.mark(7)
    for live in ("[data-outcome]", "[data-strip]"):
        assert phone.page.locator(live).first.get_attribute("role") == "status"
    phone.send()
    phone.wait_counted()


def test_from_the_list_to_the_next_entry_by_keyboard_alone(evening, pick_up):
    phone = pick_up()
    phone.open_list()
    keys = phone.page.keyboard
    first, second = phone.page.locator("[data-list] [data-entry]").evaluate_all(
        "(rows) => rows.map((row) => row.dataset.entry)"
    )
    phone.until(lambda: tab_to(phone, f"[data-entry='{first}'] a"))
    keys.press("Enter")
    assert phone.page.evaluate("document.activeElement.tagName") == "H1"
    phone.until(lambda: tab_to(phone, "input[name^='mark.']"))
    keys.press("ArrowUp")
    phone.until(lambda: tab_to(phone, "[data-send]"))
    assert phone.page.evaluate(OUTLINED)
    keys.press("Enter")
    phone.wait_counted()
    phone.until(lambda: tab_to(phone, "[data-next]"))
    keys.press("Enter")
    phone.page.wait_for_url(f"**/{second}")
    assert list(evening.submitted(phone.judge)) == [first]


OUTLINED = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"


def tab_to(phone, wanted):
    phone.page.keyboard.press("Tab")
    return phone.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted)
