"""The reveal as phones in the hall follow it, with a network that comes and goes."""

import pytest

from tests.browser.evening import seat


@pytest.fixture
def evening(make):
    evening = make(entries=4).open()
    evening.score_all(lambda judge, turn: (6, 8, 5, 7)[turn])
    return evening


def companies(visitor):
    return visitor.page.locator(".places .company").all_inner_texts()


def test_places_come_from_last_to_first_each_as_it_is_revealed(evening, visitor):
    standings = evening.certify()
    by_place = [row["company"] for row in sorted(standings["rows"], key=lambda row: row["place"])]
    visitor.page.goto(f"{evening.path}/board")
    visitor.until(lambda: visitor.page.locator("[data-line].on").count())
    for step in range(1, len(by_place) + 1):
        assert companies(visitor) == by_place[len(by_place) - step + 1 :]
        evening.organiser.post(f"{evening.stage}/reveal", {"step": step})
        visitor.until(lambda shown=step: len(companies(visitor)) == shown)
    assert companies(visitor) == by_place


def test_what_was_revealed_during_a_gap_is_there_after_it(evening, visitor, hall):
    standings = evening.certify()
    visitor.page.goto(f"{evening.path}/board")
    visitor.until(lambda: visitor.page.locator("[data-line].on").count())
    visitor.cut()
    hall.cut()
    visitor.until(lambda: not visitor.page.locator("[data-line].on").count())
    for step in (1, 2, 3):
        evening.organiser.post(f"{evening.stage}/reveal", {"step": step})
    assert companies(visitor) == []
    hall.mend()
    visitor.reconnect()
    visitor.until(lambda: len(companies(visitor)) == 3)
    last = sorted(standings["rows"], key=lambda row: row["place"])[1:]
    assert companies(visitor) == [row["company"] for row in last]


def test_the_board_says_how_many_scorecards_are_counted_while_they_come(make, visitor):
    evening = make(entries=2).open()
    visitor.page.goto(f"{evening.path}/board")
    counted = visitor.page.locator("[data-counted]").first
    visitor.until(lambda: visitor.page.locator("[data-line].on").count())
    assert counted.inner_text() == "0"
    evening.score_all(lambda judge, turn: 6)
    visitor.until(lambda: counted.inner_text() == "6")


def play_a_final(evening):
    """Publish the preliminary, let everybody go on, and score and certify the final with nine judges."""
    evening.certify()
    evening.organiser.post(f"{evening.stage}/publish")
    evening.go_on("final")
    seat(evening, 9)
    evening.open().score_all(lambda judge, turn: (7, 5, 9, 8)[turn])
    return evening.certify()


def test_a_revealed_place_says_what_moved_since_the_preliminary(evening, visitors):
    names = list(evening.entries.values())
    places = {names[turn]: place for place, turn in enumerate((1, 3, 0, 2), start=1)}
    standings = play_a_final(evening)
    board, screen = visitors(), visitors(laptop=True)
    board.page.goto(f"{evening.path}/board")
    screen.page.goto(f"{evening.path}/screen")
    for each in (board, screen):
        each.until(lambda each=each: each.page.locator("[data-line].on").count())
        assert "Place" not in each.page.locator("ol.places").last.inner_text()
    evening.organiser.post(f"{evening.stage}/reveal", {"step": 1})
    [last] = [row for row in standings["rows"] if row["place"] == 4]
    said = f"Place {places[last['company']]} in Online preliminary"
    for each in (board, screen):
        was = each.page.locator(".was:visible")
        each.until(lambda was=was: was.all_inner_texts() == [said])
    board.page.reload()
    assert board.page.locator(".was:visible").all_inner_texts() == [said]
