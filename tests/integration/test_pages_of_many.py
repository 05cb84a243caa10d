"""Lists of judging by pages: each is the whole, cut; what is kept between two looks is never behind an act."""

from datetime import timedelta

import pytest

from services.judging import desk as desk_of
from services.judging import queries
from services.judging.handlers import allotments, sessions
from services.judging.progress import queries as progress
from tests.integration.desk import EDITION, IDS, NINE, STAGE, Desk

LATER = NINE + timedelta(hours=1)


@pytest.fixture
def desk(mongo):
    return Desk(mongo)


@pytest.fixture
def owed(desk):
    """A desk at which everybody was assigned, and a first scorecard came in."""
    desk.publish()
    desk.submit(*sorted(desk.owed())[0])
    return desk


def judges(desk, **wanted):
    found = queries.list_judges(desk.store, {**IDS, **wanted})
    return [judge["name"] for judge in found["judges"]], found["total"]


def test_judges_come_by_pages_and_are_found_by_name_address_or_firm(desk):
    assert judges(desk) == (["J0", "J1", "J2", "J3"], 4)
    assert judges(desk, after=2, limit=1) == (["J2"], 4)
    assert judges(desk, search="EXAMPLE j3") == (["J3"], 1)
    assert judges(desk, search="j3 j1") == ([], 0)
    assert judges(desk, search=".*") == ([], 0)


def test_a_judge_on_another_page_keeps_what_they_invested_in(desk):
    startup = {"startup_id": "s-x", "company": "Held", "investors": ["  j2 ", "Somebody"]}
    desk.hear("EntrySubmitted", 1, entry_id="e-held", startup=startup)
    [judge] = queries.list_judges(desk.store, {**IDS, "after": 2, "limit": 1})["judges"]
    assert [each["entry_id"] for each in judge["conflicts"]] == ["e-held"]
    [other] = queries.list_judges(desk.store, {**IDS, "after": 1, "limit": 1})["judges"]
    assert other["conflicts"] == []


def test_the_desk_speaks_of_the_entries_that_it_is_asked_for(owed):
    everything = desk_of.get_desk(owed.store, IDS)["judges"]
    some = desk_of.get_desk(owed.store, {**IDS, "entry_ids": ["e-1"]})["judges"]
    expected = [
        {
            **line,
            "owed": [id for id in line["owed"] if id == "e-1"],
            "sent": [id for id in line["sent"] if id == "e-1"],
        }
        for line in everything
    ]
    assert some == [line for line in expected if line["owed"] or line["sent"]]
    assert desk_of.get_desk(owed.store, {**IDS, "entry_ids": []})["judges"] == []


def test_who_owes_the_entry_on_stage_comes_first_then_who_owes_most(owed):
    owed.seat("Final", ["e-5", "e-4"], panel=[])
    session = owed.store.sessions_in(EDITION, STAGE)[0]
    session.start(session.slot("e-5"), now=NINE)
    owed.store.sessions.save(session)
    found = desk_of.list_owing(owed.store, {**IDS, "page": 1})
    at_it = {judge_id for entry_id, judge_id in owed.owed() if entry_id == "e-5"}
    assert {line["judge_id"] for line in found["judges"][: len(at_it)]} == at_it
    assert [line["now"] for line in found["judges"]] == [True] * len(at_it) + [False] * (4 - len(at_it))
    for line in found["judges"]:
        theirs = {entry_id for entry_id, judge_id in owed.owed() if judge_id == line["judge_id"]}
        assert line["owed"] == len(theirs)
        assert len(line["companies"]) == line["owed"] - line["sent"]
    assert (found["total"], found["assigned"]) == (4, 12)
    assert desk_of.list_owing(owed.store, {**IDS, "page": 2})["judges"] == []


def test_a_page_of_the_spread_is_the_whole_cut(owed):
    for entry_id, judge_id in sorted(owed.owed())[1:7]:
        owed.submit(entry_id, judge_id, team=str(len(entry_id + judge_id) % 7 + 2))
    whole = desk_of.get_spread(owed.store, IDS)
    pages = [desk_of.get_spread(owed.store, {**IDS, "after": n, "limit": 2})["entries"] for n in (0, 2, 4)]
    cut = [entry for page in pages for entry in page]
    assert sorted(cut, key=lambda e: e["entry_id"]) == sorted(whole["entries"], key=lambda e: e["entry_id"])
    assert whole["of"] == 6


def test_progress_finds_an_entry_by_its_name(owed):
    found = progress.list_progress(
        owed.store, {**IDS, "order": "lacking", "page": 1, "search": "startup E-3"}
    )
    assert ([entry["entry_id"] for entry in found["entries"]], found["total"]) == (["e-3"], 1)


def test_what_is_counted_follows_every_act_at_once(owed):
    judge_id = sorted(owed.owed())[1][1]

    def counts():
        return {
            line["judge_id"]: line["assigned"] for line in progress.get_progress(owed.store, IDS)["judges"]
        }

    before = counts()
    entry_id = next(entry for entry, judge in sorted(owed.owed()) if judge == judge_id)
    owed.recuse(entry_id, judge_id)
    assert counts()[judge_id] == before[judge_id] - 1
    owed.hear("EntryWithdrawn", 3, entry_id="e-5")
    assert sum(counts().values()) == sum(before.values()) - 3


def test_what_was_swapped_one_for_one_is_counted_anew_as_it_was_published(desk):
    desk.publish(judge_ids=None)
    progress.get_progress(desk.store, IDS)
    desk.publish(
        judge_ids=[judge["judge_id"] for judge in queries.list_judges(desk.store, IDS)["judges"][:2]]
    )
    found = progress.get_progress(desk.store, IDS)
    assert [line["assigned"] for line in found["judges"]] == [6, 6]


def listed(desk, **wanted):
    return sessions.list_sessions(desk.asked({**IDS, **wanted}), desk.store)["sessions"]


@pytest.mark.parametrize("acts", [[], ["start"], ["start", "end"], ["start", "end", "start", "end"]])
def test_a_session_in_brief_is_the_session_without_its_slots(desk, acts):
    desk.seat("Final", ["e-1", "e-2"], panel=[])
    for turn, act in enumerate(acts):
        session = desk.store.sessions_in(EDITION, STAGE)[0]
        slot = session.slots[turn // 2]
        session.start(slot, now=NINE) if act == "start" else session.turn(slot, "end", now=LATER)
        desk.store.sessions.save(session)
    [whole] = desk.store.sessions_in(EDITION, STAGE)
    [brief] = desk.store.sessions_in_brief(EDITION, STAGE)
    assert (brief.state, brief.current and brief.current.entry_id) == (
        whole.state,
        whole.current and whole.current.entry_id,
    )
    assert (brief.plan, brief.version, brief.id) == (whole.plan, whole.version, whole.id)
    assert listed(desk, brief=True, session_id=None) == listed(desk)


def test_the_allotment_comes_by_pages_with_all_seats(desk):
    desk.seat("Final", ["e-1", "e-2"], panel=[])
    asked = desk.asked({**IDS, "search": "startup", "after": 1, "limit": 2})
    found = allotments.get_allotment(asked, desk.store)
    assert [(entry["entry_id"], entry["seated"]) for entry in found["entries"]] == [
        ("e-1", True),
        ("e-2", True),
    ]
    assert found["of"] == 6
    whole = allotments.get_allotment(desk.asked(IDS), desk.store)
    assert found["sessions"] == whole["sessions"]
    assert [entry["entry_id"] for entry in whole["entries"]] == [f"e-{n}" for n in range(6)]
