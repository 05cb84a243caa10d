"""The language of a pitch, from the file that brings it to who is assigned."""

import pytest

from schemas.commands import (
    AddJudges,
    FillGaps,
    ImportEntries,
    PublishAssignments,
    RecuseJudge,
    ScreenEntries,
)
from schemas.queries import GetProgress, ListEntries, ListProgress
from tests.contract.ensemble import Refused
from tests.contract.test_both_sides import Night

STAGE = {"stage_id": "preliminary"}
CSV = "company,language\nAnt,English\nBee,中文\nCow,\n"


@pytest.fixture
def night(ensemble):
    night = Night(ensemble)
    night.start()
    night.ask(ImportEntries, csv=CSV)
    night.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")
    judges = [
        {"name": f"{language} {n}", "email": f"j{n}@x.example", "commitment": 9, "languages": [language]}
        for n, language in enumerate(["English"] * 4 + ["中文"] * 2)
    ]
    night.ask(AddJudges, judges=judges)
    return night


def foreign(night):
    """Return by company who scores it without listing its language."""
    listed = night.ask(ListProgress, **STAGE)["entries"]
    return {e["company"]: [card["name"] for card in e["cards"] if card["foreign"]] for e in listed}


def test_an_entry_has_the_language_that_its_line_names(night):
    entries = night.ask(ListEntries)["entries"]
    assert [entry["startup"]["language"] for entry in entries] == ["English", "中文", ""]


def test_a_judge_of_another_language_is_taken_where_nobody_else_is_there_and_it_is_said(night):
    night.ask(PublishAssignments, seed=1, **STAGE)
    found = foreign(night)
    assert (found["Ant"], found["Cow"]) == ([], [])
    assert len(found["Bee"]) == 1
    assert night.ask(GetProgress, **STAGE)["foreign"] == 1


def test_where_only_the_language_will_do_nobody_else_is_taken(night):
    with pytest.raises(Refused, match="too_few_judges"):
        night.ask(PublishAssignments, seed=1, speaks=True, **STAGE)
    third = {"name": "Third", "email": "third@x.example", "commitment": 9, "languages": ["中文"]}
    night.ask(AddJudges, judges=[third])
    night.ask(PublishAssignments, seed=1, speaks=True, **STAGE)
    assert set(map(tuple, foreign(night).values())) == {()}
    [bee] = [e for e in night.ask(ListProgress, **STAGE)["entries"] if e["company"] == "Bee"]
    recused = {"entry_id": bee["entry_id"], "judge_id": bee["cards"][0]["judge_id"]}
    night.ask(RecuseJudge, reason="kin", **recused, **STAGE)
    assert night.ask(FillGaps, basis="", **STAGE)["given"] == 0
