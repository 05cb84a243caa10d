"""The live stream."""

from gateway.live.app import create_app
from gateway.live.boards import LOOK_AGAIN, Boards, frame, seen_by
from tests.unit.gateway.answers import BOARD_FINAL, EDITION
from tests.unit.gateway.fakes import settings


def a_board(number, *, stage="final", edition=EDITION):
    return {**BOARD_FINAL, "number": number, "stage_id": stage, "edition_id": edition}


def listening(boards, seen=None, *, edition=EDITION):
    stream = boards.stream(edition, seen or {})
    assert next(stream) == b"retry: 2000\n\n"
    return stream


def test_a_late_comer_gets_the_newest_of_every_stage_at_once():
    boards = Boards()
    for board in (a_board(1), a_board(2), a_board(9, stage="preliminary")):
        boards.take(board)
    stream = listening(boards)
    assert [next(stream), next(stream)] == [frame(a_board(2)), frame(a_board(9, stage="preliminary"))]


def test_an_older_board_is_no_news():
    boards = Boards()
    assert [boards.take(a_board(n)) for n in (2, 1, 2, 3)] == [True, False, False, True]


def test_who_comes_back_gets_only_what_is_new():
    boards = Boards()
    boards.take(a_board(2))
    stream = listening(boards, seen_by("final:2"))
    boards.take(a_board(3))
    assert next(stream) == frame(a_board(3))


def test_a_slow_client_gets_the_newest_and_nothing_in_between():
    boards = Boards()
    stream = listening(boards)
    boards.take(a_board(1))
    assert next(stream) == frame(a_board(1))
    for number in range(2, 50):
        boards.take(a_board(number))
    assert next(stream) == frame(a_board(49))


def test_another_editions_board_is_not_heard():
    boards = Boards()
    boards.take(a_board(1, edition="ed-other"))
    stream = listening(boards)
    boards.take(a_board(4))
    assert next(stream) == frame(a_board(4))


def test_after_a_gap_everyone_is_told_to_look_again():
    boards = Boards()
    boards.take(a_board(1))
    stream = listening(boards)
    assert next(stream) == frame(a_board(1))
    boards.missed_some()
    assert next(stream) == LOOK_AGAIN


def test_a_client_that_leaves_is_forgotten():
    boards = Boards()
    stream = listening(boards)
    assert boards.clients == 1
    stream.close()
    assert boards.clients == 0


def test_a_nonsense_last_event_id_counts_as_none():
    assert [seen_by(text) for text in (None, "", "x", "final:", "final:x")] == [{}] * 5


def test_the_stream_is_for_the_pages_origin(tmp_path):
    boards = Boards()
    boards.take(a_board(7))
    client = create_app(settings(tmp_path), boards=boards).test_client()
    response = client.get(f"/editions/{EDITION}/board", buffered=False)
    assert response.content_type.startswith("text/event-stream")
    assert response.headers["Access-Control-Allow-Origin"] == "http://localhost"
    assert response.headers["Vary"] == "Origin"
    frames = response.iter_encoded()
    next(frames)
    assert next(frames) == frame(a_board(7))
    response.close()


def test_the_live_process_is_ready_once_it_hears_the_broker(tmp_path):
    client = create_app(settings(tmp_path), boards=Boards()).test_client()
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
