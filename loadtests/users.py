"""Who asks for what on results night. Locust makes them; see locustfile.py."""

import json
import os
import random
from collections import defaultdict, deque
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from uuid import uuid4

from locust import FastHttpUser, constant, events, task
from locust.exception import StopUser

WORLD = json.loads(Path(os.environ["LOAD_WORLD"]).read_text(encoding="utf-8"))
PHONES = iter(WORLD["phones"])
FIRST_REVISION = int(os.environ.get("LOAD_FIRST_REVISION", "1"))
# judging remembers the last 20 commands of a scorecard.
RECEIPTS: dict[str, dict[str, deque[str]]] = defaultdict(lambda: defaultdict(lambda: deque(maxlen=20)))
GIVEN = {"receipts": 0}
CRITERIA = ("team", "problem", "product", "business", "pitch")


class Judge(FastHttpUser):
    """A phone that sends one scorecard after the other, as fast as they are confirmed.

    It goes round its list; each round is the next revision, so each is a scorecard to be counted.
    """

    wait_time = constant(0)
    weight = 1

    def on_start(self) -> None:
        phone = next(PHONES, None)
        if phone is None:
            raise StopUser
        self.headers = {"Authorization": f"Bearer {phone['token']}", "Content-Type": "application/json"}
        self.receipts = RECEIPTS[phone["token"]]
        self.chance = random.Random(phone["token"])
        self.owed = (
            (revision, entry_id) for revision in count(FIRST_REVISION) for entry_id in phone["entry_ids"]
        )

    @task
    def score(self) -> None:
        revision, entry_id = next(self.owed)
        marks = ",".join(f'"{name}":"{self.chance.randrange(21) / 2}"' for name in CRITERIA)
        body = (
            f'{{"command_id":"{uuid4()}","edition_id":"{WORLD["edition_id"]}","stage_id":"preliminary",'
            f'"entry_id":"{entry_id}","revision":{revision},"marks":{{{marks}}},"comment":"",'
            f'"made_at":"{datetime.now(UTC).isoformat()}"}}'
        )
        answer = self.client.post(
            "/api/v1/scorecards", data=body.encode(), headers=self.headers, name="scorecard"
        )
        if answer.status_code == 202 and "receipt" in (said := answer.json()):
            self.receipts[entry_id].append(said["receipt"])
            GIVEN["receipts"] += 1


class Audience(FastHttpUser):
    """Looks at the public board."""

    wait_time = constant(1)
    fixed_count = int(os.environ.get("LOAD_AUDIENCE", "0"))

    @task
    def look(self) -> None:
        self.client.get(f"/api/v1/editions/{WORLD['edition_id']}/board", name="board")


class Viewer(FastHttpUser):
    """Keeps the live stream of the board open; each board that comes is one more line read."""

    wait_time = constant(1)
    fixed_count = int(os.environ.get("LOAD_VIEWERS", "0"))

    @task
    def listen(self) -> None:
        url = f"{WORLD['live']}/editions/{WORLD['edition_id']}/board"
        for _ in self.client.iter_lines(url, name="stream"):
            pass


class Organiser(FastHttpUser):
    """Watches coverage, which is the dearest page that is looked at during scoring."""

    wait_time = constant(2)
    fixed_count = int(os.environ.get("LOAD_ORGANISERS", "0"))
    turns = cycle(("coverage", "status"))

    @task
    def watch(self) -> None:
        headers = {"Authorization": f"Bearer {WORLD['organiser']}"}
        stage = f"/api/v1/editions/{WORLD['edition_id']}/stages/preliminary"
        path = f"{stage}/coverage" if next(self.turns) == "coverage" else "/api/v1/status"
        self.client.get(path, headers=headers, name="organiser")


@events.quitting.add_listener
def write_receipts(**_: object) -> None:
    """Leave how many receipts were given, and the newest of each scorecard by the judge's session."""
    newest = {
        token: [receipt for receipts in kept.values() for receipt in receipts]
        for token, kept in RECEIPTS.items()
    }
    Path(os.environ["LOAD_RECEIPTS"]).write_text(
        json.dumps({"given": GIVEN["receipts"], "newest": newest}), encoding="utf-8"
    )
