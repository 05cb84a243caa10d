"""A place on the panel for whoever watches: a link with which to score along on a phone."""

import time
from typing import Any

from infra.demo.cast import Person
from infra.demo.contest import FINAL, LOOK_SECONDS, Contest, invite

GUEST = Person("A guest on the panel", "guest@darkhorse.example", {"commitment": 100, "firm": ""})


def invite_guest(contest: Contest) -> str:
    """Add a judge who is nobody's phone, and return the link."""
    body = {"judges": [GUEST.body]}
    [added] = contest.organiser.post(f"{contest.path}/judges", body)["judges"]
    contest.guest = added["judge_id"]
    contest.judges[contest.guest] = GUEST
    return invite(contest, "judge", {contest.guest: GUEST})[contest.guest]


def wait_for_guest(contest: Contest, number: int) -> None:
    """Return once the guest has sent `number` scorecards, or the pitch is over."""
    deadline = time.monotonic() + contest.pitch_seconds
    while time.monotonic() < deadline and _sent(contest) < number:
        time.sleep(LOOK_SECONDS)


def _sent(contest: Contest) -> int:
    coverage: dict[str, Any] = contest.organiser.get(f"{contest.stage_path(FINAL)}/coverage")
    own = [line for line in coverage["by_judge"] if line["judge_id"] == contest.guest]
    return sum(line["submitted"] for line in own)
