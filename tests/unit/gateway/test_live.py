"""What is new in an edition, as frames."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from marshmallow import fields

from gateway.live.kinds import ROWS, SLOTS, broadcast_kinds, kind_of
from gateway.live.news import News, seen_by
from schemas.envelope import Malformed, decode, wrap
from schemas.events import BoardChanged
from schemas.message import Event
from tests.unit.gateway.answers import BOARD_FINAL, EDITION

EXAMPLES = Path(__file__).parents[3] / "schemas" / "examples"
BOARD = kind_of(BoardChanged)


class VoteChanged(Event):
    """A broadcast event that this test knows alone."""

    broadcast = True
    edition_id = fields.String()
    stage_id = fields.String()
    vote_id = fields.String()
    number = fields.Integer()
    slots = fields.List(fields.Dict())
    current = fields.String(allow_none=True)


VOTE = kind_of(VoteChanged)


def a_board(number, *, stage="final"):
    return {**BOARD_FINAL, "number": number, "stage_id": stage}


def a_vote(number):
    return {"edition_id": EDITION, "stage_id": "final", "vote_id": "crowd", "number": number}


def frames(data):
    return [
        dict(line.split(": ", 1) for line in frame.split("\n")) for frame in data.decode().split("\n\n")[:-1]
    ]


def ids(data):
    return [frame["id"] for frame in frames(data)]


def test_every_broadcast_event_is_carried_and_no_two_look_alike():
    kinds = broadcast_kinds()
    assert "BoardChanged" in kinds
    assert len({kind.name[0] for kind in kinds.values()}) == len(kinds)
    assert {"edition_id", "number"} <= set.intersection(*(set(k.event.fields) for k in kinds.values()))


@pytest.mark.parametrize("name", sorted(broadcast_kinds()))
def test_the_golden_example_of_every_broadcast_event_becomes_a_frame(name):
    kind = broadcast_kinds()[name]
    body = kind.read(decode((EXAMPLES / f"{kind.event.message_type()}.json").read_bytes()))
    news = News("era")
    assert news.take(kind, body)
    (frame,) = frames(news.since(0))
    assert frame["id"] == f"era,{kind.topic(body)}:{body['number']}"
    assert json.loads(frame["data"]) == body


def test_a_kind_is_named_after_its_event_and_keyed_by_its_own_id():
    assert (VOTE.name, VOTE.topic(a_vote(3))) == ("vote", "crowd.v")
    assert (BOARD.name, BOARD.topic(a_board(3))) == ("board", "final.b")


def test_an_older_state_is_no_news():
    news = News("era")
    assert [news.take(BOARD, a_board(n)) for n in (2, 1, 2, 3)] == [True, False, False, True]


def test_a_late_comer_gets_the_newest_of_every_topic():
    news = News("era")
    for body in (a_board(1), a_board(2), a_board(9, stage="preliminary")):
        news.take(BOARD, body)
    news.take(VOTE, a_vote(4))
    assert ids(news.beyond({})) == [
        "era,final.b:2",
        "era,final.b:2,preliminary.b:9",
        "era,final.b:2,preliminary.b:9,crowd.v:4",
    ]
    assert [frame["event"] for frame in frames(news.beyond({}))] == ["board", "board", "vote"]


def test_an_id_never_names_what_is_yet_to_be_sent():
    news = News("era")
    news.take(BOARD, a_board(1))
    news.take(VOTE, a_vote(1))
    news.take(BOARD, a_board(2))
    assert ids(news.since(0)) == ["era,final.b:1,crowd.v:1", "era,crowd.v:1,final.b:2"]
    for cut in range(2):
        _, seen = seen_by(ids(news.since(0))[cut])
        assert ids(news.beyond(seen)) == ids(news.since(0))[cut + 1 :]


def test_who_has_the_same_gets_the_same_bytes():
    news = News("era")
    news.take(BOARD, a_board(1))
    assert news.since(0) is news.since(0)
    news.take(BOARD, a_board(2))
    assert ids(news.since(1)) == ["era,final.b:2"]


def test_the_stream_of_boards_alone_names_no_kind():
    news = News("era", named=False)
    news.take(BOARD, a_board(1))
    assert set(frames(news.since(0))[0]) == {"id", "data"}


@pytest.mark.parametrize("text", ["", "x", "final:", "era,final.b:", "era,final.b:x", "era,:٣x", "era,,"])
def test_a_nonsense_last_event_id_counts_as_none(text):
    assert seen_by(text)[1] == {}


def test_an_id_may_have_colons_and_dots_in_it():
    assert seen_by("era,a.b:c.b:7,x.s:1") == ("era", {"a.b:c.b": 7, "x.s": 1})


def read(kind, body):
    event = type(kind.event)
    return kind.read(wrap(event, body, subject="s", time=datetime.now(UTC)))


def rows(number):
    return [
        {"entry_id": f"e-{n}", "company": f"C {n}", "place": n, "shared": False, "total": "1", "award": ""}
        for n in range(number, 0, -1)
    ]


def test_of_a_large_board_phones_get_the_first_places_and_how_many_more_there_are():
    body = read(BOARD, {**a_board(1), "rows": rows(20_000)})
    assert [row["place"] for row in body["rows"]] == list(range(1, ROWS + 1))
    assert body["more"] == 20_000 - ROWS


def test_a_small_board_is_whole_and_in_the_order_it_came():
    body = read(BOARD, {**a_board(1), "rows": rows(ROWS)})
    assert ([row["place"] for row in body["rows"]], body["more"]) == (list(range(ROWS, 0, -1)), 0)


@pytest.mark.parametrize("current", [None, "e-0", "e-700", "e-1499"])
def test_of_a_long_running_order_phones_get_the_slots_around_the_one_that_is_on(current):
    slots = [{"entry_id": f"e-{n}"} for n in range(1500)]
    body = read(VOTE, {**a_vote(1), "slots": slots, "current": current})
    assert (len(body["slots"]), body["more"]) == (SLOTS, 1500 - SLOTS)
    assert {"entry_id": current or "e-0"} in body["slots"]


def test_what_the_public_must_not_see_does_not_travel_on():
    assert "secret" not in read(BOARD, {**a_board(1), "secret": "the podium"})


@pytest.mark.parametrize("wrong", [{"number": 0}, {"rows": [{"company": "x"}] * 40}, {"rows": [1] * 40}])
def test_what_is_no_board_is_malformed(wrong):
    with pytest.raises(Malformed):
        read(BOARD, {**a_board(1), **wrong})
