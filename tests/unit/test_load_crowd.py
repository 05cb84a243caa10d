"""The phones that measure."""

import resource

import pytest

from gateway.live import server
from loadtests.crowd.driven import Driven
from loadtests.crowd.phones import Phone, Phones, allow_files
from tests.support.live import EDITION, Served
from tests.support.waiting import until
from tests.unit.gateway.answers import BOARD_FINAL

HEAD = b"HTTP/1.1 200 OK\r\nX: y\r\n\r\nretry: 1500\n\nid: era\n\n"


def test_a_phone_reads_whatever_the_pieces_are():
    phone = Phone(0)
    for byte in HEAD + b"event: board\nid: era,final.b:7\ndata: {}\n\n: still here\n\nid: era,":
        phone.read(bytes([byte]), 12.0)
    assert (phone.back, phone.retry, phone.last_id) == (12.0, 1.5, "era,final.b:7")
    assert phone.arrived == {"final.b": ([7], [12.0])}


def a_phone(*came):
    phone = Phone(0)
    phone.arrived["final.b"] = ([number for number, _ in came], [at for _, at in came])
    return phone


def test_a_change_has_arrived_with_the_first_state_that_is_as_new_or_newer():
    phones = Phones()
    phones._phones = [a_phone((1, 10.1), (3, 10.5)), a_phone((2, 10.3), (3, 10.4))]
    waits = phones.do_waits(made={"final.b": [(1, 10.0), (2, 10.2), (3, 10.3)]})
    assert [round(last, 3) for last in waits["lasts"]] == [0.3, 0.3, 0.2]
    assert waits["never"] == 0


def test_what_a_phone_never_got_is_counted_and_its_last_is_open():
    phones = Phones()
    phones._phones = [a_phone((1, 10.1)), a_phone((2, 10.3))]
    waits = phones.do_waits(made={"final.b": [(1, 10.0), (2, 10.2)]})
    assert (waits["never"], waits["lasts"][1]) == (1, None)


def test_a_limit_of_open_files_that_is_too_low_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda which: (1024, 4096))
    with pytest.raises(SystemExit, match=r"5,100 open files.*4,096 are allowed.*ulimit.*--crowd 3996"):
        allow_files(5_000)


def test_only_this_machine_is_put_under_load():
    with pytest.raises(SystemExit, match="only this machine"):
        Phones().do_connect(host="192.0.2.1", port=80, path="/", count=1)


def test_a_crowd_comes_hears_and_comes_back(monkeypatch):
    monkeypatch.setattr(server, "RETRY_MS", (50, 200))
    with Served(sweep_every=0.05) as live, Driven("phones", "30") as phones:
        phones.ask(do="connect", host="127.0.0.1", port=live.port, path=f"/editions/{EDITION}/show", count=30)
        until(lambda: phones.ask(do="state")["connected"] == 30)
        live.hear({**BOARD_FINAL, "edition_id": EDITION, "number": 3})
        until(lambda: phones.ask(do="state", topic="final.b", number=3)["behind"] == 0)
        live.do(lambda: [each.drop() for s in live.streams._streams.values() for each in list(s.listeners)])
        live.hear({**BOARD_FINAL, "edition_id": EDITION, "number": 4})
        until(lambda: phones.ask(do="state", topic="final.b", number=4)["behind"] == 0)
