"""What a page takes over the wire, and how soon it is seen on a slow phone."""

from dataclasses import dataclass

from playwright.sync_api import Page, Request

from tests.browser.visitor import Visitor

# What the other systems were measured with.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 1.6e6 / 8}
SLOWER_CPU = 4
QUIET_MS = 1500


@dataclass(frozen=True)
class Cost:
    """Requests that left the browser, the service worker's too, and bytes that came back, heads included."""

    requests: list[str]
    bytes: int


def first_load(visitor: Visitor, path: str) -> Cost:
    """Open a page with an empty cache and wait until nothing more is asked for; return what it took."""
    requests: list[Request] = []
    visitor.context.on("request", lambda request: requests.append(request))
    visitor.page.goto(path, wait_until="load")
    seen = -1
    while seen != len(requests):
        seen = len(requests)
        visitor.page.wait_for_timeout(QUIET_MS)
    sizes = {request: _came_back(request) for request in requests}
    left = [request for request in requests if sizes[request] is not None]
    return Cost([request.url for request in left], sum(sizes[request] or 0 for request in left))


def _came_back(request: Request) -> int | None:
    """Return the bytes that came over the wire; None when a cache or the service worker answered."""
    if request.resource_type == "eventsource":
        return 0
    response = request.response()
    if response is None or response.from_service_worker:
        return None
    sizes = request.sizes()
    # Of what the browser's own cache had, both together come to nothing.
    return sizes["responseBodySize"] + sizes["responseHeadersSize"] or None


def first_paint(page: Page, url: str) -> float:
    """Return after how many seconds something is seen, over a slow line and on a slow phone."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    page.goto(url, wait_until="load")
    painted = page.wait_for_function(
        "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime", timeout=60_000
    )
    return float(painted.json_value()) / 1000
