"""When scorecards are taken, as judge, organiser and hall see it: deliberation, absence, what comes late."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schemas.commands import SubmitScorecard
from schemas.envelope import wrap
from schemas.events import BoardChanged
from tests.browser.evening import CRITERIA
from tests.browser.phone import Phone
from tests.support.hall import Hall

AFTER_THE_GRACE = timedelta(seconds=121)


@pytest.fixture
def evening(make):
    return make(entries=3).open()


@pytest.fixture
def phone(chromium, evening):
    """The phone of the first judge."""
    phone = Phone(chromium, evening, evening.judges[0])
    yield phone
    phone.leave()


@pytest.fixture
def tell(system):
    """Publish a message to the broker, as if it had come from elsewhere or at another time."""
    hall = Hall.looking(system.amqp_uri)
    yield hall.tell
    hall.close()


def prepare(evening, **plan):
    told = evening.organiser.post(f"{evening.stage}/session", {"entry_ids": list(evening.entries), **plan})
    return [slot["entry_id"] for slot in told["slots"]]


def start(evening, entry_id):
    evening.organiser.post(f"{evening.stage}/session/slots/{entry_id}/start")


@pytest.mark.parametrize(
    "allowed", [True, False], ids=["where the rule allows it", "and not where it does not"]
)
def test_judges_revise_what_they_gave_until_the_stage_closes(evening, phone, allowed):
    first, second, _ = prepare(evening, deliberation=allowed, window_seconds=0)
    start(evening, first)
    phone.open(first)
    phone.mark(7)
    phone.send()
    phone.wait_counted()
    start(evening, second)
    phone.mark(9)
    phone.send()
    phone.until(lambda: ("Counted" if allowed else "Refused") in phone.said())
    assert evening.submitted(phone.judge)[first]["marks"]["team"] == ("9" if allowed else "7")
    evening.close()
    phone.mark(4)
    phone.send()
    phone.until(lambda: "Refused" in phone.said())
    assert evening.submitted(phone.judge)[first]["marks"]["team"] == ("9" if allowed else "7")


def at_the_stage_page(visitors, evening):
    organiser = visitors(laptop=True)
    organiser.carry(str(evening.organiser.token))
    organiser.page.goto(f"{evening.stage}/stage")
    return organiser


def mark_slot(organiser, company, name):
    slot = organiser.page.locator(".slot", has=organiser.page.get_by_role("heading", name=company))
    slot.get_by_text("More", exact=True).click()
    slot.get_by_role("button", name=f"{name}: {company}").click()
    organiser.page.wait_for_load_state("load")


def order(organiser):
    return [text.partition(". ")[2] for text in organiser.page.locator(".slot h3").all_inner_texts()]


def test_who_is_absent_is_left_out_and_who_is_postponed_comes_last_on_page_and_screen(
    evening, visitors, visitor
):
    first, second, third = (evening.entries[id] for id in prepare(evening))
    organiser = at_the_stage_page(visitors, evening)
    visitor.page.goto(f"{evening.path}/screen")
    coming = visitor.page.locator("[data-next] li")
    visitor.until(lambda: coming.all_inner_texts() == [first, second, third])
    mark_slot(organiser, first, "Postpone")
    assert order(organiser) == [second, third, first]
    mark_slot(organiser, second, "Absent")
    visitor.until(lambda: coming.all_inner_texts() == [third, first])
    assert organiser.page.locator(".next span").inner_text() == third
    mark_slot(organiser, second, "Planned again")
    visitor.until(lambda: coming.all_inner_texts() == [second, third, first])
    assert organiser.errors == visitor.errors == []


def late_scorecard(evening, entry_id, command_id):
    """Return a scorecard that was made in time and comes after the grace, as its phone would send it."""
    now = datetime.now(UTC)
    clock = {
        "phone_at": (now + timedelta(hours=1)).isoformat(),
        "contact_at": (now - timedelta(minutes=9)).isoformat(),
        "basis": "monotonic",
    }
    data = {
        **{"edition_id": evening.edition_id, "stage_id": evening.stage_id, "entry_id": entry_id},
        **{"judge_id": evening.judges[0].judge_id, "revision": 1, "marks": dict.fromkeys(CRITERIA, "8")},
        **{"comment": "", "note": "", "made_at": now.isoformat(), "clock": clock},
    }
    return data, wrap(SubmitScorecard, data, subject="phone", time=now + AFTER_THE_GRACE, id=command_id)


@pytest.mark.parametrize(("answer", "becomes"), [("Yes, it counts", "counted"), ("No, refuse it", "refused")])
def test_what_comes_too_late_waits_for_the_organiser_who_sees_all_times(
    evening, visitors, tell, answer, becomes
):
    entry_id, company = next(iter(evening.entries.items()))
    _, sent = late_scorecard(evening, entry_id, str(uuid4()))
    evening.close()
    evening.organiser.post(f"{evening.stage}/freeze", {"accept_missing": True})
    tell(sent)
    organiser = at_the_stage_page(visitors, evening)
    organiser.until(lambda: organiser.page.get_by_text("1 late scorecard waits").count())
    organiser.page.get_by_text("1 late scorecard waits").click()
    late = organiser.page.locator(".late article")
    for said in (
        company,
        evening.judges[0].name,
        "Made, as reckoned",
        "Stage closed",
        "Received",
        "120 seconds",
    ):
        assert said in late.inner_text()
    for said in ("Last heard from the server", "The phone's own clock then"):
        assert said in late.inner_text()
    assert len([time for time in late.locator("dd").all_inner_texts() if ":" in time]) == 5
    late.get_by_label("Reason").fill("No network in hall 2")
    late.get_by_role("button", name=answer).click()
    organiser.until(lambda: late.get_by_role("button").count() == 0)
    if becomes == "counted":
        evening.organiser.post(f"{evening.stage}/thaw")
        evening.wait_counted(1)
    else:
        assert evening.submitted(evening.judges[0]) == {}


ROW = {"place": 1, "total": "8.00", "shared": False, "award": ""}


@pytest.mark.parametrize("shown", [True, False], ids=["shows it", "keeps it"])
def test_a_running_board_is_on_the_screen_where_the_rule(evening, visitor, tell, shown):
    first, *_ = prepare(evening, show_board=shown)
    start(evening, first)
    visitor.page.goto(f"{evening.path}/screen")
    visitor.until(lambda: visitor.page.locator("[data-company]").is_visible())
    board = evening.organiser.get(f"{evening.path}/board")["stages"][0]
    row = {**ROW, "entry_id": first, "company": evening.entries[first]}
    body = {**board, "number": board["number"] + 1, "counted": 5, "rows": [row]}
    subject = f"{evening.edition_id}.{evening.stage_id}"
    tell(wrap(BoardChanged, body, subject=subject, time=datetime.now(UTC), aggregate_version=body["number"]))
    evening.organiser.post(f"{evening.stage}/session/slots/{first}/clock", {"act": "questions"})
    visitor.until(lambda: visitor.page.locator("[data-phase]").inner_text() == "Questions")
    places = visitor.page.locator(".places .company")
    visitor.until(lambda: places.all_inner_texts() == ([evening.entries[first]] if shown else []))


def test_the_head_judge_sees_whose_a_total_is_where_the_plan_says_so(evening, visitors):
    prepare(evening, judges_named=True)
    first = next(iter(evening.entries))
    start(evening, first)
    for judge, mark in zip(evening.judges, (2, 9, 7), strict=True):
        client = evening.client_of(judge)
        client.post("/scorecards", evening.scorecard(first, mark))
        client.close()
    evening.wait_counted(3)
    organiser = visitors(laptop=True)
    organiser.carry(str(evening.organiser.token))
    organiser.page.goto(f"{evening.stage}/desk")
    whose = organiser.page.locator(".apart .whose li").all_inner_texts()
    assert whose == ["Judge 1 2.00", "Judge 3 7.00", "Judge 2 9.00"]
    evening.organiser.post(f"{evening.stage}/session/slots/{first}/clock", {"act": "pause"})
    assert organiser.page.get_by_text("No dot says whose it is").count() == 0
