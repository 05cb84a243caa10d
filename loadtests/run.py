"""One run of locust, and what it says of it."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
GRACE_SECONDS = 60


@dataclass(frozen=True)
class Taken:
    """Scorecards that were confirmed, and how long each waited, in milliseconds.

    `given` is how many receipts came with the confirms; `receipts` are the newest 20 of each
    scorecard, by the session of the judge.
    """

    confirmed: int
    failed: int
    seconds: float
    p50: float
    p95: float
    p99: float
    given: int = 0
    receipts: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def per_second(self) -> float:
        """Confirmed scorecards in a second."""
        return self.confirmed / self.seconds if self.seconds else 0.0


class LoadFailed(RuntimeError):
    """Locust ended without figures; the message holds its last words."""


def run_locust(
    url: str,
    *,
    world: Path,
    seconds: int,
    phones: int,
    shape: str = "night",
    audience: int = 0,
    viewers: int = 0,
    organisers: int = 0,
    first_revision: int = 1,
) -> Taken:
    """Put load on `url`, which is on this machine, for so many seconds."""
    prefix = world.parent / f"locust-{shape}-{first_revision}"
    environment = {
        **os.environ,
        "LOAD_WORLD": str(world),
        "LOAD_SECONDS": str(seconds),
        "LOAD_PHONES": str(phones),
        "LOAD_SHAPE": shape,
        "LOAD_AUDIENCE": str(audience),
        "LOAD_VIEWERS": str(viewers),
        "LOAD_ORGANISERS": str(organisers),
        "LOAD_FIRST_REVISION": str(first_revision),
        "LOAD_RECEIPTS": f"{prefix}_receipts.json",
        "PYTHONPATH": str(CHECKOUT),
    }
    # Named, for locust would spread the phones over a kind of user whose fixed count is 0.
    others = {"Audience": audience, "Viewer": viewers, "Organiser": organisers}
    users = ["Judge", *(name for name, number in others.items() if number)]
    locustfile = ("-f", str(CHECKOUT / "loadtests" / "locustfile.py"))
    quietly = ("--headless", "--only-summary", "--loglevel", "ERROR", "--csv", str(prefix), "--host", url)
    done = subprocess.run(
        [sys.executable, "-m", "locust", *locustfile, *quietly, *users],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=seconds + GRACE_SECONDS,
        check=False,
    )
    taken = _read(Path(f"{prefix}_stats.csv"), seconds, done.stdout + done.stderr)
    noted = json.loads(Path(f"{prefix}_receipts.json").read_text(encoding="utf-8"))
    return replace(taken, given=noted["given"], receipts=noted["newest"])


def _read(path: Path, seconds: int, said: str) -> Taken:
    if not path.exists():
        raise LoadFailed(f"locust wrote no figures; it said:\n{said[-2000:]}")
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["Name"] == "scorecard":
                failed = int(row["Failure Count"])
                return Taken(
                    confirmed=int(row["Request Count"]) - failed,
                    failed=failed,
                    seconds=float(seconds),
                    p50=float(row["50%"]),
                    p95=float(row["95%"]),
                    p99=float(row["99%"]),
                )
    raise LoadFailed(f"no scorecard was sent; locust said:\n{said[-2000:]}")
