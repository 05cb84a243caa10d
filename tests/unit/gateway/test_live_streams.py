"""The live server, heard over real sockets."""

import http.client
import json
import socket
import time

import pytest
from prometheus_client import REGISTRY

from gateway.live import server as server_module
from tests.support.live import EDITION, BlockingClient, Phone, Served
from tests.support.waiting import until
from tests.unit.gateway.answers import BOARD_FINAL


def a_board(number, *, stage="final", edition=EDITION, **changes):
    return {**BOARD_FINAL, "edition_id": edition, "stage_id": stage, "number": number, **changes}


@pytest.fixture
def live():
    with Served(sweep_every=0.05) as live:
        yield live


def numbers(phone, count):
    return [(body["stage_id"], body["number"]) for _, body in (phone.next() for _ in range(count))]


def test_who_comes_gets_the_newest_at_once_and_then_each_change(live):
    live.hear(a_board(1))
    live.hear(a_board(4))
    phone = Phone(live)
    assert numbers(phone, 1) == [("final", 4)]
    live.hear(a_board(5))
    assert numbers(phone, 1) == [("final", 5)]
    assert phone.last_id.endswith(",final.b:5")


def test_who_comes_back_after_a_gap_gets_exactly_the_newest_states_once(live):
    live.hear(a_board(1))
    live.hear(a_board(1, stage="preliminary"))
    phone = Phone(live)
    assert numbers(phone, 2) == [("final", 1), ("preliminary", 1)]
    phone.close()
    for number in (2, 3, 4):
        live.hear(a_board(number))
    back = Phone(live, last_id=phone.last_id)
    assert numbers(back, 1) == [("final", 4)]
    assert back.nothing_within(0.3)
    live.hear(a_board(2, stage="preliminary"))
    assert numbers(back, 1) == [("preliminary", 2)]


def test_another_editions_news_is_not_heard(live):
    phone = Phone(live)
    live.hear(a_board(1, edition="ed-other"))
    live.hear(a_board(2))
    assert numbers(phone, 1) == [("final", 2)]


def test_the_stream_of_boards_alone_goes_on_for_old_pages(live):
    phone = Phone(live, "board")
    live.hear(a_board(1))
    kind, body = phone.next()
    assert (kind, body["number"]) == ("message", 1)


def test_after_the_broker_was_away_everyone_is_told_to_look_again_once(live):
    live.hear(a_board(1))
    phones = [Phone(live) for _ in range(3)]
    assert [numbers(phone, 1) for phone in phones] == [[("final", 1)]] * 3
    live.do(live.streams.missed_some)
    assert [phone.next() for phone in phones] == [("look-again", {})] * 3
    assert phones[0].nothing_within(0.3)


def test_who_comes_back_to_a_process_that_knows_nothing_is_told_to_look_again(live):
    phone = Phone(live, last_id="1234abcd,final.b:7")
    assert phone.next() == ("look-again", {})
    back = Phone(live, last_id=phone.last_id)
    assert back.nothing_within(0.3)


def a_stalled_phone(live):
    """Return a phone that reads nothing more, with more on its way than it has room for."""
    stalled = Phone(live, buffer=2048)
    until(lambda: _fill(live))
    return stalled


def _fill(live):
    live.numbers = getattr(live, "numbers", 0) + 1
    rows = [{**BOARD_FINAL["rows"][0], "company": "x" * 20_000}]
    live.hear(a_board(live.numbers, stage="large", rows=rows))
    return live.do(
        lambda: [not each.ready for s in live.streams._streams.values() for each in s.listeners]
    ).count(True)


def test_a_stalled_phone_holds_nobody_up(live):
    stalled, phone = a_stalled_phone(live), Phone(live)
    phone.next()
    live.hear(a_board(1))
    began = time.monotonic()
    assert numbers(phone, 1) == [("final", 1)]
    assert time.monotonic() - began < 0.5
    stalled.close()


def test_the_control_with_a_blocking_write_a_stalled_phone_holds_everyone_up(monkeypatch):
    monkeypatch.setattr(server_module, "Client", BlockingClient)
    with Served() as live:
        stalled, phone = Phone(live, buffer=2048), Phone(live)
        rows = [{**BOARD_FINAL["rows"][0], "company": "x" * 8_000_000}]
        began = time.monotonic()
        live.hear(a_board(1, rows=rows))
        live.hear(a_board(1, edition="ed-other"))
        other = Phone(live, edition="ed-other")
        other.next()
        assert time.monotonic() - began > 0.7
        stalled.close()
        phone.close()


def test_a_slow_phone_gets_the_newest_when_it_reads_again_and_little_in_between(live):
    stalled = a_stalled_phone(live)
    for number in range(1, 500):
        live.hear(a_board(number))
    until(lambda: live.do(lambda: live.streams.newest(EDITION)[0]) >= 499 + live.numbers)
    seen = []
    while ("final", 499) not in seen:
        seen += numbers(stalled, 1)
    assert len([stage for stage, _ in seen if stage == "final"]) == 1


def test_a_phone_that_takes_nothing_is_let_go():
    with Served(stalled_seconds=0.3, sweep_every=0.05) as live:
        stalled = a_stalled_phone(live)
        assert live.clients == 1
        until(lambda: live.clients == 0)
        stalled.close()


def test_a_phone_that_goes_without_a_word_is_let_go():
    with Served(dead_after_ms=500, sweep_every=0.05) as live:
        live.hear(a_board(1))
        phone = Phone(live)
        phone.next()
        phone.go_dumb()
        live.hear(a_board(2))
        until(lambda: live.clients == 0)


def test_a_phone_that_hangs_up_is_forgotten(live):
    phone = Phone(live)
    until(lambda: live.clients == 1)
    phone.close()
    until(lambda: live.clients == 0)
    assert live.do(lambda: live.streams._streams) == {}


def get(live, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def test_who_cannot_stream_asks_for_the_newest_states_and_only_for_what_changed(live):
    path = f"/editions/{EDITION}/show.json"
    empty, body = get(live, path)
    assert json.loads(body)["boards"] == []
    live.hear(a_board(3))
    response, body = get(live, path, **{"If-None-Match": empty.headers["ETag"]})
    assert (response.status, [board["number"] for board in json.loads(body)["boards"]]) == (200, [3])
    again, body = get(live, path, **{"If-None-Match": response.headers["ETag"]})
    assert (again.status, body) == (304, b"")


def test_after_the_broker_was_away_the_newest_states_are_another_answer(live):
    path = f"/editions/{EDITION}/show.json"
    response, body = get(live, path)
    live.do(live.streams.missed_some)
    after, later = get(live, path, **{"If-None-Match": response.headers["ETag"]})
    assert after.status == 200
    assert json.loads(body)["hearing_since"] < json.loads(later)["hearing_since"]


@pytest.mark.parametrize("name", ["board", "show"])
def test_streams_are_for_the_pages_origin(live, name):
    head = Phone(live, name).head.lower()
    assert "access-control-allow-origin: http://localhost\r" in head
    assert "vary: origin\r" in head
    assert "content-type: text/event-stream" in head


def test_the_newest_states_are_for_the_pages_origin_also_when_asked_before(live):
    path = f"/editions/{EDITION}/show.json"
    for method, status in (("GET", 200), ("OPTIONS", 204)):
        response, _ = get(live, path, method)
        assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (
            status,
            "http://localhost",
        )


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /nowhere HTTP/1.1\r\n\r\n", 404),
        (b"GET /editions/x/secrets HTTP/1.1\r\n\r\n", 404),
        (b"POST /editions/x/show HTTP/1.1\r\n\r\n", 405),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000, 431),
        (b"GET /healthz HTTP/1.1\r\n\r\n", 200),
        (b"GET /readyz HTTP/1.1\r\n\r\n", 200),
    ],
)
def test_what_is_no_request_for_a_stream_is_answered_and_ended(live, sent, status):
    with socket.create_connection(("127.0.0.1", live.port), timeout=10) as client:
        client.sendall(sent)
        assert client.recv(100).startswith(f"HTTP/1.1 {status} ".encode())


def metric(name, **labels):
    return REGISTRY.get_sample_value(f"darkhorse_live_{name}", labels) or 0


def test_clients_frames_and_the_seconds_to_the_last_can_be_read(live):
    before = {n: metric(n) for n in ("frames_total", "seconds_to_last_count")}
    phones = [Phone(live) for _ in range(3)]
    live.hear(a_board(1))
    assert [numbers(phone, 1) for phone in phones] == [[("final", 1)]] * 3
    until(lambda: metric("frames_total") == before["frames_total"] + 3)
    until(lambda: metric("seconds_to_last_count") > before["seconds_to_last_count"])
    assert b"darkhorse_live_clients 3.0" in get(live, "/metrics")[1]
