"""A judge's phone as the judge uses it: opens entries, marks them, sends, and reads what is shown."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser

from tests.browser.evening import CRITERIA, Evening, Judge
from tests.browser.visitor import Visitor

SEND = "**/api/v1/scorecards**"
# What a phone whose clock is wrong takes for now, in milliseconds beside the truth.
WRONG_CLOCK = """(() => {
  const True = Date, off = %d;
  globalThis.Date = class extends True {
    constructor(...given) { if (given.length) super(...given); else super(True.now() + off); }
    static now() { return True.now() + off; }
  };
})();"""


class Phone(Visitor):
    """A judge's profile, signed in by link. `fast_by` is how much its clock is ahead of the truth."""

    def __init__(
        self,
        browser: Browser,
        evening: Evening,
        judge: Judge,
        *,
        fast_by: timedelta | None = None,
        **options: Any,
    ) -> None:
        super().__init__(browser, evening.url, **options)
        self.evening = evening
        self.judge = judge
        if fast_by is not None:
            self.context.add_init_script(WRONG_CLOCK % (fast_by.total_seconds() * 1000))
        self.sign_in(evening.link(judge))

    def open(self, entry_id: str) -> None:
        """Open an entry's form."""
        evening = self.evening
        self.page.goto(f"/judge/{evening.edition_id}/{evening.stage_id}/{entry_id}")

    def mark(self, mark: float) -> None:
        """Give the same mark for every criterion."""
        for criterion in CRITERIA:
            self.page.locator(f"input[name='mark.{criterion}']").fill(f"{mark:g}")

    def marked(self) -> set[str]:
        """Return the marks that the form shows."""
        inputs = [self.page.locator(f"input[name='mark.{criterion}']") for criterion in CRITERIA]
        return {each.input_value() for each in inputs}

    def send(self) -> None:
        """Say that the scorecard is done."""
        self.page.locator("[data-send]").click()

    def said(self) -> str:
        """Return what the phone says of the scorecard."""
        return self.page.locator("[data-outcome]").inner_text()

    def wait_counted(self) -> None:
        """Return when the phone says that the scorecard is counted."""
        self.until(lambda: "Counted" in self.said())
