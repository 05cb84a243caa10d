"""A stack comes up, stays up, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pika
import psutil
import pytest
from pymongo import MongoClient

from infra.local.broker import broker_trouble
from infra.local.database import database_program, database_trouble, database_uri
from infra.local.folder import RunFolder
from infra.local.ports import settle_ports
from infra.local.stack import Stack, StackNotReady, StackRunning

CHECKOUT = Path(__file__).parents[2]
LOOPBACK = {"127.0.0.1", "::1"}  # Erlang's port mapper adds the second by itself.

# As a terminal would: it starts a stack, says so, and stays.
OWNER = """
import signal, sys
from pathlib import Path
from infra.local import Stack
Stack(Path(sys.argv[1]), programs=["relay"]).start()
print("up", flush=True)
signal.pause()
"""

TERMINAL = """
import sys
from pathlib import Path
from infra.local import Stack
from infra.local.__main__ import up
sys.exit(up(Stack(Path(sys.argv[1]), programs=["relay"])))
"""


@pytest.fixture
def lean(stack, monkeypatch, tmp_path):
    """Makes a stack of one program on the tests' broker and database: up in a second."""
    monkeypatch.setenv("AMQP_URI", stack.amqp_uri)
    monkeypatch.setenv("MONGODB_URI", stack.mongodb_uri)
    made = []

    def make(programs=("relay",), **options):
        made.append(Stack(tmp_path / "run", programs=programs, **options))
        return made[-1]

    yield make
    for each in made:
        each.stop()


@pytest.fixture(scope="module")
def ours(stack, tmp_path_factory):
    """A stack of one program on the tests' broker and database, which several tests share."""
    ours = Stack(tmp_path_factory.mktemp("ours"), programs=["relay"])
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AMQP_URI", stack.amqp_uri)
        environment.setenv("MONGODB_URI", stack.mongodb_uri)
        ours.start()
    yield ours
    ours.stop()


@pytest.fixture
def queue(stack, wait_until):
    """A durable queue on the tests' broker, noted on its disk."""
    name = "test.survives"
    with pika.BlockingConnection(pika.URLParameters(stack.amqp_uri)) as connection:
        connection.channel().queue_declare(name, durable=True, arguments={"x-queue-type": "quorum"})
    # The broker confirms a queue up to three seconds before it writes its name down; killed
    # between, it comes back with a queue that has no leader. It takes messages with more care.
    (names,) = stack.run_dir.glob("broker/data/*/quorum/*/names.dets")
    wait_until(lambda: name.encode() in names.read_bytes())
    yield name
    with pika.BlockingConnection(pika.URLParameters(stack.amqp_uri)) as connection:
        connection.channel().queue_delete(name)


def pids(stack):
    return {pid for _, pid in stack.processes()}


def alive(numbers):
    return {n for n in numbers if psutil.pid_exists(n) and psutil.Process(n).status() != psutil.STATUS_ZOMBIE}


def test_everything_listens_on_this_machine_only(stack):
    listening = [
        connection.laddr.ip
        for pid in pids(stack)
        for connection in psutil.Process(pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 4
    assert set(listening) <= LOOPBACK


def test_a_second_start_from_the_same_folder_is_refused(stack):
    with pytest.raises(StackRunning, match=f"already .started by process {os.getpid()}."):
        Stack(stack.run_dir, programs=()).start()
    assert broker_trouble(stack.amqp_uri) is None


def test_a_broker_that_was_killed_comes_back_with_what_it_confirmed(stack, queue, wait_until):
    with pika.BlockingConnection(pika.URLParameters(stack.amqp_uri)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("", queue, b"kept", pika.BasicProperties(delivery_mode=2), mandatory=True)
    stack.kill("broker")

    def the_message():
        with pika.BlockingConnection(pika.URLParameters(stack.amqp_uri)) as connection:
            return connection.channel().basic_get(queue, auto_ack=True)[2]

    wait_until(lambda: broker_trouble(stack.amqp_uri) is None, seconds=60)
    assert wait_until(the_message, seconds=30) == b"kept"


def test_a_database_that_was_killed_comes_back_with_what_it_confirmed(stack, mongo, wait_until):
    mongo.marks.insert_one({"_id": 1, "pitch": 9})
    old = stack.kill("database")
    wait_until(lambda: stack.pid("database") not in (None, old), seconds=30)
    wait_until(lambda: database_trouble(stack.mongodb_uri, ports=None) is None, seconds=30)
    assert mongo.marks.find_one() == {"_id": 1, "pitch": 9}


def test_a_second_stack_runs_beside_the_first_and_starts_again_where_it_was(stack, tmp_path):
    beside = Stack(tmp_path / "beside", programs=())
    with beside:
        where, seen = (beside.amqp_uri, beside.mongodb_uri), pids(beside)
        assert broker_trouble(stack.amqp_uri) is None
        assert not seen & pids(stack)
        with MongoClient(beside.mongodb_uri) as client:
            client.test.marks.insert_one({"_id": 1})
    assert alive(seen) == set()
    with beside, MongoClient(beside.mongodb_uri) as client:
        assert (beside.amqp_uri, beside.mongodb_uri) == where
        assert client.test.marks.find_one() == {"_id": 1}


def test_a_database_follows_its_port(tmp_path, wait_until):
    folder = RunFolder(tmp_path)
    folder.make()
    for _ in range(2):
        folder.ports.unlink(missing_ok=True)
        ports = settle_ports(folder.ports, ["mongodb"])
        with folder.log("database").open("ab") as log:
            server = subprocess.Popen(database_program(folder, ports).command, stdout=log)
        try:
            wait_until(lambda: database_trouble(database_uri(ports), ports=ports) is None, seconds=30)  # noqa: B023 -- called in this turn
        finally:
            server.terminate()
            server.wait()


def test_a_broker_and_a_database_of_yours_are_used_and_none_is_started(ours):
    ours.wait_ready()
    assert list(ours.state()) == ["relay"]


def test_a_program_that_was_killed_is_started_again(ours, wait_until):
    ours.wait_ready()
    old = ours.kill("relay")
    wait_until(lambda: ours.pid("relay") not in (None, old))
    ours.wait_ready()


def test_a_program_that_was_stopped_stays_down_until_it_is_started(ours):
    ours.stop_program("relay")
    ours.stop_program("relay")
    assert (ours.state(), ours.pid("relay")) == ({"relay": "STOPPED"}, None)
    with pytest.raises(ProcessLookupError, match="relay is not running"):
        ours.kill("relay")
    ours.start_program("relay")
    ours.wait_ready()


def test_what_is_not_ready_is_named_with_its_last_words(lean):
    why = r"(?s)relay is not ready \(\w+\).*Its last words:"
    with (
        lean(environment={"AMQP_URI": "amqp://127.0.0.1:1/"}) as ours,
        pytest.raises(StackNotReady, match=why),
    ):
        ours.wait_ready(timeout=1)


def test_a_stack_ends_with_the_process_that_started_it(lean, wait_until):
    ours = lean()
    words = [sys.executable, "-c", OWNER, str(ours.run_dir)]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE) as owner:
        assert owner.stdout.readline() == b"up\n"
        seen = pids(ours)
        assert len(seen) >= 2
        owner.kill()
    wait_until(lambda: not alive(seen), seconds=30)
    with lean(programs=()) as again:
        assert again.is_up()


def test_a_killed_supervisor_takes_its_programs_along(lean, wait_until):
    first = lean()
    first.start()
    seen = pids(first)
    os.kill(first.processes()[0][1], signal.SIGKILL)
    wait_until(lambda: not alive(seen), seconds=30)
    with lean() as again:
        again.wait_ready()


def test_the_command_line_tells_what_runs(lean):
    ours = lean()

    def said(*words):
        command = [sys.executable, "-m", "infra.local", "--run-dir", str(ours.run_dir), *words]
        return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert said("status").returncode == 1
    with ours:
        assert said("status").stdout.startswith("relay")
        assert "already" in said("up").stderr
        assert said("down").stdout == "stopped\n"
        assert said("down").stdout.startswith("nothing runs")


def test_a_run_prints_the_first_organisers_link_and_ends_at_ctrl_c(lean):
    ours = lean()
    words = [sys.executable, "-c", TERMINAL, str(ours.run_dir)]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as terminal:
        lines = []
        for line in terminal.stdout:
            lines.append(line)
            if "Stop:" in line:
                break
        seen = pids(ours)
        terminal.send_signal(signal.SIGINT)
        rest = terminal.stdout.read()
    token = (ours.run_dir / "setup-token").read_text().strip()
    assert any(line.endswith(f"/sign-in?token={token}&first=1\n") for line in lines)
    assert (terminal.returncode, rest) == (0, "\n  stopping ...\n  stopped\n")
    assert alive(seen) == set()
