"""Judging driven by message, without a broker, on a real database."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from schemas.commands import PublishAssignments, RecuseJudge, SubmitScorecard
from schemas.envelope import opened, wrap
from schemas.events import EVENTS
from schemas.receipt import receipt_for
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes
from services.judging import queries
from services.judging.domain.session import Plan, Session
from services.judging.handlers import assignments, facts, judges, scorecards
from services.judging.repository import JudgingStore

EDITION, STAGE = "ed-1", "preliminary"
IDS = {"edition_id": EDITION, "stage_id": STAGE}
MINUTE = timedelta(minutes=1)
NINE = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
CRITERION = {"criterion_id": "team", "name": "T", "weight": "1", "lowest": "0", "highest": "10", "step": "1"}
A_STAGE = {
    "stage_id": STAGE,
    "name": "Preliminary",
    "kind": "desk_review",
    "judges_per_entry": 2,
    "assignment": "balanced",
    "criteria": [CRITERION],
    "rule": {"method": "weighted_mean"},
}


class Desk:
    """Judging with an open stage, 6 entries and 4 judges, driven by message."""

    def __init__(self, database):
        self.database = database
        self.store = JudgingStore(database)
        ensure_indexes(self.store)
        edition = {"host": "H", "programme": "P", "name": "E", "zone": "UTC", "stages": [A_STAGE]}
        self.hear("EditionStarted", 1, **edition)
        self.hear("StageOpened", 2, stage_id=STAGE, opened_at=NINE.isoformat())
        for number in range(6):
            self.enter(f"e-{number}")
        new = [
            {"name": f"J{n}", "email": f"j{n}@example.org", "commitment": 9, "tags": [], "firm": ""}
            for n in range(4)
        ]
        judges.add_judges(self.asked({"edition_id": EDITION, "judges": new}), self.store)

    def enter(self, entry_id):
        startup = {"startup_id": f"s-{entry_id}", "company": f"Startup {entry_id}"}
        # Screened before it was submitted: no order is promised.
        self.hear("EntryScreened", 2, entry_id=entry_id, stage_id=STAGE, decision="eligible")
        self.hear("EntrySubmitted", 1, entry_id=entry_id, startup=startup)

    def hear(self, name, version, /, **data):
        message = EVENTS[name]
        told = wrap(
            message, {"edition_id": EDITION, **data}, subject="x", time=NINE, aggregate_version=version
        )
        event = opened(told, message())
        kept = {
            "EditionStarted": facts.keep_edition,
            "StageOpened": facts.keep_opening,
            "StageClosed": facts.keep_closing,
        }
        kept.get(name, lambda event, store: facts.keep_entries([event], store))(event, self.store)

    def publish(self, **options):
        data = PublishAssignments().load({**IDS, **options})
        return assignments.publish_assignments(self.asked(data), self.store)

    def recuse(self, entry_id, judge_id):
        data = RecuseJudge().load({**IDS, "entry_id": entry_id, "judge_id": judge_id, "reason": "A cousin"})
        return assignments.recuse_judge(self.asked(data), self.store)

    def abstain(self, entry_id, judge_id, *, reason):
        data = {**IDS, "entry_id": entry_id, "judge_id": judge_id, "reason": reason}
        return assignments.abstain(self.asked(data), self.store)

    def seat(self, name, entry_ids, *, panel):
        """Let these entries sit in a session with a panel of its own."""
        companies = {entry_id: f"Startup {entry_id}" for entry_id in entry_ids}
        lengths = {"pitch": MINUTE, "questions": MINUTE, "window": MINUTE}
        plan = Plan(
            name=name,
            place="",
            starts_at=None,
            seed=None,
            panel=tuple(panel),
            deliberation=False,
            show_board=False,
            **lengths,
        )
        session = Session(EDITION, STAGE, plan)
        session.prepare(plan, companies, now=NINE)
        self.store.sessions.save(session)

    def submit(self, entry_id, judge_id, *, at=NINE, revision=1, team="8"):
        """Send a scorecard, and return what became of it: recorded, or why it was refused."""
        sent = {
            **IDS,
            "entry_id": entry_id,
            "judge_id": judge_id,
            "revision": revision,
            "marks": {"team": team},
            "comment": "",
            "made_at": NINE.isoformat(),
        }
        command = opened(
            wrap(SubmitScorecard, sent, subject="phone", time=at, id=str(uuid4())), SubmitScorecard()
        )
        scorecards.submit_scorecards([command], self.store)
        receipts = {"receipts": [receipt_for(command.id, sent)]}
        (outcome,) = queries.get_receipts(self.store, receipts)["receipts"]
        return outcome["refusal"]["code"] if outcome["refusal"] else outcome["state"]

    def owed(self):
        """Return the pairs of the scorecards that are there and not void."""
        listed = queries.list_scorecards(self.store, {**IDS, "after": "", "limit": 5000})["scorecards"]
        return {(card["entry_id"], card["judge_id"]) for card in listed if card["state"] != "void"}

    def told(self):
        """Return the publications that were told, each with its pairs, in order."""
        document = self.database["publications"].find_one({}) or {"pending": []}
        by_version = {}
        for fact in document["pending"]:
            envelope = json.loads(fact["body"])
            pairs = {(p["entry_id"], p["judge_id"]) for p in envelope["data"]["assignments"]}
            by_version.setdefault(envelope["aggregateversion"], set()).update(pairs)
        return [by_version[version] for version in sorted(by_version)]

    def news(self):
        """Return who was told of something new by each publication, None for everybody, in order."""
        document = self.database["publications"].find_one({}) or {"pending": []}
        envelopes = [json.loads(fact["body"]) for fact in document["pending"]]
        return [envelope["data"]["news"] for envelope in envelopes if envelope["data"]["part"] == 1]

    def coverage(self):
        found = queries.get_coverage(self.store, IDS)
        return found["entries"], found["assigned"], found["submitted"]

    def lacking(self, most):
        found = queries.get_coverage(self.store, {**IDS, "lacking": most})
        return found["lacking"], [entry["entry_id"] for entry in found["by_entry"]]

    def asked(self, data):
        return Asked(id=str(uuid4()), by="p-1", now=NINE, data=data)
