"""The audience votes with tickets, most of them within seconds of each other."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from infra.demo.client import Client
from infra.demo.contest import FINAL, Broken, Contest, ask_again, wait_for
from infra.demo.progress import Tell

VOTE, NAME = "audience", "Audience award"
AT_ONCE = 16
TICKETS_AT_ONCE = 500
CHANGED, TWICE = 0.05, 0.03
COUNT_SECONDS = 60.0


@dataclass
class Audience:
    """What the tickets chose last, by entry, and how voting went.

    `safe` are the seconds until each vote was confirmed; `early` is what could be seen of a total
    before it was revealed.
    """

    chosen: Counter[str] = field(default_factory=Counter)
    safe: list[float] = field(default_factory=list)
    took: float = 0.0
    counted_after: float = 0.0
    early: list[str] = field(default_factory=list)
    revealed: dict[str, int] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, Any]:
        """Return how it went, for the report."""
        waits = sorted(self.safe)
        return {
            "tickets": sum(self.chosen.values()),
            "votes": len(waits),
            "seconds": round(self.took, 2),
            "safe, median": round(waits[len(waits) // 2], 3),
            "safe, 99 of 100": round(waits[len(waits) * 99 // 100], 3),
            "all counted after the last": round(self.counted_after, 2),
        }


def issue_tickets(contest: Contest) -> list[str]:
    """Make the tickets; return their secrets."""
    secrets: list[str] = []
    while (left := contest.size.tickets - len(secrets)) > 0:
        asked = {"count": min(TICKETS_AT_ONCE, left)}
        made = contest.organiser.post(f"{contest.path}/tickets", asked)["tickets"]
        secrets += [ticket["url"].rpartition("/")[2] for ticket in made]
    return secrets


def vote(contest: Contest, finalists: list[str], secrets: list[str], tell: Tell) -> Audience:
    """Let every ticket vote, some of them twice or anew; back when all votes are counted, each once."""
    audience = Audience()
    opened = {"name": NAME, "stage_id": FINAL, "entry_ids": finalists}
    path = f"{contest.path}/votes/{VOTE}"
    ask_again(lambda: contest.organiser.post(f"{path}/open", opened), while_code="not_found")
    shares = [secrets[number::AT_ONCE] for number in range(AT_ONCE)]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as hall:
        phones = [
            hall.submit(_vote_all, contest, share, finalists, Random(f"{contest.seed} audience {number}"))
            for number, share in enumerate(shares)
        ]
        for phone in phones:
            chosen, safe = phone.result()
            audience.chosen += chosen
            audience.safe += safe
            tell(sum(audience.chosen.values()))
    audience.took = time.monotonic() - began
    audience.early = _seen_early(contest)
    ended = time.monotonic()
    wait_for("all votes", lambda: _turnout(contest) == audience.chosen, seconds=COUNT_SECONDS)
    audience.counted_after = time.monotonic() - ended
    contest.organiser.post(f"{path}/close")
    return audience


def reveal_vote(contest: Contest, audience: Audience) -> None:
    """Show everybody the totals, once what was on its way is counted."""
    path = f"{contest.path}/votes/{VOTE}/reveal"
    ask_again(lambda: contest.organiser.post(path), while_code="votes_arriving")
    [told] = _public(contest)
    audience.revealed = {row["entry_id"]: row["votes"] for row in told["totals"] if row["votes"]}
    if not audience.revealed:
        raise Broken("the vote was revealed without a total")


def _vote_all(
    contest: Contest, secrets: list[str], finalists: list[str], rng: Random
) -> tuple[Counter[str], list[float]]:
    phone, chosen, safe = Client(contest.organiser.gateway_url), Counter[str](), list[float]()
    try:
        for secret in secrets:
            choices = rng.choices(finalists, k=2 if rng.random() < CHANGED else 1)
            bodies = [_vote(contest, secret, id, ago=len(choices) - n) for n, id in enumerate(choices)]
            if rng.random() < TWICE:
                bodies.append(bodies[-1])
            for body in bodies:
                began = time.monotonic()
                phone.post("/votes", body)
                safe.append(time.monotonic() - began)
            chosen[choices[-1]] += 1
    finally:
        phone.close()
    return chosen, safe


def _vote(contest: Contest, secret: str, entry_id: str, *, ago: int) -> dict[str, Any]:
    made_at = datetime.now(UTC) - timedelta(milliseconds=100 * ago)
    return {
        "command_id": str(uuid4()),
        "edition_id": contest.edition_id,
        "vote_id": VOTE,
        "ticket": secret,
        "entry_id": entry_id,
        "made_at": made_at.isoformat(),
    }


def _turnout(contest: Contest) -> Counter[str]:
    [told] = contest.organiser.get(f"{contest.path}/turnout")["votes"]
    return Counter({row["entry_id"]: row["votes"] for row in told["rows"] if row["votes"]})


def _public(contest: Contest) -> list[dict[str, Any]]:
    public = Client(contest.organiser.gateway_url)
    try:
        found: list[dict[str, Any]] = public.get(f"{contest.path}/votes")["votes"]
        return found
    finally:
        public.close()


def _seen_early(contest: Contest) -> list[str]:
    return [f"{NAME} showed {vote['totals']}" for vote in _public(contest) if vote["totals"]]
