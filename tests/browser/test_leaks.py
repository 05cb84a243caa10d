"""What somebody in the audience can see before a place is revealed: nothing of it, wherever they look."""

from datetime import UTC, datetime

import pytest

from schemas.envelope import wrap
from schemas.events import BoardChanged
from tests.browser.leaks import leaks
from tests.browser.overheard import Heard, Overheard
from tests.support.hall import Hall

# By entry, in the order in which they were entered: no order of places.
QUALITY = (5.5, 8.0, 4.0, 7.5, 6.0, 9.0)


@pytest.fixture
def evening(make):
    """An evening that is scored, with six places that are told apart."""
    evening = make(entries=len(QUALITY)).open()
    evening.score_all(lambda judge, turn: QUALITY[turn] - (0.5 if judge == turn % 3 else 0))
    return evening


def hidden_rows(standings, revealed):
    rows = sorted(standings["rows"], key=lambda row: row["place"])
    assert [row["place"] for row in rows] == list(range(1, len(QUALITY) + 1))
    return rows[: len(rows) - revealed]


def look_around(visitor, evening):
    """Open whatever is public of an edition, signed in or not."""
    for path in public_pages(evening):
        visitor.page.goto(path, wait_until="load")
    for path in public_data(evening):
        visitor.page.evaluate("(path) => fetch(path).then((answer) => answer.text())", path)


def public_pages(evening):
    boards = (f"{evening.path}/board", f"{evening.path}/board?lang=zh_Hant", f"{evening.path}/screen")
    return ("/", evening.path, *boards)


def public_data(evening):
    doors = (
        "results",
        "standings",
        "scorecards",
        "coverage",
        "session",
        "proof",
        "sealed-results",
        "desk",
        "spread",
    )
    api = f"/api/v1{evening.path}"
    live = f"{evening.live_url}{evening.path}"
    return (
        *(f"{api}/stages/{evening.stage_id}/{door}" for door in doors),
        *(api, f"{api}/board", f"{api}/judges", f"{api}/entries", "/api/v1/me/assignments"),
        *(f"{api}/votes", f"{api}/turnout"),
        f"{live}/show.json",
    )


def test_nobody_in_the_audience_can_find_a_score_before_its_reveal(evening, visitor):
    overheard = Overheard(visitor)
    look_around(visitor, evening)
    standings = evening.certify()
    for step in range(standings["steps"]):
        hidden = hidden_rows(standings, step)
        look_around(visitor, evening)
        visitor.page.goto(f"{evening.path}/board")
        visitor.until(lambda shown=step: visitor.page.locator(".place").count() == shown)
        assert leaks(overheard.look(), hidden) == []
        evening.organiser.post(f"{evening.stage}/reveal", {"step": step + 1})
        visitor.until(lambda shown=step: visitor.page.locator(".place").count() == shown + 1)
    assert overheard.frames > standings["steps"]
    assert overheard.unread == []


def follow(visitor, evening):
    """Hear everything that is streamed of an edition, as a phone in the hall may."""
    visitor.page.goto(f"{evening.path}/board")
    visitor.page.evaluate(
        "(url) => { const all = new EventSource(url); for (const kind of ['board', 'session', 'vote'])"
        " all.addEventListener(kind, (event) => { window.newest = { ...window.newest, [kind]: event.data }; }); }",
        f"{evening.live_url}{evening.path}/show",
    )


def streamed(visitor, kind, word):
    return visitor.page.evaluate(
        "([kind, word]) => (window.newest?.[kind] ?? '').includes(word)", [kind, word]
    )


def test_nobody_in_the_audience_can_find_how_many_votes_somebody_has_before_they_are_revealed(
    evening, visitor
):
    evening.open_vote("favourite", "Favourite of the hall")
    overheard = Overheard(visitor)
    follow(visitor, evening)
    chosen = [
        entry for number, entry in enumerate(evening.entries) for _ in range((3, 1, 4, 1, 5, 2)[number])
    ]
    evening.cast("favourite", chosen)
    evening.organiser.post(f"{evening.path}/votes/favourite/close")
    visitor.until(lambda: streamed(visitor, "vote", "closed"))
    totals = evening.turnout("favourite")
    assert sorted(totals.values()) == [1, 1, 2, 3, 4, 5]
    look_around(visitor, evening)
    hidden = [{"entry_id": id, "company": name} for id, name in evening.entries.items()]
    assert leaks(overheard.look(), sorted(hidden, key=lambda row: -totals[row["entry_id"]])) == []
    assert overheard.unread == []
    follow(visitor, evening)
    evening.reveal_vote("favourite")
    visitor.until(lambda: streamed(visitor, "vote", "revealed"))
    assert leaks(overheard.look(), hidden) != []


def test_a_board_that_tells_too_much_is_found(evening, visitor, system):
    overheard = Overheard(visitor)
    standings = evening.certify()
    visitor.page.goto(f"{evening.path}/board")
    visitor.until(lambda: overheard.frames)
    assert leaks(overheard.look(), hidden_rows(standings, 0)) == []
    tell_too_much(system, evening, standings)
    visitor.until(lambda: visitor.page.locator(".place").count() == 1)
    found = leaks(overheard.look(), hidden_rows(standings, 0))
    assert {each.partition(":")[0] for each in found} >= {"stream frame", "page source"}


def tell_too_much(system, evening, standings):
    board = evening.organiser.get(f"{evening.path}/board")["stages"][0]
    [row] = [row for row in standings["rows"] if row["place"] == 2]
    shown = {name: row[name] for name in ("place", "entry_id", "company", "total", "shared", "award")}
    body = {**board, "number": board["number"] + 1, "rows": [shown]}
    hall = Hall.looking(system.amqp_uri)
    subject = f"{evening.edition_id}.{evening.stage_id}"
    hall.tell(
        wrap(BoardChanged, body, subject=subject, time=datetime.now(UTC), aggregate_version=body["number"])
    )
    hall.close()


ROWS = [
    {
        "entry_id": f"e-{place}",
        "company": name,
        "place": place,
        "total": f"8.{place}7",
        "means": {"team": "7.11"},
    }
    for place, name in enumerate(("Amber", "Birch", "Cobalt", "Dune"), start=1)
]


@pytest.mark.parametrize(
    "text",
    [
        "<p>8.37</p>",
        "mean 7.11, of nine",
        '{"rows": [{"entry_id": "e-2", "place": 2}]}',
        '{"company": "Dune", "votes": 12}',
        '{"entry_id": "e-2", "before": {"stage_id": "preliminary", "place": 3}}',
        '{"kept": "{\\"company\\": \\"Dune\\", \\"rank\\": 4}"}',
        '["e-1", "e-2", "e-3", "e-4"]',
        "<li>Dune<li>Cobalt<li>Birch<li>Amber",
    ],
)
def test_what_tells_a_score_a_rank_or_a_count_is_found(text):
    assert len(leaks([Heard("somewhere", text)], ROWS)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"entry_id": "e-2", "company": "Birch", "state": "planned", "award": "", "place": null}',
        '["e-2", "e-1", "e-4", "e-3"]',
        "at 12:08.37 and 18.37 and 8.370 and 8.3",
        '{"counted": 12, "expected": 18}',
    ],
)
def test_what_tells_nothing_is_let_be(text):
    assert leaks([Heard("somewhere", text)], ROWS) == []
