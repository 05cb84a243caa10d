"""The load test as anyone starts it, for a few seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_short_load_ends_with_its_figures_and_nothing_that_was_confirmed_is_missing():
    command = [sys.executable, "-W", "ignore", "-m", "loadtests", "--quick"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [[cell.strip() for cell in line.strip("│┃ ").split("│")] for line in done.stdout.splitlines()]
    verdicts = {row[0]: row[-1] for row in rows if row[-1] in ("met", "MISSED")}
    assert len(verdicts) == 10
    exact = ("every confirmed scorecard is recorded", "no queue growing at the end", "no message given up")
    exact += ("every phone has the newest in the end",)
    assert {name: verdicts[name] for name in exact} == dict.fromkeys(exact, "met")
