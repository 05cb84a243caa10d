"""The contest that load is put on: made through HTTP, as an organiser would."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx

from infra.local.stack import Stack
from loadtests.patience import until

COMMITMENT = 20_000
IMPORTED_AT_ONCE = 1_000
# As many as fit into the longest address that the gateway takes.
ASKED_AT_ONCE = 50
RECORDED = ("recorded", "counted")


class World:
    """An edition with judges signed in, entries assigned, and its first stage open."""

    def __init__(self, stack: Stack, *, phones: int, entries: int) -> None:
        self.stack = stack
        self.client = httpx.Client(base_url=f"{stack.gateway_url}/api/v1", timeout=60)
        self.organiser = self.post("/sign-in", token=stack.setup_token, name="Organiser")["session_token"]
        self.client.headers["Authorization"] = f"Bearer {self.organiser}"
        self.edition_id = self._edition()
        self._enter(entries)
        tokens = self._judges(phones)
        until(lambda: self._assigned() == 3 * entries, seconds=60)
        self.post(f"{self.stage}/open")
        self.phones = [self._phone(token) for token in tokens]
        until(lambda: self.get(f"{self.stage}/standings").get("expected") == 3 * entries, seconds=60)

    @property
    def stage(self) -> str:
        """Where the stage that is scored is."""
        return f"/editions/{self.edition_id}/stages/preliminary"

    def write(self, path: Path) -> Path:
        """Write what locust's users need to know."""
        known = {
            "edition_id": self.edition_id,
            "organiser": self.organiser,
            "phones": self.phones,
            "live": self.stack.live_url,
        }
        path.write_text(json.dumps(known), encoding="utf-8")
        return path

    def quiet(self) -> bool:
        """Return whether every scorecard that was taken is in the standings."""
        status = self.get("/status")
        ready = sum(queue["ready"] for queue in status["queues"])
        return not ready and not status["pending"]

    def missing(self, given: dict[str, list[str]]) -> list[str]:
        """Return the receipts, given by judge's session, whose scorecards are not recorded."""
        missing: list[str] = []
        for token, receipts in given.items():
            headers = {"Authorization": f"Bearer {token}"}
            for start in range(0, len(receipts), ASKED_AT_ONCE):
                asked = {"receipt": receipts[start : start + ASKED_AT_ONCE]}
                answer = self.client.get("/receipts", params=asked, headers=headers).raise_for_status()
                missing += not_recorded(answer.json()["receipts"])
        return missing

    def dead_letters(self) -> int:
        """Return how many messages were given up."""
        return int(self.get("/status")["dead_letters"])

    def get(self, path: str) -> dict[str, Any]:
        """Return an answer, {} while there is none."""
        response = self.client.get(path)
        return dict(response.json()) if response.status_code == 200 else {}

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Return an answer; httpx.HTTPStatusError when it is a refusal."""
        return dict(self.client.post(path, json=body).raise_for_status().json())

    def _edition(self) -> str:
        host = self.post("/hosts", name="Load")["host_id"]
        programme = self.post(f"/hosts/{host}/programmes", name="Load")["programme_id"]
        path = f"/programmes/{programme}/editions"
        return str(self.post(path, blueprint="black-horse", name="Load")["edition_id"])

    def _enter(self, entries: int) -> None:
        for start in range(0, entries, IMPORTED_AT_ONCE):
            numbers = range(start, min(entries, start + IMPORTED_AT_ONCE))
            self.post(f"/editions/{self.edition_id}/entries/import", csv=_startups(numbers))
        self.post(f"/editions/{self.edition_id}/entries/screen", decision="eligible")

    def _judges(self, phones: int) -> list[str]:
        new = [
            {"name": f"Judge {n}", "email": f"judge{n}@example.org", "commitment": COMMITMENT}
            for n in range(phones)
        ]
        add = f"/editions/{self.edition_id}/judges"
        until(lambda: self.client.post(add, json={"judges": new}).status_code == 200, seconds=30)
        judges = self.post(add, judges=new)["judges"]
        invitations = [
            {"role": "judge", "name": "Judge", "email": judge["email"], "subject_id": judge["judge_id"]}
            for judge in judges
        ]
        links = self.post(f"/editions/{self.edition_id}/invitations", invitations=invitations)["links"]
        tokens = [link["url"].partition("token=")[2] for link in links]
        return [self.post("/sign-in", token=token)["session_token"] for token in tokens]

    def _assigned(self) -> int:
        response = self.client.post(f"{self.stage}/assignments", json={})
        return int(response.json().get("assignments", 0)) if response.status_code == 200 else 0

    def _phone(self, token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}

        def stages() -> Any:
            found = self.client.get("/me/assignments", headers=headers).raise_for_status().json()["stages"]
            return found if found and found[0]["state"] == "open" else None

        entry_ids = [assignment["entry_id"] for assignment in until(stages, seconds=30)[0]["assignments"]]
        return {"token": token, "entry_ids": entry_ids}


def _startups(numbers: range) -> str:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["company", "description", "categories", "website"])
    for number in numbers:
        name = f"Startup {number:05}"
        lines.writerow(
            [name, f"What {name} does, in a sentence.", "Software|Messaging", f"http://s{number}.example"]
        )
    return text.getvalue()


def not_recorded(outcomes: list[dict[str, Any]]) -> list[str]:
    """Return the receipts of these outcomes that do not say that the scorecard is recorded."""
    return [outcome["receipt"] for outcome in outcomes if outcome["state"] not in RECORDED]
