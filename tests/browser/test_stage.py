"""A session as the organiser runs it and the hall sees it, with a network that comes and goes."""

import pytest


@pytest.fixture
def evening(make):
    return make(entries=3).open()


@pytest.fixture
def organiser_at(visitors, evening):
    """The organiser with a laptop, at the stage page."""
    organiser = visitors(laptop=True)
    organiser.carry(str(evening.organiser.token))
    organiser.page.goto(f"{evening.stage}/stage")
    return organiser


def at_the_screen(visitor, evening):
    visitor.page.goto(f"{evening.path}/screen")
    visitor.until(lambda: visitor.page.locator("[data-line].on").count())
    return visitor


def press(organiser, name):
    organiser.page.get_by_role("button", name=name).first.click()
    organiser.page.wait_for_load_state("load")


def on_screen(visitor):
    company = visitor.page.locator("[data-company]")
    return company.inner_text() if company.is_visible() else None


def coming(visitor):
    return visitor.page.locator("[data-next] li").all_inner_texts()


def draw(organiser, seed="7"):
    organiser.page.get_by_label("Seed").fill(seed)
    press(organiser, "Draw the running order")
    return [text.partition(". ")[2] for text in organiser.page.locator(".slot h3").all_inner_texts()]


def test_an_organiser_runs_a_session_and_the_screen_follows(evening, organiser_at, visitor):
    order = draw(organiser_at)
    assert sorted(order) == sorted(evening.entries.values())
    assert draw(organiser_at) == order
    at_the_screen(visitor, evening)
    press(organiser_at, "Next pitch")
    visitor.until(lambda: on_screen(visitor) == order[0])
    assert coming(visitor) == order[1:]
    assert organiser_at.page.locator(".clock [data-time]").inner_text().startswith(("7:5", "8:00"))

    press(organiser_at, "Pause")
    visitor.until(lambda: "paused" in visitor.page.locator("[data-phase]").inner_text())
    stood = visitor.page.locator("[data-clock] [data-time]").inner_text()
    press(organiser_at, "Go on")
    visitor.until(lambda: visitor.page.locator("[data-clock] [data-time]").inner_text() != stood)
    press(organiser_at, "Questions")
    visitor.until(lambda: visitor.page.locator("[data-phase]").inner_text() == "Questions")
    press(organiser_at, "Next pitch")
    visitor.until(lambda: on_screen(visitor) == order[1])
    assert organiser_at.errors == visitor.errors == []


def test_the_organiser_sees_who_has_sent_while_it_happens(evening, organiser_at):
    order = draw(organiser_at)
    press(organiser_at, "Next pitch")
    entry_id = next(id for id, company in evening.entries.items() if company == order[0])
    missing = organiser_at.page.locator(".now .muted")
    assert all(judge.name in missing.inner_text() for judge in evening.judges)
    phone = evening.client_of(evening.judges[0])
    phone.post("/scorecards", evening.scorecard(entry_id, 7))
    phone.close()
    organiser_at.until(lambda: evening.judges[0].name not in missing.inner_text())
    assert organiser_at.page.locator(".now .bar b").inner_text() == f"1/{len(evening.judges)}"


def raise_hand(evening, judge, **asked):
    phone = evening.client_of(judge)
    phone.post(f"{evening.stage}/hand", asked)
    phone.close()


def test_a_raised_hand_is_seen_without_a_session_and_a_conflict_ends_in_a_recusal(evening, organiser_at):
    entry_id, company = next(iter(evening.entries.items()))
    first, second, _ = evening.judges
    raise_hand(evening, first, kind="conflict", entry_id=entry_id, note="I advised them")
    raise_hand(evening, second, kind="no_signal")
    hands = organiser_at.page.locator(".hands li")
    organiser_at.until(lambda: hands.count() == 2)
    assert organiser_at.page.title().startswith("(2) ")
    for said in (first.name, "Conflict of interest", company, "I advised them"):
        assert said in hands.first.inner_text()
    hands.first.get_by_text("Recuse", exact=True).click()
    press(organiser_at, "Recuse, and lower the hand")
    assert [second.name in text for text in hands.all_inner_texts()] == [True]
    states = {
        c["entry_id"]: c["state"]
        for c in evening.get("scorecards")["scorecards"]
        if c["judge_id"] == first.judge_id
    }
    assert [id for id, state in states.items() if state == "void"] == [entry_id]
    press(organiser_at, f"Lower: {second.name}")
    assert evening.get("desk")["hands"] == []
    assert organiser_at.errors == []


def test_the_head_judge_sees_who_is_missing_and_where_judges_are_apart_as_it_happens(evening, organiser_at):
    page = organiser_at.page
    page.get_by_role("link", name="Head judge's view").click()
    page.wait_for_load_state("load")
    apart = page.locator(".apart li")
    assert (apart.count(), page.locator(".owing li").count()) == (3, 3)
    wide, agreed = list(evening.entries)[:2]
    for judge, mark in zip(evening.judges, (2, 9, 7), strict=True):
        phone = evening.client_of(judge)
        phone.post("/scorecards", evening.scorecard(wide, mark))
        phone.post("/scorecards", evening.scorecard(agreed, 7))
        phone.close()
    organiser_at.until(lambda: page.locator(".dots circle").count() == 6)
    assert evening.entries[wide] in apart.first.inner_text()
    assert page.get_by_role("img", name="Totals: 2.00, 7.00, 9.00").is_visible()
    assert not [judge.name for judge in evening.judges if judge.name in page.locator("#spread").inner_text()]
    assert evening.entries[wide] not in page.locator("#missing").inner_text()
    assert organiser_at.errors == []


def test_a_screen_that_was_cut_off_shows_who_is_on_when_it_is_back(evening, organiser_at, visitor, hall):
    order = draw(organiser_at)
    at_the_screen(visitor, evening)
    visitor.cut()
    hall.cut()
    visitor.until(lambda: not visitor.page.locator("[data-line].on").count())
    press(organiser_at, "Next pitch")
    press(organiser_at, "Next pitch")
    assert on_screen(visitor) is None
    hall.mend()
    visitor.reconnect()
    visitor.until(lambda: on_screen(visitor) == order[1])


def test_the_screen_reveals_from_last_to_first(evening, visitor):
    evening.score_all(lambda judge, turn: (6, 8, 5)[turn])
    standings = evening.certify()
    at_the_screen(visitor, evening)
    rows = sorted(standings["rows"], key=lambda row: row["place"])
    places = visitor.page.locator(".places .company")
    for step in range(1, len(rows) + 1):
        assert places.all_inner_texts() == [row["company"] for row in rows[len(rows) - step + 1 :]]
        evening.organiser.post(f"{evening.stage}/reveal", {"step": step})
        visitor.until(lambda shown=step: places.count() == shown)
    assert visitor.page.locator("[data-part=on]").is_hidden()


def places_of(visitor):
    return visitor.page.locator(".places .company").all_inner_texts()


def a_sealed_screen(evening, visitors):
    """An organiser's screen that holds the certified results, and the standings that it does not know."""
    evening.score_all(lambda judge, turn: (6, 8, 5)[turn])
    standings = evening.certify()
    screen = visitors(laptop=True)
    screen.carry(str(evening.organiser.token))
    at_the_screen(screen, evening)
    screen.until(lambda: screen.page.get_by_role("button", name="Unlock").is_visible())
    by_place = [row["company"] for row in sorted(standings["rows"], key=lambda row: row["place"])]
    return screen, by_place


def test_a_reveal_goes_on_with_the_network_cut_and_everybody_sees_it_afterwards(
    evening, visitors, visitor, hall
):
    screen, by_place = a_sealed_screen(evening, visitors)
    at_the_screen(visitor, evening)
    screen.page.get_by_role("button", name="Unlock").click()
    screen.until(lambda: screen.page.get_by_role("button", name="Unlock").is_hidden())
    assert places_of(screen) == []
    screen.page.keyboard.press("ArrowRight")
    visitor.until(lambda: places_of(visitor) == by_place[2:])
    screen.cut()
    screen.page.keyboard.press("ArrowRight")
    screen.page.keyboard.press("PageDown")
    screen.until(lambda: places_of(screen) == by_place)
    assert places_of(visitor) == by_place[2:]
    assert screen.page.locator("[data-untold]").inner_text().startswith("2 ")
    screen.reconnect()
    visitor.until(lambda: places_of(visitor) == by_place)
    screen.until(lambda: not screen.page.locator("[data-untold]").inner_text())
    assert evening.get("standings")["revealed"] == 3


def test_without_a_connection_the_written_key_unlocks_the_results_and_no_other_does(evening, visitors):
    screen, by_place = a_sealed_screen(evening, visitors)
    key = evening.get("reveal-key")["key"]
    screen.cut()
    for typed, opens in (("", False), ("AAAA-" * 6 + "AA", False), (key.lower().replace("-", " "), True)):
        screen.page.get_by_label("Reveal key").fill(typed)
        screen.page.get_by_role("button", name="Unlock").click()
        screen.until(lambda opens=opens: screen.page.locator("[data-part=key]").is_hidden() == opens)
    for _ in by_place:
        screen.page.keyboard.press("ArrowRight")
    screen.until(lambda: places_of(screen) == by_place)


def test_only_an_organisers_screen_holds_sealed_results(evening, visitors, visitor):
    a_sealed_screen(evening, visitors)
    at_the_screen(visitor, evening)
    assert visitor.page.locator("[data-part=key]").count() == 0
    status = visitor.page.evaluate(
        "(path) => fetch(path).then((answer) => answer.status)", f"/api/v1{evening.stage}/sealed-results"
    )
    assert status == 401


def test_a_key_that_is_held_down_reveals_one_place(evening, visitors):
    screen, by_place = a_sealed_screen(evening, visitors)
    screen.page.get_by_role("button", name="Unlock").click()
    screen.until(lambda: screen.page.get_by_role("button", name="Unlock").is_hidden())
    for _ in by_place:
        screen.page.keyboard.down("ArrowRight")
    screen.page.keyboard.up("ArrowRight")
    screen.until(lambda: evening.get("standings")["revealed"])
    screen.page.keyboard.press("ArrowRight")
    screen.until(lambda: evening.get("standings")["revealed"] > 1)
    assert evening.get("standings")["revealed"] == 2
    assert places_of(screen) == by_place[1:]
