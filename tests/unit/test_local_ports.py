"""The ports of a stack: kept while they are free, never given twice."""

import random
import socket

from infra.local.ports import is_free, keep_or_pick, read_ports, settle_ports

NAMES = ("amqp", "mongodb", "gateway")


def all_but(*taken):
    return lambda port: port not in taken


def test_kept_ports_are_used_again_while_they_are_free():
    kept = {"amqp": 20_001, "mongodb": 20_002, "gateway": 20_003}
    assert keep_or_pick(kept, NAMES, free=all_but()) == kept


def test_only_a_port_that_was_taken_meanwhile_changes():
    kept = {"amqp": 20_001, "mongodb": 20_002, "gateway": 20_003}
    ports = keep_or_pick(kept, NAMES, free=all_but(20_002))
    assert ports["mongodb"] != 20_002
    assert (ports["amqp"], ports["gateway"]) == (20_001, 20_003)


def test_no_port_is_given_to_two():
    class Stuttering(random.Random):
        def __init__(self):
            self.draws = iter([20_001, 20_001, 20_001, 20_002, 20_001, 20_002, 20_003])

        def randint(self, first, last):
            return next(self.draws)

    assert keep_or_pick({}, NAMES, free=all_but(), rng=Stuttering()) == dict(
        zip(NAMES, (20_001, 20_002, 20_003), strict=True)
    )


def test_picked_ports_are_below_those_that_clients_get():
    assert all(15_000 <= port < 32_768 for port in keep_or_pick({}, NAMES, free=all_but()).values())


def test_a_port_that_somebody_listens_on_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert not is_free(listener.getsockname()[1])


def test_settled_ports_are_read_back(tmp_path):
    assert settle_ports(tmp_path / "ports.json", NAMES) == read_ports(tmp_path / "ports.json")


def test_a_torn_file_counts_as_none(tmp_path):
    (tmp_path / "ports.json").write_text('{"amqp": 2')
    assert read_ports(tmp_path / "ports.json") == {}
