"""A judge's phone as the judge uses it: opens entries, marks them, sends, and reads what is shown."""

from typing import Any

from playwright.sync_api import Browser

from tests.browser.evening import CRITERIA, Evening, Judge
from tests.browser.visitor import Visitor

SEND = "**/api/v1/scorecards**"


class Phone(Visitor):
    """A judge's profile, signed in by link."""

    def __init__(self, browser: Browser, evening: Evening, judge: Judge, **options: Any) -> None:
        super().__init__(browser, evening.url, **options)
        self.evening = evening
        self.judge = judge
        self.sign_in(evening.link(judge))

    def open(self, entry_id: str) -> None:
        """Open an entry's form."""
        evening = self.evening
        self.page.goto(f"/judge/{evening.edition_id}/{evening.stage_id}/{entry_id}")

    def mark(self, mark: float) -> None:
        """Give the same mark for every criterion."""
        for criterion in CRITERIA:
            self.page.locator(f"input[name='mark.{criterion}']").fill(f"{mark:g}")

    def send(self) -> None:
        """Say that the scorecard is done."""
        self.page.locator("form[data-scorecard] button").click()

    def said(self) -> str:
        """Return what the phone says of the scorecard."""
        return self.page.locator("[data-outcome]").inner_text()
