"""`python -m loadtests.votes`: an audience votes within a minute, and then as fast as it is let."""

import argparse
import json
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from infra.demo.client import Client, Refused
from infra.local.stack import Stack
from loadtests.patience import until

ORGANISER = {"name": "Mei-Hua Lin", "email": "organiser@darkhorse.example"}
COMPANIES = ("Amber Looms", "Birch Robotics", "Cobalt Kitchens", "Dune Optics", "Ember Freight")
STAGE = "preliminary"
VOTE = "audience"


class Hall:
    """An edition with an open vote and its tickets."""

    def __init__(self, stack: Stack, tickets: int) -> None:
        self.organiser = Client(stack.gateway_url)
        self.organiser.sign_in(stack.setup_token, **ORGANISER)
        self.address = urlsplit(stack.gateway_url)
        host = self.organiser.post("/hosts", {"name": "Dark Horse Society"})["host_id"]
        programme = self.organiser.post(f"/hosts/{host}/programmes", {"name": "Cup"})["programme_id"]
        begun = {"blueprint": "black-horse", "name": "Votes"}
        self.edition_id = self.organiser.post(f"/programmes/{programme}/editions", begun)["edition_id"]
        self.path = f"/editions/{self.edition_id}"
        self.organiser.post(f"{self.path}/entries/import", {"csv": "\n".join(["company", *COMPANIES, ""])})
        self.organiser.post(f"{self.path}/entries/screen", {"decision": "eligible"})
        self.entries = [e["entry_id"] for e in self.organiser.get(f"{self.path}/entries")["entries"]]
        until(self._opened, seconds=30)
        self.tickets: list[str] = []
        while len(self.tickets) < tickets:
            made = self.organiser.post(f"{self.path}/tickets", {"count": min(500, tickets)})["tickets"]
            self.tickets += [ticket["url"].rpartition("/")[2] for ticket in made]

    def _opened(self) -> bool:
        body = {"name": "Audience award", "stage_id": STAGE, "entry_ids": self.entries}
        try:
            self.organiser.post(f"{self.path}/votes/{VOTE}/open", body)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return False
        return True

    def votes(self) -> dict[str, int]:
        """Return the votes that count by entry."""
        rows = self.organiser.get(f"{self.path}/turnout")["votes"][0]["rows"]
        return {row["entry_id"]: row["votes"] for row in rows}

    def run(self, phones: int, *, seconds: float, turn: int) -> None:
        """Let every ticket vote once, spread over `seconds`; print how it went, and check the count."""
        began = time.monotonic()
        shares = [range(n, len(self.tickets), phones) for n in range(phones)]
        gap = seconds / len(self.tickets)
        with ThreadPoolExecutor(phones) as pool:
            found = pool.map(lambda share: self._phone(share, began, gap, turn), shares)
            waits = sorted(wait for part in found for wait in part)
        took = time.monotonic() - began
        wanted = dict.fromkeys(self.entries, 0)
        for number in range(len(self.tickets)):
            wanted[self._choice(number, turn)] += 1
        until(lambda: self.votes() == wanted, seconds=120)
        counted = time.monotonic() - began
        p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
        print(
            f"  {len(waits):,} votes safe in {took:.1f} s, {len(waits) / took:,.0f} a second, p50 {p50:.0f} ms, "
            f"p99 {p99:.0f} ms; all counted, each once, {counted - took:.1f} s after the last",
            flush=True,
        )

    def _phone(self, share: range, began: float, gap: float, turn: int) -> list[float]:
        waits = []
        connection = HTTPConnection(str(self.address.hostname), self.address.port, timeout=30)
        for number in share:
            time.sleep(max(0.0, began + number * gap - time.monotonic()))
            sent = time.monotonic()
            connection.request(
                "POST", "/api/v1/votes", self._vote(number, turn), {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 202:
                raise RuntimeError(f"{answer.status}: {text.decode()}")
            waits.append(time.monotonic() - sent)
        connection.close()
        return waits

    def _vote(self, number: int, turn: int) -> bytes:
        vote = {
            "command_id": str(uuid4()),
            "edition_id": self.edition_id,
            "vote_id": VOTE,
            "ticket": self.tickets[number],
            "entry_id": self._choice(number, turn),
            "made_at": datetime.now(UTC).isoformat(),
        }
        return json.dumps(vote).encode()

    def _choice(self, number: int, turn: int) -> str:
        return self.entries[(number * 7 // 3 + turn) % len(self.entries)]


def main(arguments: list[str] | None = None) -> int:
    """Print what was measured; fails when a vote is refused or not counted."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.votes", description=__doc__)
    parser.add_argument("--tickets", type=int, default=5_000, help="how many vote")
    parser.add_argument("--seconds", type=float, default=60, help="how long the first round is spread over")
    parser.add_argument("--phones", type=int, default=64, help="how many send at once")
    given = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="darkhorse-votes-") as folder,
        Stack(Path(folder) / "run") as stack,
    ):
        stack.wait_ready(90)
        hall = Hall(stack, given.tickets)
        for turn, seconds in enumerate((given.seconds, 0.0, 0.0)):
            hall.run(given.phones, seconds=seconds, turn=turn)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
