"""Somebody who does everything by hand: presses what pages offer, by what it is called in a language."""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from gateway.pages.frame import LANGUAGES
from tests.browser.catalogue import Catalogue
from tests.browser.looks import ROOT, violations
from tests.browser.visitor import Visitor

PICTURES = ROOT / ".run" / "pictures" / "journey"
PATIENCE_SECONDS = 90
# A look is often a page that is loaded again, in which a browser and a system do a quarter of a second's work.
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 100, 1_000
# What a page says where another part of the system has yet to hear what was just done.
UNDER_WAY = (
    "A part of the system does not answer at the moment. Try again shortly.",
    "There is nothing at this address.",
    "No entry competes in this stage.",
    "No entry was promoted to this stage yet.",
    "The assignments are still arriving. Try again shortly.",
    "The last assignments are still being told to everybody. Try again shortly.",
    "A changed set-up is still arriving. Try again shortly.",
    "Close the stage first.",
    "The proof log is catching up. Try again in a few seconds.",
    "Certify the results first.",
    "The results are not public yet.",
)
REFUSED = "the server responded with a status of 4"

Fields = Mapping[str, str | bool | dict[str, Any]]


class Hand:
    """A visitor in a role, who reads one language; `say` gives what a text is in it.

    `seen` are the pages that somebody in the role has looked at; their pictures are kept in `pictures`.
    """

    def __init__(
        self, visitor: Visitor, language: str, *, role: str, seen: set[str], pictures: Path = PICTURES
    ) -> None:
        self.visitor, self.say = visitor, Catalogue(language)
        self._role, self._seen, self._pictures = role, seen, pictures / language
        visitor.context.set_default_timeout(PATIENCE_SECONDS * 1000)

    @property
    def page(self) -> Page:
        """The tab."""
        return self.visitor.page

    @property
    def main(self) -> Locator:
        """What a page is about, without what is around it."""
        return self.page.get_by_role("main")

    @property
    def errors(self) -> list[str]:
        """What pages logged as errors, beside answers that say what is wrong."""
        return [error for error in self.visitor.errors if REFUSED not in error]

    def visit(self, address: str) -> None:
        """Open an address that was handed over, and choose the language at the foot of the page."""
        self.page.goto(address)
        language = self.say.language
        if self.page.locator("html").get_attribute("lang") != language.replace("_", "-"):
            self.click(self.page.get_by_role("link", name=LANGUAGES[language], exact=True))
        self.look()

    def look(self) -> None:
        """Look at a page: it is in the language; the first time axe-core finds nothing, and a picture is kept."""
        assert self.page.locator("html").get_attribute("lang") == self.say.language.replace("_", "-")
        path = re.sub(r"/[a-z]{1,3}-[0-9a-f]{6,}", "", urlsplit(self.page.url).path)
        place = f"{self._role}-{re.sub(r'[^a-z]+', '-', path.lower()).strip('-') or 'home'}"
        if place in self._seen:
            return
        self._seen.add(place)
        assert violations(self.page) == []
        self._pictures.mkdir(parents=True, exist_ok=True)
        picture = self._pictures / f"{len(self._seen):02}-{place[:60]}.png"
        self.page.screenshot(path=picture, full_page=True)

    def click(self, control: Locator) -> None:
        """Press what leads to another page; back when it is there."""
        with self.page.expect_navigation(timeout=PATIENCE_SECONDS * 1000):
            control.click()

    def follow(self, text: str, *, within: Locator | None = None) -> None:
        """Press the link of that name, and look at where it leads."""
        self.click((within or self.page).get_by_role("link", name=self.say(text), exact=True).first)
        self.look()

    def send(self, button: str, fields: Fields | None = None, *, within: Locator | None = None) -> None:
        """Fill in the form that has the button, by the labels of its fields, and press the button."""
        named: dict[str, Any] = {"name": self.say(button), "exact": True}
        place = within or self.main
        form = place.locator("form").filter(has=self.page.get_by_role("button", **named)).first
        for label, value in (fields or {}).items():
            self.fill(form, label, value)
        self.click(form.get_by_role("button", **named))

    def fill(self, form: Locator, label: str, value: str | bool | dict[str, Any]) -> None:
        """Type into the field with the label, tick it or not, or choose a file."""
        named, needed = re.escape(self.say(label)), re.escape(self.say("needed"))
        field = form.get_by_label(re.compile(rf"^\s*{named}\s*({needed})?\s*$"))
        if isinstance(value, bool):
            field.set_checked(value)
        elif isinstance(value, dict):
            field.set_input_files([value])  # type: ignore[list-item]
        else:
            field.fill(value)

    def refusal(self) -> str | None:
        """Return what the page says that was not done, None where it says nothing."""
        alert = self.main.get_by_role("alert")
        return alert.first.locator("strong").inner_text() if alert.count() else None

    def until(self, condition: Callable[[], Any]) -> Any:
        """Return the first true answer of a condition, asked less and less often while the browser goes on."""
        pause, end = FIRST_PAUSE_MS, time.monotonic() + PATIENCE_SECONDS
        while not (answer := condition()):
            assert time.monotonic() < end, f"still {answer!r} after {PATIENCE_SECONDS} s: {condition}"
            self.page.wait_for_timeout(pause)
            pause = min(2 * pause, LONGEST_PAUSE_MS)
        return answer

    def patiently(self, press: Callable[[], Any], *, done: Callable[[], Any] = lambda: True) -> None:
        """Press until it is done; again while the page says that something is under way, and only then."""
        under_way = {self.say(text) for text in UNDER_WAY}

        def taken() -> bool:
            press()
            said = self.refusal()
            assert said is None or said in under_way, said
            return said is None and bool(done())

        self.until(taken)

    def reload_until(self, condition: Callable[[], Any]) -> None:
        """Load the page again until it shows something."""

        def shown() -> Any:
            self.page.reload()
            return condition()

        if not condition():
            self.until(shown)
