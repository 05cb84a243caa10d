"""Late scorecards among all services, over a real database: held, decided about, counted after a thaw."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schemas.commands import (
    AddJudges,
    CloseStage,
    CreateHost,
    CreateProgramme,
    DecideLate,
    FreezeStage,
    ImportEntries,
    OpenStage,
    PublishAssignments,
    ScreenEntries,
    StartEdition,
    SubmitScorecard,
    ThawStage,
)
from schemas.envelope import decode, wrap
from schemas.queries import (
    GetCounted,
    GetJudgeList,
    GetReceipts,
    GetStandings,
    ListLate,
    ListScorecards,
)
from schemas.receipt import receipt_for
from services.chassis.messaging import method_name
from services.judging.domain import lateness

STAGE = "preliminary"
SECOND = timedelta(seconds=1)
GRACE = 120 * SECOND
AN_HOUR = timedelta(hours=1)
CSV = "company,founded_year\nAcorn,2011\nBeech,2012\n"


class Heat:
    """A stage of two entries and three judges in which every scorecard but the last is in."""

    def __init__(self, ensemble):
        self.ensemble = ensemble
        host = ensemble.ask(CreateHost, name="Black Horse Society")
        programme = ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Black Horse")
        names = {"programme_id": programme["programme_id"], "blueprint": "black-horse"}
        self.edition_id = ensemble.ask(StartEdition, **names, name="2026", zone="UTC")["edition_id"]
        self.ask(ImportEntries, csv=CSV)
        self.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")
        judges = [{"name": f"Judge {n}", "email": f"j{n}@example.org", "commitment": 9} for n in range(3)]
        self.ask(AddJudges, judges=judges)
        self.ask(PublishAssignments, stage_id=STAGE, seed=1)
        self.ask(OpenStage, stage_id=STAGE)
        *others, self.missing = self.scorecards()
        now = datetime.now(UTC)
        for card in others:
            self.submit(card, made_at=now, received_at=now)
        closed = self.ask(CloseStage, stage_id=STAGE)
        self.closed_at = datetime.fromisoformat(closed["closed_at"])

    def ask(self, message, **data):
        return self.ensemble.ask(message, edition_id=self.edition_id, **data)

    def refused(self, message, **data):
        """Return the code by which the command is refused."""
        request = {"id": str(uuid4()), "data": {"edition_id": self.edition_id, "stage_id": STAGE, **data}}
        reply = getattr(self.ensemble.services[message.source], method_name(message))(request)
        return reply["refusal"]["code"]

    def scorecards(self):
        return self.ask(ListScorecards, stage_id=STAGE)["scorecards"]

    def submit(self, card, *, made_at, received_at, basis=None, mark="7", id=None, **more):
        """Send a scorecard from a phone whose own clock is an hour ahead, and return its receipt."""
        clock = {
            "phone_at": (made_at + AN_HOUR).isoformat(),
            "contact_at": (made_at - 60 * SECOND).isoformat(),
        }
        data = {
            "edition_id": self.edition_id,
            "stage_id": STAGE,
            "entry_id": card["entry_id"],
            "judge_id": card["judge_id"],
            "revision": 1,
            "marks": {"team": mark},
            "made_at": made_at.isoformat(),
            "clock": {**clock, "basis": basis} if basis else None,
            **more,
        }
        sent = wrap(SubmitScorecard, data, subject="phone", time=received_at, id=id or str(uuid4()))
        self.ensemble.bring(decode(sent.encode()))
        self.ensemble.settle()
        return receipt_for(sent.id, data)

    def send_late(self, *, made=-SECOND, received=GRACE + SECOND, basis="monotonic", **options):
        """Send the missing scorecard with times counted from the closing."""
        times = {"made_at": self.closed_at + made, "received_at": self.closed_at + received}
        return self.submit(self.missing, **times, basis=basis, **options)

    def outcome(self, receipt):
        (found,) = self.ensemble.ask(GetReceipts, receipts=[receipt])["receipts"]
        return found["state"], (found["refusal"] or {}).get("code")

    def counted(self):
        reference = {"scorecard_id": self.missing["scorecard_id"], "revision": 1}
        return self.ensemble.ask(GetCounted, scorecards=[reference])["counted"]

    def decide(self, receipt, *, accept, reason=""):
        return self.ask(DecideLate, stage_id=STAGE, receipt=receipt, accept=accept, reason=reason)

    def late(self):
        return self.ask(ListLate, stage_id=STAGE)["late"]


@pytest.fixture
def heat(ensemble):
    return Heat(ensemble)


def test_made_in_time_and_received_within_the_grace_it_counts_whatever_the_phones_clock_says(heat):
    receipt = heat.send_late(received=GRACE)
    assert heat.outcome(receipt) == ("recorded", None)
    assert heat.counted() == [heat.missing["scorecard_id"]]
    assert heat.late() == []


def test_control_judged_by_the_phones_own_clock_the_same_scorecard_would_be_late(heat, monkeypatch):
    by_phone = lambda arrival, opened_at, closed_at: arrival.phone_at <= closed_at  # noqa: E731
    monkeypatch.setattr(lateness.Arrival, "made_within", by_phone)
    assert heat.outcome(heat.send_late(received=GRACE)) == ("refused", "late")


@pytest.mark.parametrize(("made", "basis"), [(SECOND, "monotonic"), (-SECOND, "none"), (-SECOND, None)])
def test_made_after_the_closing_or_nobody_knows_when_it_is_refused(heat, made, basis):
    receipt = heat.send_late(made=made, received=2 * SECOND, basis=basis)
    assert heat.outcome(receipt) == ("refused", "late")
    assert (heat.late(), heat.counted()) == ([], [])


def test_after_the_grace_it_waits_for_the_organiser_with_all_times(heat):
    receipt = heat.send_late()
    assert heat.outcome(receipt) == ("held", None)
    assert heat.counted() == []
    (late,) = heat.late()
    expected = {
        "made_at": heat.closed_at - SECOND,
        "phone_at": heat.closed_at - SECOND + AN_HOUR,
        "contact_at": heat.closed_at - 61 * SECOND,
        "received_at": heat.closed_at + GRACE + SECOND,
        "closed_at": heat.closed_at,
    }
    assert {name: datetime.fromisoformat(late[name]) for name in expected} == expected
    assert (late["receipt"], late["basis"], late["decision"]) == (receipt, "monotonic", None)
    assert (late["grace_seconds"], late["judge"][:5]) == (120, "Judge")
    assert late["company"] in ("Acorn", "Beech")


def test_the_same_again_is_held_once_and_another_body_under_its_id_is_refused(heat):
    first = heat.send_late(id="c-1")
    assert heat.send_late(id="c-1") == first
    assert len(heat.late()) == 1
    other = heat.send_late(id="c-1", mark="9")
    assert heat.outcome(other) == ("refused", "command_reused")
    heat.decide(first, accept=True)
    assert heat.send_late(id="c-1") == first
    assert heat.outcome(first) == ("recorded", None)


def test_accepted_it_counts_as_if_it_had_come_in_time(heat):
    receipt = heat.send_late(mark="10")
    assert heat.decide(receipt, accept=True, reason="No network")["decision"] == "accepted"
    assert heat.outcome(receipt) == ("recorded", None)
    assert heat.counted() == [heat.missing["scorecard_id"]]
    card = next(c for c in heat.scorecards() if c["scorecard_id"] == heat.missing["scorecard_id"])
    assert (card["state"], card["marks"]) == ("submitted", {"team": "10"})


def test_refused_it_never_counts_and_its_judge_is_told_why(heat):
    receipt = heat.send_late()
    heat.decide(receipt, accept=False, reason="Made in the bar")
    assert heat.outcome(receipt) == ("refused", "late_refused")
    assert heat.counted() == []


def test_a_decision_stands_and_repeating_it_is_harmless(heat):
    receipt = heat.send_late()
    told = heat.decide(receipt, accept=True, reason="No network")
    assert heat.decide(receipt, accept=True, reason="Again") == told
    assert heat.refused(DecideLate, receipt=receipt, accept=False) == "already_decided"
    assert heat.refused(DecideLate, receipt="c-none.1", accept=True) == "not_found"
    assert sum(c["state"] == "submitted" for c in heat.scorecards()) == 6


def test_accepted_after_the_freeze_it_counts_once_thawed_and_frozen_again(heat):
    assert heat.refused(FreezeStage) == "grace_running"
    heat.ask(FreezeStage, stage_id=STAGE, accept_missing=True)
    before = heat.ask(GetStandings, stage_id=STAGE)
    receipt = heat.send_late(mark="10")
    heat.decide(receipt, accept=True)
    after = heat.ask(GetStandings, stage_id=STAGE)
    assert (after["rows"], after["counted"], after["late"]) == (before["rows"], 5, 1)
    heat.ask(ThawStage, stage_id=STAGE)
    frozen = heat.ask(FreezeStage, stage_id=STAGE)  # nothing is missing: the grace is not waited for
    assert (frozen["state"], frozen["counted"], frozen["late"]) == ("frozen", 6, 0)
    assert heat.counted() == [heat.missing["scorecard_id"]]
    assert heat.ask(GetStandings, stage_id=STAGE)["rows"] != before["rows"]


def test_a_note_is_for_its_judge_alone(heat):
    heat.send_late(received=GRACE, note="Ask about churn", comment="Well done")
    judge_id, entry_id = heat.missing["judge_id"], heat.missing["entry_id"]
    (stage,) = heat.ask(GetJudgeList, judge_id=judge_id)["stages"]
    mine = next(line for line in stage["assignments"] if line["entry_id"] == entry_id)
    assert (mine["note"], mine["comment"]) == ("Ask about churn", "Well done")
    assert (stage["kind"], stage["board"], stage["grace_seconds"]) == ("desk_review", "sealed", 120)
    told = [e.data for e in heat.ensemble.told if e.name == "ScorecardSubmitted"]
    assert not [data for data in told if "note" in data or "comment" in data]
    assert not [card for card in heat.scorecards() if "note" in card]
