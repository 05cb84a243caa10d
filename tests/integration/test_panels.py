"""A final before three panels among all services, over a real database: seats, scorecards, result, proof."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from infra.proof.verify import verify
from schemas.commands import (
    CertifyResults,
    ChangeSetUp,
    CloseStage,
    CreateHost,
    CreateProgramme,
    EditJudge,
    FillGaps,
    FreezeStage,
    HandOver,
    ImportEntries,
    ImportJudges,
    OpenStage,
    PublishAssignments,
    PublishResults,
    ScreenEntries,
    StartEdition,
    SubmitScorecard,
)
from schemas.envelope import decode, wrap
from schemas.queries import (
    GetCoverage,
    GetEdition,
    GetJudgeList,
    GetProgress,
    GetProof,
    GetProofLeaves,
    GetReceipts,
    GetSpread,
    GetStandings,
    ListJudges,
    ListProgress,
    ListScorecards,
)
from schemas.receipt import receipt_for
from services.chassis.messaging import method_name

STAGE = "final"
PANELS = ("engineers", "investors", "users")
JUDGES = {f"{panel}{n}": panel for panel in PANELS for n in range(2)}
# For each startup what each panel gives of its full marks, in tenths.
WORTH = {"Acorn": (8, 6, 5), "Beech": (6, 8, 5), "Cedar": (4, 4, 5)}
FULL = {"depth": 10, "feasibility": 10, "market": 100, "team": 100, "terms": 100, "use": 5}


class Final:
    """Three startups in the final of a contest with three panels of two judges each."""

    def __init__(self, ensemble):
        self.ensemble = ensemble
        host = ensemble.ask(CreateHost, name="Black Horse Society")
        programme = ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Technology")
        names = {"programme_id": programme["programme_id"], "blueprint": "three-panels", "name": "2026"}
        self.edition_id = ensemble.ask(StartEdition, **names, zone="Asia/Taipei")["edition_id"]
        self._leave_the_final()
        self.ask(ImportEntries, csv="\n".join(["company", *WORTH]) + "\n")
        self.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")

    def _leave_the_final(self):
        edition = self.ask(GetEdition)
        names = ("stage_id", "name", "kind", "judges_per_entry", "assignment", "criteria", "rule", "promote")
        [final] = [stage for stage in edition["stages"] if stage["stage_id"] == STAGE]
        stage = {name: final[name] for name in (*names, "board", "grace_seconds", "panels")}
        stage |= {
            "judges_per_entry": 2,
            "rule": {**final["rule"], "method": "weighted_mean", "drop_highest": 0, "drop_lowest": 0},
        }
        stage["assignment"] = "balanced"
        set_up = {name: edition[name] for name in ("name", "zone", "tracks", "cities", "awards")}
        self.ask(ChangeSetUp, at_version=edition["version"], set_up={**set_up, "stages": [stage]})

    def seat(self, judges):
        lines = [f"{name},{name}@example.org,9,{panel}" for name, panel in judges.items()]
        self.ask(ImportJudges, csv="\n".join(["name,email,commitment,panel", *lines]) + "\n")
        self.judges = {judge["name"]: judge for judge in self.ask(ListJudges)["judges"]}

    def ask(self, message, **data):
        return self.ensemble.ask(message, edition_id=self.edition_id, **data)

    def stage(self, message, **data):
        return self.ask(message, stage_id=STAGE, **data)

    def refused(self, message, **data):
        request = {"id": str(uuid4()), "data": {"edition_id": self.edition_id, **data}}
        reply = getattr(self.ensemble.services[message.source], method_name(message))(request)
        return reply["refusal"]["code"], reply["refusal"]["errors"]

    def id(self, name):
        return self.judges[name]["judge_id"]

    def list_of(self, name):
        found = self.ask(GetJudgeList, judge_id=self.id(name))["stages"]
        return found[0] if found else {"criteria": [], "assignments": []}

    def send(self, name, assignment, marks):
        """Send a scorecard as a phone does; return what became of it."""
        now = datetime.now(UTC)
        data = {
            **{"edition_id": self.edition_id, "stage_id": STAGE, "entry_id": assignment["entry_id"]},
            **{"judge_id": self.id(name), "revision": 1, "made_at": now.isoformat(), "marks": marks},
        }
        envelope = decode(wrap(SubmitScorecard, data, subject="phone", time=now).encode())
        self.ensemble.bring(envelope)
        self.ensemble.settle()
        [told] = self.ensemble.ask(GetReceipts, receipts=[receipt_for(envelope.id, envelope.data)])[
            "receipts"
        ]
        return told["state"] if told["refusal"] is None else told["refusal"]["code"]

    def score(self, name):
        own = self.list_of(name)
        for assignment in own["assignments"]:
            share = WORTH[assignment["company"]][PANELS.index(JUDGES[name])]
            marks = {c["criterion_id"]: str(FULL[c["criterion_id"]] * share // 10) for c in own["criteria"]}
            assert self.send(name, assignment, marks) == "recorded"

    def edit(self, name, panel):
        judge = self.judges[name]
        said = {"name": name, "commitment": 9, "seen": judge["version"], "panels": {STAGE: panel}}
        return {"judge_id": judge["judge_id"], **said}

    def proof(self):
        proof = self.stage(GetProof)
        return {**proof, "log": {**proof["log"], "leaves": self.stage(GetProofLeaves)["leaves"]}}


@pytest.fixture
def final(ensemble):
    return Final(ensemble)


def test_each_panel_scores_by_its_own_rubric_and_the_result_is_proven(final):
    final.seat(JUDGES)
    assert final.stage(PublishAssignments, seed=1)["assignments"] == 3 * 3 * 2
    final.stage(OpenStage)
    assert [c["criterion_id"] for c in final.list_of("investors0")["criteria"]] == ["market", "team", "terms"]
    assert final.list_of("users1")["panel"] == "Users"
    first = final.list_of("users0")["assignments"][0]
    assert final.send("users0", first, {"depth": "9"}) == "unknown_criterion"
    for name in JUDGES:
        final.score(name)
    rows = final.stage(GetStandings)["rows"]
    # Users have a scale from 1 to 5, so that half of it is 2 of 5.
    assert [(row["company"], row["total"], row["panels"]["investors"]) for row in rows] == [
        ("Acorn", "64.00", "60.00"),
        ("Beech", "64.00", "80.00"),
        ("Cedar", "40.00", "40.00"),
    ]
    assert [row["place"] for row in rows] == [1, 2, 3]
    spread = final.stage(GetSpread)
    assert (spread["highest"], [each["totals"] for each in spread["entries"]][-1]) == (
        "100.00",
        ["40.00"] * 6,
    )
    final.stage(CloseStage)
    final.stage(FreezeStage)
    final.stage(CertifyResults)
    final.stage(PublishResults)
    proof = final.proof()
    assert [check.said for check in verify(proof) if not check.held] == []
    proof["stage"]["panels"][0]["weight"] = "41"
    assert [check.held for check in verify(proof)].count(False) == 1


def test_a_panel_without_judges_is_named_and_coverage_is_by_panel(final):
    final.seat({name: panel for name, panel in JUDGES.items() if panel != "users"})
    code, errors = final.refused(PublishAssignments, stage_id=STAGE, seed=1)
    assert (code, errors["panels"]) == ("panel_empty", ["users"])
    final.seat({**JUDGES, "users1": ""})
    code, errors = final.refused(PublishAssignments, stage_id=STAGE, seed=1)
    assert (code, errors["panel"]) == ("too_few_judges", "Users")
    final.seat(JUDGES)
    final.stage(PublishAssignments, seed=1)
    final.stage(OpenStage)
    final.score("users0")
    coverage = {panel["panel_id"]: panel for panel in final.stage(GetCoverage)["panels"]}
    assert (coverage["users"]["submitted"], coverage["users"]["lacking"]) == (3, 3)
    assert (coverage["engineers"]["submitted"], coverage["engineers"]["judges"]) == (0, 2)
    progress = final.stage(GetProgress)
    assert (progress["needed"], progress["missing"], progress["covered"]) == (6, 15, 0)
    entry = final.stage(ListProgress)["entries"][0]
    assert [(panel["panel_id"], panel["submitted"]) for panel in entry["panels"]][-1] == ("users", 1)
    assert sorted({card["panel"] for card in entry["cards"]}) == ["Engineers", "Investors", "Users"]


def test_a_judge_keeps_the_panel_by_whose_rubric_they_sent_scorecards(final):
    final.seat(JUDGES)
    assert final.refused(EditJudge, **final.edit("users0", "jury"))[0] == "panel_unknown"
    final.ask(EditJudge, **final.edit("users0", "investors"))
    final.seat(JUDGES)
    assert final.judges["users0"]["panels"] == {STAGE: "users"}
    final.stage(PublishAssignments, seed=1)
    final.stage(OpenStage)
    code, errors = final.refused(EditJudge, **final.edit("users0", ""))
    assert (code, errors[f"panels.{STAGE}"]["owed"]) == ("panel_fixed", 3)
    final.score("users0")
    code, errors = final.refused(EditJudge, **final.edit("users0", "investors"))
    assert (code, errors[f"panels.{STAGE}"]["sent"]) == ("panel_fixed", 3)
    assert (
        final.refused(ImportJudges, csv="name,email,panel\nusers0,users0@example.org,investors\n")[0]
        == "panel_fixed"
    )


def test_what_a_judge_leaves_goes_to_their_own_panel(final):
    final.seat({**JUDGES, "users2": "users", "investors2": "investors"})
    final.stage(PublishAssignments, seed=1)
    final.stage(OpenStage)
    before = len(final.list_of("users0")["assignments"])
    plan = final.stage(HandOver, judge_id=final.id("users0"), basis="")
    assert (plan["taken"], plan["given"], plan["lacking"]) == (before, before, 0)
    assert {taker["name"] for taker in plan["takers"]} <= {"users1", "users2"}
    assert final.stage(FillGaps, basis="")["given"] == 0
    cards = final.stage(ListScorecards)["scorecards"]
    sits = {judge["judge_id"]: judge["panels"][STAGE] for judge in final.judges.values()}
    by_entry = {}
    for card in cards:
        by_entry.setdefault(card["entry_id"], []).append(sits[card["judge_id"]])
    assert all(sorted(panels) == sorted(PANELS * 2) for panels in by_entry.values())
