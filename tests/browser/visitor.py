"""Somebody with a browser profile of their own: tabs, sign-in, a network that comes and goes."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
LOOK_MS = 50
PATIENCE_MS = 45_000
Condition = Callable[[], Any]

expect.set_options(timeout=PATIENCE_MS)


class Visitor:
    """A profile with one tab at a time. What pages log as errors is kept in `errors`."""

    def __init__(self, browser: Browser, url: str, *, laptop: bool = False, **options: Any) -> None:
        size = {"viewport": LAPTOP} if laptop else {"viewport": PHONE, "has_touch": True}
        self.url = url
        self.context: BrowserContext = browser.new_context(base_url=url, **size, **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.errors: list[str] = []
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("console", self._note)
        self.page: Page = self.context.new_page()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def leave(self) -> None:
        """Throw the profile away."""
        self.context.close()

    def close_tab(self) -> None:
        """Close the tab; what is stored stays."""
        self.page.close()

    def new_tab(self, path: str | None = None) -> Page:
        """Open another tab, which is the tab from now on."""
        self.page = self.context.new_page()
        if path is not None:
            self.page.goto(path)
        return self.page

    def sign_in(self, link: str) -> None:
        """Open a sign-in link and press its button."""
        self.page.goto(link)
        self.page.locator("main form button").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def carry(self, session: str) -> None:
        """Go on with a session that was begun elsewhere."""
        self.context.add_cookies([{"name": "darkhorse_session", "value": session, "url": self.url}])

    def cut(self) -> None:
        """Take the network away, from the service worker too."""
        self.context.set_offline(True)

    def reconnect(self) -> None:
        """Give the network back."""
        self.context.set_offline(False)

    def until(self, condition: Condition, *, seconds: float = 45) -> Any:
        """Return the first true answer of a condition, while the browser goes on."""
        tries = int(seconds * 1000 / LOOK_MS)
        for _ in range(tries):
            if answer := condition():
                return answer
            self.page.wait_for_timeout(LOOK_MS)
        raise AssertionError(f"still {condition()!r} after {seconds} s: {condition}")

    def answering(self, pattern: str, answer: Callable[[Route], None], *, times: int) -> None:
        """Answer the next requests for an address in the server's place."""
        self.context.route(pattern, answer, times=times)


def with_status(status: int) -> Callable[[Route], None]:
    """Return an answer with a status and nothing that could be understood."""

    def answer(route: Route) -> None:
        if route.request.method == "GET":
            route.fallback()
        else:
            route.fulfill(status=status, body="<h1>Out of order</h1>", content_type="text/html")

    return answer


def lose_reply(route: Route) -> None:
    """Let the request reach the server, and lose what it says."""
    route.fetch()
    route.abort("connectionreset")
