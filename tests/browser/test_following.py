"""The stage as it is followed through a gap, by the stream or without one."""

import pytest


@pytest.fixture
def evening(make):
    evening = make(entries=3).open()
    evening.organiser.post(f"{evening.stage}/session", {"seed": 7})
    return evening


@pytest.fixture
def order(evening):
    """The entries in their running order."""
    return [slot["entry_id"] for slot in evening.get("session")["slots"]]


def start(evening, entry_id):
    evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/start")


def at_the_screen(visitor, evening):
    visitor.page.goto(f"{evening.path}/screen")
    return visitor


def shows(visitor, evening, entry_id):
    company = visitor.page.locator("[data-company]")
    visitor.until(lambda: company.is_visible() and company.inner_text() == evening.entries[entry_id])


LISTEN = """(url) => {
  window.heard = [];
  const stream = new EventSource(url);
  for (const kind of ["board", "session", "vote"]) {
    stream.addEventListener(kind, (event) => window.heard.push([kind, event.lastEventId]));
  }
  stream.onopen = () => window.heard.push(["open", ""]);
  stream.onerror = () => window.heard.push(["gap", ""]);
}"""


def heard(visitor):
    return visitor.page.evaluate("window.heard")


def kinds(visitor):
    return [kind for kind, _ in heard(visitor)]


def test_after_a_gap_the_stream_goes_on_from_the_last_that_was_heard(evening, order, visitor, hall):
    sent = []
    visitor.context.on("request", lambda request: sent.append((request.url, request.all_headers())))
    visitor.page.goto("/sign-in?token=x")
    visitor.page.evaluate(LISTEN, f"{evening.live_url}{evening.path}/show")
    visitor.until(lambda: "session" in kinds(visitor))
    hall.cut()
    visitor.until(lambda: "gap" in kinds(visitor))
    assert {"board", "session"} <= set(kinds(visitor))
    last = [id for _, id in heard(visitor) if id][-1]
    for entry_id in order:
        start(evening, entry_id)
    hall.mend()
    visitor.until(lambda: kinds(visitor)[-1] == "session" and "gap" in kinds(visitor)[:-1])
    after = kinds(visitor)[kinds(visitor).index("gap") :]
    assert [kind for kind in after if kind not in ("gap", "open")] == ["session"]
    resumed = [headers.get("last-event-id") for url, headers in sent if url.endswith("/show")]
    assert (resumed[0], resumed[-1]) == (None, last)


def test_a_screen_whose_stream_is_refused_asks_for_the_same_instead(evening, order, visitor):
    visitor.context.route("**/show", lambda route: route.abort("connectionrefused"))
    asked = []
    visitor.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    at_the_screen(visitor, evening)
    for entry_id in order[:2]:
        start(evening, entry_id)
        shows(visitor, evening, entry_id)
    assert visitor.page.locator("[data-line].on").count() == 0
    assert asked.count("show.json") >= asked.count("sessions") == 1


def test_a_screen_to_which_nothing_is_streamed_asks_the_gateway(evening, order, visitor, hall):
    hall.cut()
    at_the_screen(visitor, evening)
    start(evening, order[0])
    shows(visitor, evening, order[0])


def test_control_a_screen_that_does_not_ask_shows_nobody(evening, order, visitor, hall):
    hall.cut()
    visitor.context.route("**/api/v1/**", lambda route: route.abort("connectionrefused"))
    at_the_screen(visitor, evening)
    with visitor.page.expect_event("requestfailed", lambda request: request.url.endswith("/sessions")):
        start(evening, order[0])
    assert visitor.page.locator("[data-company]").is_hidden()
