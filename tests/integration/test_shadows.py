"""A shadow judge beside a panel, over all services: what they give is seen, and is in nothing that counts."""

from datetime import UTC, datetime

import pytest

from schemas.commands import (
    Abstain,
    AddJudges,
    CertifyResults,
    CloseStage,
    EditJudge,
    FreezeStage,
    OpenStage,
    PublishAssignments,
    PublishResults,
    SubmitScorecard,
)
from schemas.envelope import wrap
from schemas.events import ScorecardSubmitted
from schemas.queries import (
    GetCoverage,
    GetJudgeList,
    GetProgress,
    GetProofLeaves,
    GetReceipts,
    GetResults,
    GetSpread,
    GetStandings,
    ListJudges,
    ListProgress,
    ListScorecards,
)
from schemas.receipt import receipt_for
from tests.contract.ensemble import Refused
from tests.contract.test_both_sides import Night

STAGE = {"stage_id": "preliminary"}
SHADOW = {"name": "Sam Shadow", "email": "sam@example.org", "commitment": 40, "shadow": True}


class Practice(Night):
    """A night with a shadow judge in it."""

    def begin(self):
        self.start()
        self.enter(6)
        self.shadow = self.ask(AddJudges, judges=[SHADOW])["judges"][0]["judge_id"]
        self.ask(PublishAssignments, seed=1, **STAGE)

    def owed(self, judge_id):
        [stage] = self.ask(GetJudgeList, judge_id=judge_id)["stages"]
        return stage["assignments"]

    def score(self, judge_id, mark):
        """Send every scorecard that a judge owes, all marks alike; return the receipts."""
        receipts = []
        for owes in self.owed(judge_id):
            pair = {**owes, "judge_id": judge_id}
            card = self.scorecard("preliminary", pair)
            data = {**card.data, "marks": dict.fromkeys(card.data["marks"], mark)}
            told = wrap(SubmitScorecard, data, subject=card.subject, time=datetime.now(UTC))
            receipts.append(receipt_for(told.id, data))
            self.ensemble.bring(told)
        self.ensemble.settle()
        return receipts

    def judges(self):
        return {judge["judge_id"]: judge for judge in self.ask(ListJudges)["judges"]}


@pytest.fixture
def practice(ensemble):
    practice = Practice(ensemble)
    practice.begin()
    return practice


def test_nothing_that_counts_knows_of_a_shadow(practice):
    panel = [id for id, judge in practice.judges().items() if not judge["shadow"]]
    practice.ask(OpenStage, **STAGE)
    before = practice.ask(GetCoverage, **STAGE)
    receipts = practice.score(practice.shadow, "10")
    assert receipts
    assert practice.ask(GetCoverage, **STAGE) == before
    assert before["submitted"] == 0
    for id in panel:
        practice.score(id, "6")
    for act in (CloseStage, FreezeStage, CertifyResults, PublishResults):
        practice.ask(act, **STAGE)

    standing = practice.ask(GetStandings, **STAGE)
    assert standing["counted"] == standing["expected"] == before["assigned"]
    assert {row["total"] for row in practice.ask(GetResults, **STAGE)["rows"]} == {"6.00"}
    told = [e for e in practice.ensemble.told if e.name == ScorecardSubmitted.__name__]
    assert practice.shadow not in {envelope.data["judge_id"] for envelope in told}
    assert practice.shadow not in str(practice.ask(GetProofLeaves, **STAGE))
    cards = practice.ask(ListScorecards, **STAGE)["scorecards"]
    assert practice.shadow not in {card["judge_id"] for card in cards}
    assert {total for e in practice.ask(GetSpread, **STAGE)["entries"] for total in e["totals"]} == {"6.00"}


def test_the_organiser_sees_what_a_shadow_gave_beside_the_panel(practice):
    practice.ask(OpenStage, **STAGE)
    owed = practice.owed(practice.shadow)
    progress = practice.ask(GetProgress, **STAGE)
    assert progress["shadows"] == [
        {"judge_id": practice.shadow, "name": "Sam Shadow", "assigned": len(owed), "submitted": 0}
    ]
    assert practice.shadow not in {judge["judge_id"] for judge in progress["judges"]}
    practice.score(practice.shadow, "8")
    listed = practice.ask(ListProgress, **STAGE)["entries"]
    found = {entry["entry_id"]: entry["shadows"] for entry in listed if entry["shadows"]}
    assert set(found) == {owes["entry_id"] for owes in owed}
    assert {(each["name"], each["total"]) for [each] in found.values()} == {("Sam Shadow", "8.00")}
    assert {(entry["submitted"], entry["mean"]) for entry in listed} == {(0, None)}


def test_a_shadow_scores_like_others_and_is_told_that_it_is_for_practice(practice):
    loads = practice.ask(PublishAssignments, seed=1, **STAGE)["loads"]
    owed = practice.owed(practice.shadow)
    assert len(owed) == max(loads.values())
    assert {owes["state"] for owes in owed} == {"draft"}
    practice.ask(OpenStage, **STAGE)
    receipts = practice.score(practice.shadow, "8")
    found = practice.ensemble.ask(GetReceipts, receipts=receipts)["receipts"]
    assert {receipt["state"] for receipt in found} == {"practised"}
    assert {owes["state"] for owes in practice.owed(practice.shadow)} == {"submitted"}
    entry_id = owed[0]["entry_id"]
    practice.ask(Abstain, entry_id=entry_id, judge_id=practice.shadow, reason="kin", **STAGE)
    assert practice.ask(GetProgress, **STAGE)["abstained"] == 0
    [off] = [owes for owes in practice.owed(practice.shadow) if owes["entry_id"] == entry_id]
    assert (off["state"], off["reason"]) == ("void", "kin")


def edit(practice, judge_id, **changes):
    judge = practice.judges()[judge_id]
    names = ("name", "firm", "tags", "languages", "commitment", "left")
    kept = {name: judge[name] for name in names}
    return practice.ask(EditJudge, judge_id=judge_id, seen=judge["version"], **kept, **changes)


def test_who_counts_is_changed_only_while_nothing_is_theirs(practice):
    other = next(id for id, judge in practice.judges().items() if not judge["shadow"])
    with pytest.raises(Refused, match="shadow_fixed"):
        edit(practice, other, shadow=True)
    edit(practice, practice.shadow)
    assert practice.judges()[practice.shadow]["shadow"]
    edit(practice, practice.shadow, shadow=False)
    assert practice.ask(GetJudgeList, judge_id=practice.shadow)["stages"] == []
    loads = practice.ask(PublishAssignments, seed=1, **STAGE)["loads"]
    assert practice.shadow in loads


def test_a_shadow_who_has_sent_something_stays_a_shadow(practice):
    practice.ask(OpenStage, **STAGE)
    practice.score(practice.shadow, "8")
    with pytest.raises(Refused, match="shadow_fixed"):
        edit(practice, practice.shadow, shadow=False)
