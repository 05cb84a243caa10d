"""The heart, the watchdog and the health server."""

import subprocess
import sys

import httpx

from services.chassis.telemetry.correlation import accepted, correlated, correlation_id
from services.chassis.telemetry.health import STALLED_EXIT, Heart, serve_health
from services.chassis.telemetry.metrics import SECONDS
from tests.support.process import CHECKOUT


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def a_heart():
    clock = Clock()
    return Heart(clock=clock), clock


def test_a_loop_that_went_round_lately_is_not_stalled():
    heart, clock = a_heart()
    heart.beat("queue", consuming=True)
    clock.now += 14
    assert heart.stalled() == {}


def test_a_loop_that_has_not_gone_round_for_fifteen_seconds_is_stalled():
    heart, clock = a_heart()
    heart.beat("queue", consuming=True)
    clock.now += 16
    assert heart.stalled() == {"queue": 16.0}


def test_ready_means_that_every_loop_consumes():
    heart, _ = a_heart()
    assert heart.idle() == ["nothing"]
    heart.beat("queue", consuming=True)
    heart.beat("rpc", consuming=False)
    assert heart.idle() == ["rpc"]
    heart.beat("rpc", consuming=True)
    heart.beat("rpc")
    assert heart.idle() == []


def test_the_health_server_answers_503_until_the_process_consumes():
    heart, _ = a_heart()
    server = serve_health(0, heart)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    assert httpx.get(f"{url}/healthz").status_code == 200
    assert httpx.get(f"{url}/readyz").json() == {"status": "not consuming", "waiting_for": ["nothing"]}
    heart.beat("queue", consuming=True)
    assert httpx.get(f"{url}/readyz").status_code == 200
    SECONDS.labels("sample", "on_nothing").observe(0.1)
    assert "darkhorse_entrypoint_seconds" in httpx.get(f"{url}/metrics").text
    assert httpx.get(f"{url}/elsewhere").status_code == 404
    server.shutdown()
    server.server_close()


STALLING = """
import threading, time
from services.chassis.telemetry.health import Heart, watch
now = [0.0]
heart = Heart(clock=lambda: now[0])
heart.beat("queue", consuming=True)
if {guarded}:
    watch(heart, thread=threading.Thread, sleep=lambda seconds: time.sleep(0.01))
now[0] = 60.0
threading.Event().wait(1.0)
"""


def run_stalled(*, guarded):
    code = STALLING.format(guarded=guarded)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, timeout=20, check=False
    )


def test_the_watchdog_ends_a_stalled_process_and_says_which_loop():
    ended = run_stalled(guarded=True)
    assert ended.returncode == STALLED_EXIT
    assert '"stalled": {"queue": 60.0}' in ended.stderr


def test_control_without_the_watchdog_the_stalled_process_lives_on():
    assert run_stalled(guarded=False).returncode == 0


def test_a_valid_traceparent_is_kept_and_an_invalid_one_replaced():
    valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert accepted(valid) == valid
    assert accepted("00-" + "0" * 32 + "-00f067aa0ba902b7-01") != valid
    with correlated(valid):
        assert correlation_id() == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert correlation_id() is None
