"""`python -m loadtests`: scorecards per second beside a floor measured in the same run."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.local.stack import Stack
from loadtests.crowd.figures import CrowdFigures
from loadtests.crowd.measure import Crowd
from loadtests.crowd.phones import allow_files
from loadtests.patience import until
from loadtests.report import Figures, print_report
from loadtests.run import Taken, run_locust
from loadtests.watching import Watch, memory
from loadtests.world import World

FLOOR_PORTS = range(32_000, 32_100)
CONSUMERS = ("judging", "scoring", "relay")
ROUNDS_APART = 100_000
CROWD_MOST = 15_000


@dataclass(frozen=True)
class Plan:
    """How long and how much."""

    seconds: int
    phones: int
    entries: int
    crowd: int

    @property
    def short(self) -> int:
        """Seconds of the runs that need not be sustained."""
        return max(3, self.seconds // 3)

    @property
    def changes(self) -> int:
        """Changes told one by one, to see how long each is on its way."""
        return max(4, self.seconds // 3)


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 0 also when a target is missed, which its row says."""
    plan = _plan(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="darkhorse-load-") as folder,
        Stack(Path(folder) / "run") as stack,
    ):
        stack.wait_ready(90)
        print_report(_measure(stack, plan, Path(folder)))
    return 0


def _measure(stack: Stack, plan: Plan, folder: Path) -> Figures:
    say(f"making an edition with {plan.entries} entries, and signing in {plan.phones} judges")
    world = World(stack, phones=plan.phones, entries=plan.entries)
    known = world.write(folder / "world.json")
    say(f"the floor, {plan.short} s")
    with _floor(stack) as url:
        floor = run_locust(url, world=known, seconds=plan.short, phones=plan.phones)
    say(f"the tell door alone, {plan.short} s; judging, scoring and relay are stopped")
    door = _door(stack, world, plan, known)
    say(f"a deadline rush, {plan.short} s, and until all is counted")
    rush, rush_counted = _counted(stack, world, plan, known, shape="rush", seconds=plan.short, revision=2)
    say(f"a results night, {plan.seconds} s, and until all is counted")
    with Watch(stack) as watch:
        night, night_counted = _counted(
            stack, world, plan, known, shape="night", seconds=plan.seconds, revision=3
        )
    missing = world.missing(night.receipts)
    say("the floor again")
    used = memory(stack)
    with _floor(stack) as url:
        again = run_locust(url, world=known, seconds=plan.short, phones=plan.phones, first_revision=9)
    return Figures(
        floors=(floor, again),
        door=door,
        rush=rush,
        rush_counted_per_second=rush_counted,
        night=night,
        night_counted_per_second=night_counted,
        night_missing=len(missing),
        longest_queue=watch.longest(),
        growing=watch.growing(),
        dead_letters=world.dead_letters(),
        memory=used,
        phones=plan.phones,
        crowd=_crowd(stack, world, plan, known),
    )


def _crowd(stack: Stack, world: World, plan: Plan, known: Path) -> CrowdFigures | None:
    if not plan.crowd:
        return None
    crowd = Crowd(stack, world.edition_id, phones=plan.crowd, changes=plan.changes, say=say)
    return crowd.measure(known, judges=plan.phones, seconds=plan.short, first_revision=10 * ROUNDS_APART)


def _door(stack: Stack, world: World, plan: Plan, known: Path) -> Taken:
    for program in CONSUMERS:
        stack.stop_program(program)
    door = run_locust(
        stack.gateway_url, world=known, seconds=plan.short, phones=plan.phones, first_revision=1
    )
    for program in CONSUMERS:
        stack.start_program(program)
    stack.wait_ready(60)
    say(f"counting the {door.confirmed:,} it took")
    until(world.quiet, seconds=300)
    return door


def _counted(
    stack: Stack, world: World, plan: Plan, known: Path, *, shape: str, seconds: int, revision: int
) -> tuple[Taken, float]:
    """Return what was confirmed, and how many a second from the first sent to the last counted."""
    began = time.monotonic()
    # Rounds far apart, so that no run's revisions meet another's.
    taken = run_locust(
        stack.gateway_url,
        world=known,
        seconds=seconds,
        phones=plan.phones,
        shape=shape,
        audience=8,
        viewers=16,
        organisers=1,
        first_revision=revision * ROUNDS_APART,
    )
    load_ended = time.monotonic()
    until(world.quiet, seconds=300)
    behind = time.monotonic() - load_ended
    say(f"all counted {behind:.1f} s after the last was sent, {load_ended - began:.0f} s after the start")
    return taken, taken.confirmed / (taken.seconds + behind)


@contextmanager
def _floor(stack: Stack) -> Iterator[str]:
    """Run the floor beside an idle system, on a port of its own."""
    port = next(port for port in FLOOR_PORTS if not _answers(port))
    gunicorn = ("-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "16")
    where = (
        "--bind",
        f"127.0.0.1:{port}",
        "--keep-alive",
        "75",
        "--no-control-socket",
        "--log-level",
        "error",
    )
    process = subprocess.Popen(
        [sys.executable, *gunicorn, *where, "loadtests.floor:create_app()"],
        env={"MONGODB_URI": stack.mongodb_uri, "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "ignore"},
        cwd=Path(__file__).parents[1],
    )
    try:
        until(lambda: _answers(port), seconds=20)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=1).status_code == 200
    except httpx.HTTPError:
        return False


def _plan(arguments: list[str] | None) -> Plan:
    parser = argparse.ArgumentParser(prog="python -m loadtests", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long the results night lasts (3 to 600)")
    parser.add_argument("--phones", type=int, default=64, help="how many judges score at once (1 to 500)")
    parser.add_argument("--entries", type=int, default=1500, help="entries, each with three scorecards")
    parser.add_argument("--crowd", type=int, default=5_000, help="phones on the live stream (0 to 15,000)")
    parser.add_argument("--quick", action="store_true", help="a few seconds, to see that it works")
    given = parser.parse_args(arguments)
    if not (3 <= given.seconds <= 600 and 1 <= given.phones <= 500 and 10 <= given.entries <= 20_000):
        parser.error("3 to 600 seconds, 1 to 500 phones and 10 to 20,000 entries are allowed")
    if not 0 <= given.crowd <= CROWD_MOST:
        parser.error(f"a crowd of 0 to {CROWD_MOST:,} is allowed")
    allow_files(given.crowd)
    if given.quick:
        return Plan(seconds=3, phones=min(given.phones, 8), entries=60, crowd=min(given.crowd, 100))
    return Plan(given.seconds, given.phones, given.entries, given.crowd)


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
