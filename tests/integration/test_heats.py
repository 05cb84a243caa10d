"""City heats among all services, over a real database: entries, panels and windows of each are its own."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gateway.resources.sessions import by_session
from schemas.commands import (
    AddJudges,
    AllotSessions,
    CertifyResults,
    CloseStage,
    CreateHost,
    CreateProgramme,
    FreezeStage,
    ImportEntries,
    OpenStage,
    PrepareSession,
    PromoteEntries,
    PublishAssignments,
    ScreenEntries,
    StartEdition,
    StartSlot,
    SubmitScorecard,
)
from schemas.envelope import decode, wrap
from schemas.queries import (
    GetAllotment,
    GetHandover,
    GetPromotion,
    GetReceipts,
    GetSession,
    GetSpread,
    GetStandings,
    ListScorecards,
    ListSessions,
)
from schemas.receipt import receipt_for
from services.chassis.messaging import method_name

STAGE = "preliminary"
CITIES = {"Acorn": "Taipei", "Beech": "Taipei", "Cedar": "Tainan", "Dogwood": "Tainan", "Elm": ""}


class Heats:
    """A preliminary of five entries of two cities, and six judges."""

    def __init__(self, ensemble):
        self.ensemble = ensemble
        host = ensemble.ask(CreateHost, name="Black Horse Society")
        programme = ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Black Horse")
        names = {"programme_id": programme["programme_id"], "blueprint": "black-horse"}
        zone = {"name": "2026", "zone": "Asia/Taipei"}
        self.edition_id = ensemble.ask(StartEdition, **names, **zone)["edition_id"]
        rows = [f"{company},{city}" for company, city in CITIES.items()]
        self.ask(ImportEntries, csv="\n".join(["company,city", *rows]) + "\n")
        self.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")
        people = [{"name": f"Judge {n}", "email": f"j{n}@example.org", "commitment": 9} for n in range(6)]
        self.judges = [each["judge_id"] for each in self.ask(AddJudges, judges=people)["judges"]]
        self.ids = {e["company"]: e["entry_id"] for e in self.stage(GetAllotment)["entries"]}

    def ask(self, message, **data):
        return self.ensemble.ask(message, edition_id=self.edition_id, **data)

    def stage(self, message, **data):
        return self.ask(message, stage_id=STAGE, **data)

    def allot(self, by="city", **more):
        taipei = {"name": "Taipei heat", "city": "Taipei", "judge_ids": self.judges[:3]}
        tainan = {"name": "Tainan heat", "city": "Tainan", "judge_ids": self.judges[3:]}
        return self.stage(AllotSessions, by=by, seed=7, **{"sessions": [taipei, tainan], **more})["sessions"]

    def run(self):
        """Hold both sessions; in each, whoever comes later is marked higher. Return the sessions."""
        sessions = self.allot(judges_named=True)
        self.stage(PublishAssignments, seed=1)
        self.stage(OpenStage)
        for session, panel in zip(sessions, (self.judges[:3], self.judges[3:]), strict=True):
            for turn, slot in enumerate(session["slots"]):
                self.stage(StartSlot, entry_id=slot["entry_id"])
                for judge in panel:
                    assert self.score(slot["entry_id"], judge, 5 + turn) == ("recorded", None)
        return sessions

    def refused(self, message, **data):
        request = {"id": str(uuid4()), "data": {"edition_id": self.edition_id, "stage_id": STAGE, **data}}
        reply = getattr(self.ensemble.services[message.source], method_name(message))(request)
        return reply["refusal"]["code"], reply["refusal"]["errors"]

    def score(self, entry_id, judge_id, mark):
        """Send a scorecard, and return what became of it."""
        now = datetime.now(UTC)
        data = {
            **{"edition_id": self.edition_id, "stage_id": STAGE, "entry_id": entry_id, "judge_id": judge_id},
            **{"revision": 1, "marks": {"team": str(mark)}, "made_at": now.isoformat()},
        }
        sent = wrap(SubmitScorecard, data, subject="phone", time=now)
        self.ensemble.bring(decode(sent.encode()))
        self.ensemble.settle()
        (found,) = self.ensemble.ask(GetReceipts, receipts=[receipt_for(sent.id, data)])["receipts"]
        return found["state"], (found["refusal"] or {}).get("code")


@pytest.fixture
def heats(ensemble):
    return Heats(ensemble)


def companies(session):
    return {slot["company"] for slot in session["slots"]}


def test_each_city_has_its_session_with_its_own_order_panel_and_assignments(heats):
    taipei, tainan = heats.allot()
    assert {"Acorn", "Beech"} <= companies(taipei)
    assert {"Cedar", "Dogwood"} <= companies(tainan)
    assert companies(taipei) | companies(tainan) == set(CITIES)
    assert (taipei["city"], taipei["name"], taipei["seed"]) == ("Taipei", "Taipei heat", 7)
    assert [(each["number"], each["slots"]) for each in heats.allot()] == [
        (1, taipei["slots"]),
        (1, tainan["slots"]),
    ]
    heats.stage(PublishAssignments, seed=1)
    panels = {}
    for card in heats.stage(ListScorecards)["scorecards"]:
        panels.setdefault(card["entry_id"], set()).add(card["judge_id"])
    for session, panel in ((taipei, heats.judges[:3]), (tainan, heats.judges[3:])):
        assert [panels[slot["entry_id"]] for slot in session["slots"]] == [set(panel)] * len(session["slots"])


def test_heats_run_beside_each_other_each_with_its_own_clock_and_window(heats):
    taipei, tainan = heats.allot(deliberation=False)
    heats.stage(PublishAssignments, seed=1)
    heats.stage(OpenStage)
    first, other = taipei["slots"][0]["entry_id"], tainan["slots"][0]["entry_id"]
    heats.stage(StartSlot, entry_id=first)
    assert heats.score(first, heats.judges[0], 7) == ("recorded", None)
    assert heats.score(other, heats.judges[3], 7) == ("refused", "slot_not_open")
    told = heats.stage(StartSlot, entry_id=other)
    assert (told["session_id"], told["current"]) == (tainan["session_id"], other)
    now = {each["session_id"]: each["current"] for each in heats.stage(ListSessions)["sessions"]}
    assert now == {taipei["session_id"]: first, tainan["session_id"]: other}
    assert heats.stage(GetSession, session_id=tainan["session_id"])["current"] == other
    assert heats.refused(AllotSessions, by="lot", sessions=[{"name": "One"}])[0] == "session_started"


def test_entries_stand_within_their_own_session_as_they_do_in_the_stage(heats):
    sessions = heats.run()
    rows = heats.stage(GetStandings)["rows"]
    found = by_session(heats.stage(GetAllotment)["sessions"], rows)
    for session, standing in zip(sessions, found, strict=True):
        best_first = [slot["entry_id"] for slot in session["slots"]][::-1]
        assert [row["entry_id"] for row in standing["rows"]] == best_first
        assert [row["place"] for row in standing["rows"]] == list(range(1, len(best_first) + 1))
    named = {each["entry_id"]: each["judges"] for each in heats.stage(GetSpread)["entries"]}
    assert sorted(named[sessions[1]["slots"][0]["entry_id"]]) == ["Judge 3", "Judge 4", "Judge 5"]


def test_the_first_of_each_heat_go_on(heats):
    sessions = heats.run()
    heats.stage(CloseStage)
    heats.stage(FreezeStage, accept_missing=True)
    heats.stage(CertifyResults)
    found = heats.stage(GetPromotion, quota=0, per_group=1, group_by="session")
    assert [group["name"] for group in found["groups"]] == ["Taipei heat", "Tainan heat"]
    best = {session["slots"][-1]["entry_id"] for session in sessions}
    assert {line["entry_id"] for line in found["lines"] if line["goes_on"]} == best
    went = heats.stage(PromoteEntries, quota=0, per_group=1, group_by="session")["promoted"]
    assert {each["entry_id"] for each in went} == best


def test_the_work_of_a_judge_who_drops_out_goes_to_nobody_outside_the_panel(heats):
    taipei, _ = heats.allot()
    heats.stage(PublishAssignments, seed=1)
    found = heats.stage(GetHandover, judge_id=heats.judges[0])
    assert (found["taken"], found["given"]) == (len(taipei["slots"]), 0)
    assert {entry["entry_id"] for entry in found["short"]} == {slot["entry_id"] for slot in taipei["slots"]}


def test_an_order_is_drawn_again_within_its_session_and_by_hand_an_entry_sits_in_one(heats):
    taipei, tainan = heats.allot()
    again = heats.stage(PrepareSession, session_id=tainan["session_id"], seed=3)
    assert (companies(again), again["name"]) == (companies(tainan), "Tainan heat")
    acorn = heats.ids["Acorn"]
    code, errors = heats.refused(PrepareSession, session_id=tainan["session_id"], entry_ids=[acorn])
    assert (code, errors["entry_ids"]["came"]) == ("invalid", [acorn])
    assert heats.refused(PrepareSession)[1]["session_id"]["allowed"] == [
        taipei["session_id"],
        tainan["session_id"],
    ]
    twice = [{"name": "A", "entry_ids": [acorn]}, {"name": "B", "entry_ids": [acorn], "judge_ids": ["j-x"]}]
    _, errors = heats.refused(AllotSessions, by="hand", sessions=twice)
    assert set(errors) == {"sessions.0.entry_ids", "sessions.1.entry_ids", "sessions.1.judge_ids"}
    by_hand = [
        {"name": "A", "entry_ids": [heats.ids["Elm"], acorn]},
        {"name": "B", "entry_ids": [heats.ids["Cedar"]]},
    ]
    first, second = heats.stage(AllotSessions, by="hand", sessions=by_hand)["sessions"]
    assert [slot["company"] for slot in first["slots"]] == ["Elm", "Acorn"]
    assert companies(second) == {"Cedar"}


def test_several_sessions_become_one_again_that_bears_the_stages_id(heats):
    heats.allot()
    (one,) = heats.stage(AllotSessions, by="lot", sessions=[{"name": "Everybody"}])["sessions"]
    assert (one["session_id"], companies(one)) == (STAGE, set(CITIES))
    assert heats.stage(GetSession)["session_id"] == STAGE
    assert heats.stage(PrepareSession, seed=5)["session_id"] == STAGE
