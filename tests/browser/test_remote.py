"""The organiser's remote on a phone: it runs the show, each tap once, with a network that comes and goes."""

import pytest

from tests.browser.visitor import lose_reply


@pytest.fixture
def evening(make):
    evening = make(entries=3).open()
    evening.organiser.post(f"{evening.stage}/session", {"seed": 7})
    return evening


@pytest.fixture
def remote(visitors, evening):
    """The organiser's phone, at the remote."""
    return at_the_remote(visitors(), evening)


def at_the_remote(phone, evening):
    phone.carry(str(evening.organiser.token))
    phone.page.goto(f"{evening.stage}/remote")
    return phone


def key(phone, name):
    return phone.page.get_by_role("button", name=name)


def tap(phone, name):
    """Tap a key once it means what it says, and wait until the tap was answered."""
    phone.page.wait_for_timeout(750)  # the page itself leaves out a tap on a key that has just changed
    key(phone, name).first.tap()
    phone.until(lambda: phone.page.locator("[data-sent]").inner_text() != "Sending…")


def shown(phone):
    return phone.page.locator(".now .who-is-on").all_inner_texts()


def slots(evening):
    return {slot["company"]: slot["state"] for slot in evening.get("session")["slots"]}


def order(evening):
    return [slot["company"] for slot in evening.get("session")["slots"]]


def test_the_remote_runs_the_show_and_the_screen_follows(evening, remote, visitor):
    first, second, _ = order(evening)
    visitor.page.goto(f"{evening.path}/screen")
    company = visitor.page.locator("[data-company]")
    tap(remote, "Next pitch")
    visitor.until(lambda: company.inner_text() == first)
    assert shown(remote) == [first]
    tap(remote, "Pause")
    visitor.until(lambda: "paused" in visitor.page.locator("[data-phase]").inner_text())
    tap(remote, "Go on")
    tap(remote, "Questions")
    tap(remote, "Close scoring")
    assert evening.get("session")["slots"][0]["window"]["state"] == "closed"
    tap(remote, "Open scoring")
    tap(remote, "Next pitch")
    visitor.until(lambda: company.inner_text() == second)
    assert slots(evening) == {first: "done", second: "pitch", order(evening)[2]: "planned"}
    assert remote.errors == []


def test_the_remote_reveals_from_last_to_first_and_the_stage_page_keeps_up(evening, remote, visitors):
    for entry_id in evening.entries:
        evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/start")
    evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/clock", {"act": "end"})
    evening.score_all(lambda judge, turn: (6, 8, 5)[turn])
    standings = evening.certify()
    by_place = [row["company"] for row in sorted(standings["rows"], key=lambda row: row["place"])]
    remote.until(lambda: key(remote, "Reveal").is_visible())
    laptop = visitors(laptop=True)
    laptop.carry(str(evening.organiser.token))
    laptop.page.goto(f"{evening.stage}/stage")
    assert not [name for name in by_place if name in " ".join(shown(remote))]
    for step in range(3):
        tap(remote, "Reveal")
        remote.until(lambda step=step: shown(remote) == [f"{3 - step} {by_place[2 - step]}"])
        left = laptop.page.get_by_text(f"{step + 1} of 3 revealed")
        laptop.until(lambda left=left, step=step: left.count() == (step < 2))
    remote.until(lambda: not key(remote, "Reveal").count())
    assert evening.get("standings")["revealed"] == 3


def test_a_hasty_finger_starts_one_pitch(evening, remote):
    first, second, _ = order(evening)
    remote.page.wait_for_timeout(750)
    # All in one moment, however slow the machine is: on the page's clock no time passes between taps.
    remote.page.evaluate("{ const now = performance.now(); performance.now = () => now; }")
    for _ in range(3):
        key(remote, "Next pitch").tap(no_wait_after=True)
    said = remote.page.locator("[data-sent]")
    remote.until(lambda: shown(remote) == [first] and said.inner_text() == "")
    key(remote, "Next pitch").tap()
    assert said.inner_text() == ""
    assert slots(evening)[second] == "planned"


def test_a_tap_whose_answer_was_lost_is_done_once(evening, remote):
    first, *_ = order(evening)
    remote.answering("**/remote/slots/**", lose_reply, times=1)
    tap(remote, "Next pitch")
    assert shown(remote) == [first]
    assert evening.get("session")["number"] == 2


def test_a_tap_without_a_network_says_so_and_is_not_done_later(evening, remote):
    tap(remote, "Next pitch")
    remote.cut()
    tap(remote, "Pause")
    assert remote.page.locator("[data-sent]").inner_text().startswith("Not done")
    remote.reconnect()
    remote.until(lambda: remote.page.locator("[data-trouble]").is_hidden())
    assert evening.get("session")["slots"][0]["clock"]["left_ms"] is None
    tap(remote, "Pause")
    assert evening.get("session")["slots"][0]["clock"]["left_ms"] is not None


def test_a_remote_that_is_behind_does_no_harm_and_catches_up_without_the_stream(
    evening, remote, visitors, hall
):
    first, second, _ = order(evening)
    tap(remote, "Next pitch")
    other = at_the_remote(visitors(), evening)
    hall.cut()
    remote.page.evaluate("for (let id = setInterval(() => {}, 9e6); id > 0; id--) clearInterval(id)")
    tap(other, "Pause")
    stood = evening.get("session")
    tap(remote, "Pause")
    assert evening.get("session")["number"] == stood["number"]
    other.page.wait_for_timeout(1)
    tap(remote, "Next pitch")
    other.until(lambda: shown(other) == [second])
    assert slots(evening)[first] == "done"
