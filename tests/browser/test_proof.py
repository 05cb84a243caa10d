"""The proof as anyone checks it in a browser, from the head before the reveal to the receipt after it."""

import json

import pytest

from infra.proof.verify import verify
from tests.browser.visitor import Visitor


@pytest.fixture(scope="module")
def evening(make):
    evening = make(entries=3).open()
    evening.judge = evening.client_of(evening.judges[0])
    first = next(iter(evening.entries))
    evening.receipt = evening.judge.post("/scorecards", evening.scorecard(first, 7))["receipt"]
    evening.score_all(lambda judge, turn: 5 + turn + judge / 2)
    evening.certify()
    evening.head = evening.get("standings")["proof"]["root"]
    return evening


@pytest.fixture(scope="module")
def published(evening):
    evening.organiser.post(f"{evening.stage}/publish")
    return evening


@pytest.fixture
def page(visitor, evening):
    visitor.page.goto(f"{evening.stage}/proof")
    return visitor.page


def checked(visitor: Visitor):
    """Press the button; return (held, what is said) of each check."""
    visitor.page.get_by_role("button", name="Check").click()
    visitor.until(lambda: visitor.page.locator(".checks > li").count())
    return [
        (item.get_attribute("class") == "held", item.inner_text())
        for item in visitor.page.locator(".checks > li").all()
    ]


def test_the_head_is_public_before_the_first_place_and_the_proof_is_not(evening, visitor):
    visitor.page.goto(f"{evening.path}/board")
    assert visitor.page.locator("[data-root]").first.inner_text() == evening.head
    visitor.page.goto(f"{evening.path}/screen?stage={evening.stage_id}")
    visitor.until(lambda: visitor.page.locator("[data-root]").inner_text() == evening.head)
    visitor.page.goto(f"{evening.stage}/proof")
    assert evening.head in visitor.page.inner_text("main")
    visitor.page.get_by_role("button", name="Check").click()
    visitor.until(lambda: "not public yet" in visitor.page.inner_text("[data-status]"))


def test_the_whole_proof_is_checked_in_the_browser(published, page, visitor):
    page.get_by_label("Your receipts").fill(published.receipt)
    page.get_by_label("The root that you noted").fill(published.head)
    found = checked(visitor)
    assert [said for held, said in found if not held] == []
    assert len(found) == 10
    assert "It was replaced" in found[-1][1] or "It counts" in found[-1][1]
    assert visitor.errors == []


def test_a_file_that_was_tampered_with_is_red_in_the_browser_as_by_the_command(
    published, page, visitor, tmp_path
):
    proof = published.get("proof")
    proof["certified"][0]["total"] = "9.99"
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    page.get_by_label("A proof that you have").set_input_files(file)
    assert [held for held, _ in checked(visitor)] == [check.held for check in verify(proof)]
    assert page.inner_text("[data-status]") == "1 checks failed."


def test_the_proof_is_downloaded_as_a_file_that_the_command_takes(published, page):
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the proof").click()
    proof = json.loads(download.value.path().read_text())
    assert all(check.held for check in verify(proof, receipts=[published.receipt], heads=[published.head]))


def test_a_judge_comes_from_the_receipt_to_its_leaf(published, visitor):
    visitor.sign_in(published.link(published.judges[0]))
    visitor.page.goto(f"/judge/{published.edition_id}/receipts/{published.receipt}")
    visitor.page.get_by_role("link", name="Find it in the proof").click()
    receipts = visitor.page.get_by_label("Your receipts")
    visitor.until(lambda: receipts.input_value() == published.receipt)
    assert all(held for held, _ in checked(visitor))


def test_a_page_that_did_not_come_by_https_says_so_and_names_the_command(published, visitor):
    visitor.page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})")
    visitor.page.goto(f"{published.stage}/proof")
    assert "HTTPS" in visitor.page.inner_text("[data-status]")
    assert not visitor.page.get_by_role("button", name="Check").is_visible()
    assert "python -m infra.proof" in visitor.page.inner_text("main")


def test_without_javascript_the_page_explains_and_downloads(published, visitors):
    visitor = visitors(java_script_enabled=False)
    visitor.page.goto(f"{published.stage}/proof")
    assert "needs JavaScript" in visitor.page.inner_text("main")
    assert visitor.page.get_by_role("link", name="Download the proof").is_visible()
    assert not visitor.page.get_by_role("button", name="Check").is_visible()
