"""A results night for fault tests: a stage, phones that send until the broker confirms, and a check.

The check is the design's invariants: what was confirmed is recorded, once; the latest revision
is the one that counts; standings equal an independent recomputation; nothing is pending and no
letter is dead.
"""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event
from uuid import uuid4

from infra.proof.recompute import deviations, recompute
from schemas.commands import SubmitScorecard
from schemas.envelope import wrap
from schemas.events import EditionStarted, EntryScreened, EntrySubmitted, ScorecardSubmitted, StageOpened
from schemas.receipt import receipt_for
from schemas.routes import COMMAND_EXCHANGE
from services.chassis.publishing.publisher import Outcome, Outgoing, Publisher
from tests.support.hall import Hall, asking
from tests.support.waiting import until

STAGE_ID = "preliminary"
CRITERIA = [
    {"criterion_id": name, "name": name, "weight": weight, "lowest": "0", "highest": "10", "step": "0.5"}
    for name, weight in (("team", "60"), ("pitch", "40"))
]
STAGE = {
    "stage_id": STAGE_ID,
    "name": "Preliminary",
    "kind": "desk_review",
    "judges_per_entry": 3,
    "assignment": "balanced",
    "criteria": CRITERIA,
    "rule": {"method": "weighted_mean", "drop_highest": 0, "drop_lowest": 0, "digits": 2, "tie_breaks": []},
    "board": "sealed",
    "promote": 0,
}
SERVICES = ("judging", "scoring")


class Night:
    """One stage of a new edition, its judges assigned and its window open."""

    def __init__(self, amqp_uri: str, *, entries: int = 30, judges: int = 6, seed: int = 1) -> None:
        self.amqp_uri = amqp_uri
        self.edition_id = f"ed-{uuid4().hex[:12]}"
        self.chance = random.Random(seed)
        self.confirmed: list[str] = []
        self.latest: dict[tuple[str, str], dict] = {}
        self.first: dict[tuple[str, str], dict] = {}
        self.patience = 60.0
        self.publisher = Publisher(amqp_uri, name="phones")
        self.publisher.start()
        self._version = 0
        self.entry_ids = [f"e-{self.edition_id[3:]}{number:03}" for number in range(entries)]
        self._open(judges)

    def close(self) -> None:
        self.publisher.stop()

    def commands(self, *, revisions: int = 3, some_twice: bool = True) -> list:
        """Return scorecards for every pair in several revisions, shuffled."""
        made = [
            self._command(judge_id, entry_id, revision)
            for judge_id, entry_id in self.pairs
            for revision in range(1, revisions + 1)
        ]
        twice = self.chance.sample(made, len(made) // 5) if some_twice else []
        whole = [*made, *twice]
        self.chance.shuffle(whole)
        return whole

    def stream(self, commands: list, *, after: int = 0, fault: Callable[[], object] = lambda: None) -> None:
        """Send by eight phones at once, each until its scorecard is confirmed; the fault comes in between."""
        with ThreadPoolExecutor(8) as phones:
            sent = [phones.submit(self.send, envelope) for envelope in commands[:after]]
            for each in sent:
                each.result()
            rest = [phones.submit(self.send, envelope) for envelope in commands[after:]]
            fault()
            for each in rest:
                each.result()

    def send(self, envelope) -> None:
        """Send until confirmed, as a phone does."""
        until(lambda: self.send_once(envelope) is Outcome.CONFIRMED, seconds=90, every=0.1)
        self.take_for_granted(envelope)

    def send_once(self, envelope) -> Outcome | None:
        """Send once, and return what is known of it after 20 seconds."""
        settled, outcomes = Event(), []

        def note(outcome: Outcome) -> None:
            outcomes.append(outcome)
            settled.set()

        self.submit(envelope, note)
        settled.wait(20)
        return outcomes[0] if outcomes else None

    def submit(self, envelope, note: Callable[[Outcome], None] = lambda outcome: None) -> None:
        """Send once, without waiting."""
        body = envelope.encode()
        self.publisher.submit(Outgoing(envelope.id, COMMAND_EXCHANGE, envelope.type, body, note))

    def take_for_granted(self, envelope) -> None:
        """Note a scorecard as one the judge saw confirmed."""
        self.confirmed.append(receipt_for(envelope.id, envelope.data))

    def tell_first_revisions_again(self) -> None:
        """Tell scoring of the first revision of each scorecard once more, long after the last."""
        hall = Hall.looking(self.amqp_uri)
        for card in self.scorecards():
            first = self.first[card["judge_id"], card["entry_id"]]
            names = {name: card[name] for name in ("scorecard_id", "entry_id", "judge_id")}
            moments = {"made_at": first["made_at"], "received_at": first["made_at"]}
            data = {"stage_id": STAGE_ID, "revision": 1, "marks": first["marks"], **moments, **names}
            self.tell(hall, ScorecardSubmitted, subject=card["scorecard_id"], **data)
        hall.close()

    def ask(self, service: str, method: str, **data) -> dict:
        """Return an answer, however often the question has to be put."""

        def answer():
            with suppress(Exception), asking(self.amqp_uri, timeout=min(5, self.patience)) as ask:
                reply = ask(service, method, data)
                return None if reply.get("refusal", {}).get("status") == 503 else reply
            return None

        reply = until(answer, seconds=self.patience, every=0.2)
        return reply.get("answer", reply)

    def check(self, *, seconds: float = 45) -> None:
        """Return when everything holds; AssertionError says what does not."""
        self.patience = seconds
        until(lambda: not self.unrecorded(), seconds=seconds, every=0.3)
        assert self.wrong_revisions() == []
        assert self.recorded_twice() == []
        until(lambda: not self.uncounted(), seconds=seconds, every=0.3)
        until(lambda: not self.deviations(), seconds=seconds, every=0.3)
        until(self.quiet, seconds=seconds, every=0.3)

    def unrecorded(self) -> list[str]:
        """Return the confirmed receipts that judging does not have."""
        states = [
            receipt
            for start in range(0, len(self.confirmed), 400)
            for receipt in self.ask("judging", "get_receipts", receipts=self.confirmed[start : start + 400])[
                "receipts"
            ]
        ]
        return [receipt["receipt"] for receipt in states if receipt["state"] != "recorded"]

    def wrong_revisions(self) -> list[str]:
        """Return the scorecards that are not as their latest revision was."""
        cards = {(card["judge_id"], card["entry_id"]): card for card in self.scorecards()}
        return [
            cards[pair]["scorecard_id"]
            for pair, sent in self.latest.items()
            if (cards[pair]["revision"], cards[pair]["marks"]) != (sent["revision"], sent["marks"])
        ]

    def recorded_twice(self) -> list[str]:
        """Return the commands that judging has recorded more than once."""
        recorded = Counter(id for card in self.scorecards() for id in card["command_ids"])
        return [id for id, times in recorded.items() if times > 1]

    def uncounted(self) -> list[str]:
        """Return the scorecards that are not in the standings in their latest revision."""
        wanted = [
            {"scorecard_id": card["scorecard_id"], "revision": card["revision"]}
            for card in self.scorecards()
            if card["state"] in ("submitted", "locked", "amended")
        ]
        counted = set(self.ask("scoring", "get_counted", scorecards=wanted)["counted"])
        return [each["scorecard_id"] for each in wanted if each["scorecard_id"] not in counted]

    def deviations(self) -> list[str]:
        """Return in what the standings differ from a recomputation."""
        standings = self.ask("scoring", "get_standings", edition_id=self.edition_id, stage_id=STAGE_ID)
        return deviations(standings["rows"], recompute(STAGE, self.entry_ids, self.scorecards()))

    def quiet(self) -> bool:
        """Return whether nothing waits anywhere and no letter is dead."""
        pending = sum(self.ask(service, "pending_facts")["pending"] for service in SERVICES)
        hall = Hall.looking(self.amqp_uri)
        waiting = hall.waiting_for(*SERVICES)
        hall.close()
        return not pending and not any(waiting.values())

    def scorecards(self) -> list[dict]:
        page = {"edition_id": self.edition_id, "stage_id": STAGE_ID, "limit": 5000}
        return self.ask("judging", "list_scorecards", **page)["scorecards"]

    def _open(self, judges: int) -> None:
        hall = Hall(self.amqp_uri)
        self.tell(hall, EditionStarted, host="H", programme="P", name="E", zone="UTC", stages=[STAGE])
        for entry_id in self.entry_ids:
            startup = {"startup_id": f"s-{entry_id}", "company": f"Startup {entry_id}"}
            entry = {"entry_id": entry_id, "subject": entry_id}
            self.tell(hall, EntrySubmitted, **entry, startup=startup)
            self.tell(hall, EntryScreened, **entry, stage_id=STAGE_ID, decision="eligible")
        new = [{"name": f"Judge {n}", "email": f"j{n}@example.org", "commitment": 999} for n in range(judges)]
        stage = {"edition_id": self.edition_id, "stage_id": STAGE_ID}
        until(lambda: "judges" in self.ask("judging", "add_judges", edition_id=self.edition_id, judges=new))
        owed = 3 * len(self.entry_ids)
        until(lambda: self.ask("judging", "publish_assignments", **stage).get("assignments") == owed)
        self.tell(hall, StageOpened, stage_id=STAGE_ID, opened_at=datetime.now(UTC).isoformat())
        until(lambda: self.ask("judging", "get_coverage", **stage)["state"] == "open")
        until(lambda: self.ask("scoring", "get_standings", **stage).get("expected") == owed, seconds=30)
        self.pairs = [(card["judge_id"], card["entry_id"]) for card in self.scorecards()]
        hall.close()

    def tell(self, hall: Hall, message, *, subject: str | None = None, **data) -> None:
        """Tell a fact of the edition."""
        self._version += 1
        whole = {"edition_id": self.edition_id, **data}
        subject = subject or self.edition_id
        now = datetime.now(UTC)
        hall.tell(wrap(message, whole, subject=subject, time=now, aggregate_version=self._version))

    def _command(self, judge_id: str, entry_id: str, revision: int):
        now = datetime.now(UTC)
        data = {
            "edition_id": self.edition_id,
            "stage_id": STAGE_ID,
            "entry_id": entry_id,
            "judge_id": judge_id,
            "revision": revision,
            "marks": {name: str(self.chance.randrange(21) / 2) for name in ("team", "pitch")},
            "comment": "",
            "made_at": now.isoformat(),
        }
        if revision >= self.latest.get((judge_id, entry_id), {"revision": 0})["revision"]:
            self.latest[judge_id, entry_id] = data
        if revision == 1:
            self.first[judge_id, entry_id] = data
        return wrap(SubmitScorecard, data, subject="phone", time=now)
