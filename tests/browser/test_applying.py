"""A founder registers in the browser: saved as one types, kept through trouble, submitted."""

import pytest

from tests.browser.town import Client
from tests.browser.visitor import lose_reply, with_status
from tests.support.pdf import a_pdf

TIMES = {"opens_at": "2026-01-01T00:00:00+08:00", "closes_at": "2036-01-01T00:00:00+08:00"}
SAVED = ".kept:text-matches('^Saved ')"


@pytest.fixture
def edition(make):
    """An edition with registration open and links on the page."""
    edition = make(entries=1)
    edition.organiser.post(f"{edition.path}/call", {"seen": 0, **TIMES, "open_links": True})
    return edition


def begin(visitor, edition, name="Ada Lin", email="ada@founders.example"):
    """Register, and open the form."""
    page = register(visitor, edition, name, email)
    page.get_by_role("link", name="Fill in the form").click()
    return page


def register(visitor, edition, name="Ada Lin", email="ada@founders.example"):
    """Register, and follow the link up to the page that shows the form's."""
    page = visitor.page
    page.goto(f"{edition.path}/apply")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Get my link").click()
    page.get_by_role("button", name="Fill in the form").click()
    return page


def founder_of(visitor, edition):
    """Return a connection of whoever is signed in in the browser, and the application's address."""
    [cookie] = [c for c in visitor.context.cookies() if c["name"].endswith("darkhorse_session")]
    client = Client(edition.url, token=cookie["value"])
    entry_id = client.get("/me")["grants"][0]["subject_id"]
    return client, f"{edition.path}/applications/{entry_id}"


def test_what_is_typed_is_saved_by_itself_and_submitted_with_a_receipt(visitor, edition):
    page = begin(visitor, edition)
    page.get_by_label("Company").fill("Mallow Prints")
    page.get_by_label("What it does").fill("Prints on marshmallow")
    page.wait_for_selector(SAVED)
    client, address = founder_of(visitor, edition)
    visitor.until(lambda: client.get(address)["answers"].get("description") == "Prints on marshmallow")
    page.reload()
    assert page.get_by_label("Company").input_value() == "Mallow Prints"
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Submitted. Your receipt:").wait_for()
    assert client.get(address)["submitted"]["number"] == 1
    assert visitor.errors == []
    client.close()


def test_what_is_typed_without_a_network_is_back_and_saved_later(visitor, edition):
    page = begin(visitor, edition)
    visitor.answering("**/draft", with_status(503), times=100)
    page.get_by_label("Company").fill("Offline Prints")
    page.wait_for_selector(".kept.bad")
    visitor.context.unroute_all()
    page.goto("/founder/application")
    assert page.get_by_label("Company").input_value() == "Offline Prints"
    page.wait_for_selector(SAVED)


def test_what_is_typed_before_the_script_came_is_saved_too(visitor, edition):
    held = []
    visitor.context.route("**/apply/draft.js*", lambda route: held.append(route))
    page = visitor.page
    register(visitor, edition)
    page.get_by_role("link", name="Fill in the form").click(no_wait_after=True)
    page.get_by_label("Company").fill("Typed Early")
    visitor.until(lambda: held)
    held[0].continue_()
    page.wait_for_selector(SAVED)
    client, address = founder_of(visitor, edition)
    assert client.get(address)["answers"]["company"] == "Typed Early"
    client.close()


def test_a_reply_that_was_lost_is_no_conflict(visitor, edition):
    page = begin(visitor, edition)
    visitor.answering("**/draft", lose_reply, times=1)
    page.get_by_label("Company").fill("Lost and Found")
    page.wait_for_selector(SAVED)
    assert page.locator("[data-theirs]:visible").count() == 0


def test_what_was_typed_is_back_after_the_session_ended(visitor, edition):
    page = begin(visitor, edition)
    client, address = founder_of(visitor, edition)
    link = client.post(f"{address}/members", {"name": "Ada Lin", "email": "ada@founders.example"})["url"]
    visitor.context.clear_cookies()
    page.get_by_label("Company").fill("Signed Out Ltd")
    page.get_by_text("You are signed out.").wait_for()
    visitor.sign_in(link)
    page.goto("/founder/application")
    page.wait_for_selector(SAVED)
    assert page.get_by_label("Company").input_value() == "Signed Out Ltd"
    client.close()


def test_a_team_member_who_changes_the_same_answer_is_told_and_chooses(visitor, edition):
    page = begin(visitor, edition)
    client, address = founder_of(visitor, edition)
    version = client.get(address)["version"]
    client.post(f"{address}/draft", {"seen": version, "answers": {"company": "Of Bo", "city": "Taipei"}})
    page.get_by_label("Company").fill("Of Ada")
    page.get_by_text("Choose below which stays").wait_for()
    assert page.get_by_label("Company").input_value() == "Of Ada"
    assert page.get_by_label("City").input_value() == "Taipei"
    assert client.get(address)["answers"]["company"] == "Of Bo"
    page.get_by_role("button", name="Keep mine").click()
    page.wait_for_selector(SAVED)
    assert client.get(address)["answers"] == {"company": "Of Ada", "city": "Taipei"}
    client.close()


def test_without_javascript_the_form_saves_and_says_what_is_wrong(visitors, edition):
    visitor = visitors(java_script_enabled=False)
    page = begin(visitor, edition)
    page.get_by_label("Website").fill("https://mallow.example")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("Website").input_value() == "https://mallow.example"
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Not submitted yet").wait_for()
    assert page.get_by_text("An answer is needed.").count() >= 2
    assert page.get_by_label("Website").input_value() == "https://mallow.example"


def test_what_was_kept_on_the_device_does_not_overwrite_what_came_since(visitor, edition):
    page = begin(visitor, edition)
    client, address = founder_of(visitor, edition)
    visitor.answering("**/draft", with_status(503), times=100)
    page.get_by_label("Company").fill("Of Ada")
    page.wait_for_selector(".kept.bad")
    version = client.get(address)["version"]
    client.post(f"{address}/draft", {"seen": version, "answers": {"company": "Of Bo"}})
    visitor.context.unroute_all()
    page.goto("/founder/application")
    page.get_by_text("Choose below which stays").wait_for()
    assert page.get_by_label("Company").input_value() == "Of Ada"
    assert client.get(address)["answers"]["company"] == "Of Bo"
    page.get_by_role("button", name="Take theirs").click()
    assert page.get_by_label("Company").input_value() == "Of Bo"
    client.close()


def test_a_file_is_sent_with_what_was_typed_and_a_bad_one_is_told_beside_its_question(visitor, edition):
    plan = {"field_id": "f-plan", "kind": "file", "label": "Business plan", "required": True}
    call = edition.organiser.get(f"{edition.path}/call")
    edition.organiser.post(f"{edition.path}/form", {"seen": call["version"], "form": [*call["form"], plan]})
    page = begin(visitor, edition)
    page.get_by_label("Company").fill("Mallow Prints")
    page.get_by_label("What it does").fill("Prints on marshmallow")
    bad = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"MZ not a PDF"}
    page.get_by_label("Business plan").set_input_files([bad])
    page.get_by_role("button", name="Submit").click()
    page.locator(".question.wrong .bad").get_by_text("Only PDF, PNG and JPEG are taken").wait_for()
    assert page.get_by_label("Company").input_value() == "Mallow Prints"
    good = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf(1)}
    page.get_by_label("Business plan").set_input_files([good])
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Submitted. Your receipt:").wait_for()
    page.goto("/founder/versions")
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.pdf").click()
    assert download.value.path().read_bytes() == good["buffer"]
