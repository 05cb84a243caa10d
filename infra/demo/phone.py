"""A judge's phone: sends scorecards, and asks until it knows what became of each."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from gateway.rehearsals.marks import Marks
from infra.demo.client import Client, Refused

COUNTED = "counted"
WAITING = "waiting"
RECORDED = "recorded"
# The address with its receipts stays below 4,094 characters, what gunicorn takes.
RECEIPTS_AT_ONCE = 50
SETTLE_SECONDS = 60.0
LOOK_SECONDS = 0.2


@dataclass
class Sent:
    """A scorecard that was sent. `expected` and `outcome` are "counted" or a refusal's code.

    `receipt` is None when it was refused at the door: then nothing was promised. `safe_after` and
    `known_after` are seconds from sending to the confirm, and to knowing what became of it.
    """

    judge_id: str
    body: dict[str, Any]
    expected: str
    receipt: str | None = None
    outcome: str = WAITING
    sent_at: float = field(default_factory=time.monotonic)
    safe_after: float = 0.0
    known_after: float = 0.0

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.outcome not in {WAITING, RECORDED}

    @property
    def card(self) -> tuple[str, str, str]:
        """Which scorecard it is: stage, entry, judge."""
        return self.body["stage_id"], self.body["entry_id"], self.judge_id


class Phone:
    """One judge's phone on one connection; for one thread at a time. `sent` is all it ever sent."""

    def __init__(self, gateway_url: str, *, token: str, judge_id: str, edition_id: str) -> None:
        self.client = Client(gateway_url, token=token)
        self.judge_id = judge_id
        self.edition_id = edition_id
        self.sent: list[Sent] = []

    def assignments(self, stage_id: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the stage's criteria and what the judge has to score in it."""
        answer = self.client.get("/me/assignments", edition_id=self.edition_id)
        for stage in answer["stages"]:
            if stage["stage_id"] == stage_id:
                return stage["criteria"], stage["assignments"]
        return [], []

    def submit(
        self,
        stage_id: str,
        entry_id: str,
        marks: Marks,
        *,
        revision: int = 1,
        expected: str = COUNTED,
        command_id: str | None = None,
        comment: str = "",
        deadline: str | None = None,
    ) -> Sent:
        """Send a scorecard and remember it with what must become of it."""
        body = {
            "command_id": command_id or str(uuid4()),
            "edition_id": self.edition_id,
            "stage_id": stage_id,
            "entry_id": entry_id,
            "revision": revision,
            "marks": dict(marks),
            "comment": comment,
            "made_at": datetime.now(UTC).isoformat(),
        }
        if deadline:
            body["deadline"] = deadline
        return self.send(body, expected=expected)

    def send(self, body: dict[str, Any], *, expected: str = COUNTED) -> Sent:
        """Send a scorecard as it is, for instance once more."""
        sent = Sent(self.judge_id, body, expected)
        self.sent.append(sent)
        try:
            sent.receipt = self.client.post("/scorecards", body)["receipt"]
            sent.safe_after = time.monotonic() - sent.sent_at
        except Refused as refused:
            sent.outcome = refused.code
        return sent

    def settle(self, *, seconds: float = SETTLE_SECONDS) -> None:
        """Ask for receipts until every scorecard is counted or refused, or the time is up."""
        deadline = time.monotonic() + seconds
        while unsettled := [sent for sent in self.sent if not sent.settled]:
            for start in range(0, len(unsettled), RECEIPTS_AT_ONCE):
                self._look(unsettled[start : start + RECEIPTS_AT_ONCE])
            if all(sent.settled for sent in unsettled) or time.monotonic() > deadline:
                return
            time.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """Put the phone away."""
        self.client.close()

    def _look(self, some: list[Sent]) -> None:
        answer = self.client.get("/receipts", receipt=[sent.receipt for sent in some])
        outcomes = {each["receipt"]: each for each in answer["receipts"]}
        for sent in some:
            outcome = outcomes[sent.receipt]
            sent.outcome = outcome["refusal"]["code"] if outcome["state"] == "refused" else outcome["state"]
            sent.known_after = time.monotonic() - sent.sent_at
