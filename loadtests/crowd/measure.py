"""Thousands of phones on the live stream of one machine, measured from a process beside it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.stack import Stack
from loadtests.crowd.driven import Driven
from loadtests.crowd.figures import CrowdFigures, Storm, Waits
from loadtests.crowd.made import Listening, Maker
from loadtests.patience import until
from loadtests.run import Taken, run_locust
from loadtests.watching import memory

APART_SECONDS = 0.3
SETTLE_SECONDS = 60
FRAME_BYTES = 300


class Crowd:
    """Phones on the stream of an edition of a stack that runs."""

    def __init__(
        self, stack: Stack, edition_id: str, *, phones: int, changes: int, say: Callable[[str], None]
    ) -> None:
        self._stack = stack
        self._edition_id = edition_id
        self._count = phones
        self._changes = changes
        self._say = say

    def measure(self, known: Path, *, judges: int, seconds: int, first_revision: int) -> CrowdFigures:
        """Return the figures: a floor, a quiet while, a night with `judges` scoring, and a storm."""
        with Driven("phones", str(self._count)) as phones:
            self._say(f"{self._count:,} phones on bare sockets: the floor")
            floor = self._floor(phones)
            idle = self._renewed()
            self._say(f"{self._count:,} phones on the live stream")
            coming = self._come(phones)
            used = self._memory()
            maker = Maker(self._stack.amqp_uri, self._edition_id)
            quiet = self._quiet(phones, maker)
            self._say(f"the same while {judges} judges score, {seconds} s")
            listening, taken = self._night(maker, known, judges, seconds, first_revision)
            lost = self._settled(phones, listening.made)
            night = _waits(phones.ask(do="waits", made=listening.made))
            self._say("live is killed, and all come back")
            storm = self._storm(phones, maker)
            maker.close()
        return CrowdFigures(
            phones=self._count,
            coming=coming,
            memory_without=idle,
            memory_with=used,
            floor=floor,
            quiet=quiet,
            night=night,
            judges=taken,
            frame=listening.largest,
            lost=lost,
            storm=storm,
        )

    def _floor(self, phones: Driven) -> Waits:
        with Driven("floor", str(self._count), greets=True) as floor:
            phones.ask(do="connect", host="127.0.0.1", port=floor.hello["port"], path="/", count=self._count)
            until(lambda: self._all(phones), seconds=SETTLE_SECONDS, every=0.05)
            made = []
            for number in range(1, self._changes + 1):
                made.append((number, floor.ask(number=number, size=FRAME_BYTES)["began"]))
                time.sleep(APART_SECONDS)
            waits = _waits(phones.ask(do="waits", made={"floor.b": made}))
            phones.ask(do="leave")
        return waits

    def _renewed(self) -> float:
        """Start live anew; return the memory that it takes with nobody there."""
        self._stack.stop_program("live")
        self._stack.start_program("live")
        self._stack.wait_ready(30)
        return self._memory()

    def _come(self, phones: Driven) -> float:
        began = time.monotonic()
        host, port = self._stack.live_url.removeprefix("http://").split(":")
        path = f"/editions/{self._edition_id}/show"
        phones.ask(do="connect", host=host, port=int(port), path=path, count=self._count)
        until(lambda: self._all(phones), seconds=SETTLE_SECONDS, every=0.1)
        return time.monotonic() - began

    def _quiet(self, phones: Driven, maker: Maker) -> Waits:
        for _ in range(self._changes):
            number = maker.make()
            maker.rest(APART_SECONDS)
        until(lambda: not self._behind(phones, maker.topic, number), seconds=SETTLE_SECONDS)
        waits = _waits(phones.ask(do="waits", made={maker.topic: maker.made}))
        phones.ask(do="forget")
        return waits

    def _night(
        self, maker: Maker, known: Path, judges: int, seconds: int, first_revision: int
    ) -> tuple[Listening, Taken]:
        """Let judges score, and let a board change by hand besides, five times in two seconds."""
        with Listening(self._stack.amqp_uri, self._edition_id) as listening, maker.making(every=0.4):
            taken = run_locust(
                self._stack.gateway_url,
                world=known,
                seconds=seconds,
                phones=judges,
                first_revision=first_revision,
            )
        return listening, taken

    def _settled(self, phones: Driven, made: dict[str, list[tuple[int, float]]]) -> int:
        """Return how many phones do not have the newest of everything, when no more comes."""
        behind = 0
        for topic, changes in made.items():
            number = changes[-1][0]
            try:
                until(
                    lambda topic=topic, number=number: not self._behind(phones, topic, number),
                    seconds=10,
                )
            except TimeoutError:
                behind += self._behind(phones, topic, number)
        return behind

    def _storm(self, phones: Driven, maker: Maker) -> Storm:
        self._stack.kill("live")
        killed, first = time.time(), maker.make()
        until(lambda: not self._all(phones), seconds=5, every=0.01)
        live, deadline = 0.0, killed + SETTLE_SECONDS
        while time.time() < deadline:
            maker.make()
            maker.rest(APART_SECONDS)
            state = phones.ask(do="state", topic=maker.topic, number=first)
            if not live and state["connected"]:
                live = phones.ask(do="back", since=killed)["first"]
            if state["connected"] == self._count and not state["behind"]:
                break
        back = phones.ask(do="back", since=killed)["last"]
        newest = _waits(phones.ask(do="waits", made={maker.topic: [(first, killed)]}))
        behind = self._settled(phones, {maker.topic: maker.made})
        return Storm(live=live, back=back, newest=newest.last(1), behind=behind)

    def _all(self, phones: Driven) -> bool:
        return bool(phones.ask(do="state")["connected"] == self._count)

    def _behind(self, phones: Driven, topic: str, number: int) -> int:
        return int(phones.ask(do="state", topic=topic, number=number)["behind"])

    def _memory(self) -> float:
        return memory(self._stack)["live"]


def _waits(answer: dict[str, Any]) -> Waits:
    firsts, lasts = (
        sorted(float("inf") if wait is None else wait for wait in answer[name])
        for name in ("firsts", "lasts")
    )
    return Waits(answer["p50"] or 0.0, answer["p99"] or 0.0, firsts, lasts, answer["never"])
