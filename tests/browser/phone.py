"""A judge's phone as the judge uses it: opens entries, marks them, sends, and reads what is shown."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser.evening import CRITERIA, Evening, Judge
from tests.browser.visitor import Visitor
from tests.support.line import Line

SEND = "**/api/v1/scorecards**"
# What a phone whose clock is wrong takes for now, in milliseconds beside the truth.
WRONG_CLOCK = """(() => {
  const True = Date, off = %d;
  globalThis.Date = class extends True {
    constructor(...given) { if (given.length) super(...given); else super(True.now() + off); }
    static now() { return True.now() + off; }
  };
})();"""


COUNT_STORED = """async ([name, kind]) => {
  const there = (await indexedDB.databases()).some((each) => each.name === name);
  if (!there) return 0;
  const base = await new Promise((done) => {
    indexedDB.open(name).onsuccess = (event) => done(event.target.result);
  });
  const stores = [...base.objectStoreNames];
  const count = stores.includes(kind) ? await new Promise((done) => {
    base.transaction(kind).objectStore(kind).count().onsuccess = (event) => done(event.target.result);
  }) : 0;
  base.close();
  return count;
}"""


class Phone(Visitor):
    """A judge's profile, signed in, with a line of its own: a tab may be open or close while it is cut.

    `fast_by` is how much its clock is ahead of the truth.
    """

    def __init__(
        self,
        browser: Browser,
        evening: Evening,
        judge: Judge,
        *,
        fast_by: timedelta | None = None,
        **options: Any,
    ) -> None:
        self.line = Line(to=urlsplit(evening.url).port)
        super().__init__(browser, self.line.url, **options)
        self.evening = evening
        self.judge = judge
        if fast_by is not None:
            self.context.add_init_script(WRONG_CLOCK % (fast_by.total_seconds() * 1000))
        self.carry(evening.session_of(judge))

    def leave(self) -> None:
        super().leave()
        self.line.close()

    def cut(self) -> None:
        # A tab learns that it has no network a little after it is open; the line is cut for it by then.
        super().cut()
        self.line.cut()

    def reconnect(self) -> None:
        self.line.mend()
        super().reconnect()

    def address(self, entry_id: str) -> str:
        """Return where an entry's form is."""
        evening = self.evening
        return f"/judge/{evening.edition_id}/{evening.stage_id}/{entry_id}"

    def open(self, entry_id: str) -> None:
        """Open an entry's form by its address."""
        self.page.goto(self.address(entry_id))

    def open_list(self) -> None:
        """Open the list; back when the phone can open it without a network."""
        self.page.goto("/judge")
        self.until(lambda: "opens without a network" in self.strip())

    def choose(self, entry_id: str) -> None:
        """Go to an entry from wherever the phone is, by way of the list."""
        back = self.page.locator("[data-place] .back a")
        if back.count():
            back.click()
        self.page.locator(f"[data-list] [data-entry='{entry_id}'] a").click()

    def strip(self) -> str:
        """Return what is always in view: how many wait, and what is wrong."""
        return self.page.locator("[data-strip]").inner_text()

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

    def forget(self, kinds: str) -> None:
        """Let the browser clear what pages stored, as one that is short of space does; cookies stay."""
        page = self.page if not self.page.is_closed() else self.new_tab()
        told = {"origin": self.url, "storageTypes": kinds}
        page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", told)

    def stored(self, name: str) -> int:
        """Return how many items the browser has in one of the page's stores."""
        return int(self.page.evaluate(COUNT_STORED, ["darkhorse-judge", name]))

    def reconnect_as(self, judge: Judge) -> None:
        """Give the network back to a phone on which somebody else signs in, in another tab."""
        self.context.clear_cookies(name="darkhorse_session")
        self.reconnect()
        self.new_tab()
        self.sign_in(self.evening.link(judge).removeprefix(self.evening.url))
