"""An expo among all services, over a real database: tables, walks, scores and standings."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from schemas.commands import (
    AddJudges,
    AllotSessions,
    CreateHost,
    CreateProgramme,
    ImportEntries,
    NumberTables,
    OpenStage,
    PrepareSession,
    PublishAssignments,
    ScreenEntries,
    StartEdition,
    SubmitScorecard,
    WithdrawEntry,
)
from schemas.envelope import decode, wrap
from schemas.queries import GetJudgeList, GetStandings, GetTables, GetTablesOfEntry
from services.chassis.messaging import method_name

STAGE = "tables"
COMPANIES = ("Acorn", "Beech", "Cedar", "Dogwood", "Elm", "Fir")


class Expo:
    """Six startups, and three judges who come to each of them."""

    def __init__(self, ensemble):
        self.ensemble = ensemble
        host = ensemble.ask(CreateHost, name="Black Horse Society")
        programme = ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Expo")
        names = {"programme_id": programme["programme_id"], "blueprint": "expo", "name": "2026"}
        self.edition_id = ensemble.ask(StartEdition, **names, zone="Asia/Taipei")["edition_id"]
        self.ask(ImportEntries, csv="\n".join(["company", *COMPANIES]) + "\n")
        self.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")
        people = [{"name": f"Judge {n}", "email": f"j{n}@example.org", "commitment": 9} for n in range(3)]
        self.judges = sorted(each["judge_id"] for each in self.ask(AddJudges, judges=people)["judges"])
        self.ids = {line["company"]: line["entry_id"] for line in self.stage(GetTables)["tables"]}

    def ask(self, message, **data):
        return self.ensemble.ask(message, edition_id=self.edition_id, **data)

    def stage(self, message, **data):
        return self.ask(message, stage_id=STAGE, **data)

    def refused(self, message, **data):
        request = {"id": str(uuid4()), "data": {"edition_id": self.edition_id, "stage_id": STAGE, **data}}
        reply = getattr(self.ensemble.services[message.source], method_name(message))(request)
        return reply["refusal"]["code"], reply["refusal"]["errors"]

    def tables(self):
        return {line["company"]: line["table"] for line in self.stage(GetTables)["tables"]}

    def walk(self, judge_id):
        [stage] = self.ask(GetJudgeList, judge_id=judge_id)["stages"]
        return [(each["company"], each["table"]) for each in stage["assignments"]]

    def score(self, company, judge_id, mark):
        now = datetime.now(UTC)
        data = {
            **{"edition_id": self.edition_id, "stage_id": STAGE, "entry_id": self.ids[company]},
            **{"judge_id": judge_id, "revision": 1, "made_at": now.isoformat()},
            "marks": dict.fromkeys(("product", "market", "team"), str(mark)),
        }
        self.ensemble.bring(decode(wrap(SubmitScorecard, data, subject="phone", time=now).encode()))
        self.ensemble.settle()


@pytest.fixture
def expo(ensemble):
    return Expo(ensemble)


def test_judges_walk_by_table_from_different_ends_and_what_they_score_counts(expo):
    expo.stage(NumberTables, seen=0, by="name", first=11)
    expo.stage(PublishAssignments, seed=1)
    expo.stage(OpenStage)
    walks = [expo.walk(judge_id) for judge_id in expo.judges]
    assert [[table for _, table in each] for each in walks] == [
        [11, 12, 13, 14, 15, 16],
        [13, 14, 15, 16, 11, 12],
        [15, 16, 11, 12, 13, 14],
    ]
    for judge_id in expo.judges:
        expo.score("Cedar", judge_id, 9)
        expo.score("Acorn", judge_id, 5)
    rows = expo.stage(GetStandings)["rows"]
    assert [(row["company"], row["place"]) for row in rows[:2]] == [("Cedar", 1), ("Acorn", 2)]


def test_tables_are_numbered_by_hand_by_lot_and_where_there_is_none(expo):
    wanted = [{"entry_id": expo.ids["Fir"], "table": 7}, {"entry_id": expo.ids["Elm"], "table": 2}]
    numbered = expo.stage(NumberTables, seen=0, by="hand", tables=wanted)
    assert [(line["company"], line["table"]) for line in numbered["tables"]][:3] == [
        ("Elm", 2),
        ("Fir", 7),
        ("Acorn", None),
    ]
    expo.stage(NumberTables, seen=1, by="rest")
    assert expo.tables() == {"Acorn": 1, "Elm": 2, "Beech": 3, "Cedar": 4, "Dogwood": 5, "Fir": 7}
    drawn = expo.stage(NumberTables, seen=2, by="lot", seed=7)
    assert sorted(line["table"] for line in drawn["tables"]) == [1, 2, 3, 4, 5, 6]
    assert expo.stage(NumberTables, seen=0, by="lot", seed=7) == drawn


def test_what_is_wrong_is_told_of_each_and_a_second_hand_is_told_of_the_first(expo):
    expo.stage(NumberTables, seen=0, by="name")
    twice = [{"entry_id": expo.ids["Elm"], "table": 1}, {"entry_id": "e-none", "table": 9}]
    code, errors = expo.refused(NumberTables, seen=1, by="hand", tables=twice)
    assert (code, list(errors)) == ("invalid", ["tables.0.table", "tables.1.entry_id"])
    free = [{"entry_id": expo.ids["Elm"], "table": 20}]
    assert expo.refused(NumberTables, seen=0, by="hand", tables=free)[0] == "tables_changed"
    assert expo.refused(NumberTables, seen=1, by="name", first=9_998)[0] == "invalid"
    assert expo.tables()["Elm"] == 5


def test_an_entry_is_told_its_table_and_gives_it_free_when_it_leaves(expo):
    expo.stage(NumberTables, seen=0, by="name")
    told = {"stage_id": STAGE, "name": "At the tables", "table": 2}
    assert expo.ask(GetTablesOfEntry, entry_id=expo.ids["Beech"])["tables"] == [told]
    expo.ask(WithdrawEntry, entry_id=expo.ids["Beech"], reason="moved")
    assert expo.ask(GetTablesOfEntry, entry_id=expo.ids["Beech"])["tables"] == []
    expo.stage(NumberTables, seen=1, by="hand", tables=[{"entry_id": expo.ids["Fir"], "table": 2}])
    assert expo.tables() == {"Acorn": 1, "Fir": 2, "Cedar": 3, "Dogwood": 4, "Elm": 5}


def test_a_stage_of_tables_has_no_running_order_and_another_has_no_tables(expo):
    code, _ = expo.refused(PrepareSession, entry_ids=None)
    assert code == "no_running_order"
    code, _ = expo.refused(AllotSessions, by="lot", sessions=[{"name": "One"}])
    assert code == "no_running_order"
    final = {"stage_id": "final"}
    assert expo.refused(GetTables, **final)[0] == "no_tables"
    assert expo.refused(NumberTables, **final, seen=0, by="name")[0] == "no_tables"
