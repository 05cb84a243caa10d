"""Meetings driven by message: the plan, the timetable, changes by hand, and what is told of it."""

import pytest

from schemas.commands import COMMANDS
from schemas.queries import QUERIES
from schemas.refusal import Invalid, NotFound
from services.chassis.storage import Whose
from services.matching.domain.investor import investor_id
from services.matching.meetings import queries
from services.matching.meetings.domain.refusals import (
    MeetingClash,
    MeetingGone,
    MeetingOver,
    NothingToArrange,
    NothingToPublish,
    NothingToUndo,
    NoWindows,
    TimetableChanged,
)
from services.matching.meetings.domain.timetable import Timetable
from services.matching.meetings.repository import timetable_from, timetable_to
from tests.unit.matching.market import (
    EDITION,
    MEI,
    a_market,
    an_investors_card,
    edition_started,
    eligible,
    entry_withdrawn,
)

LEO = investor_id(EDITION, "leo@example.org")
PLAN = {
    "windows": [{"begins_at": "2025-11-09T14:00:00+08:00", "ends_at": "2025-11-09T15:00:00+08:00"}],
    **{"slot_minutes": 15, "break_minutes": 5, "tables": ["1", "2"], "place": "Hall 2"},
}
SLOTS = [f"2025-11-09T06:{minute}:00+00:00" for minute in ("00", "20", "40")]


class Fair:
    """Mei was introduced to Ant and Bee, Leo to Ant, and Leo wishes to meet Cat."""

    def __init__(self):
        self.market = a_market()
        self.market.add(an_investors_card("leo@example.org", name="Leo"))
        for investor, entry_id in ((MEI, "e-ant"), (MEI, "e-bee"), (LEO, "e-ant")):
            self.introduce(investor, entry_id)
        self.market.answer("e-cat", "interested", investor=LEO)

    def introduce(self, investor, entry_id):
        self.market.answer(entry_id, "interested", investor=investor)
        self.market.reply(entry_id, "accept", investor=investor)

    def ask(self, name, **wanted):
        asked = {"get_timetable": "GetTimetable", "list_meetings": "ListMeetings"}
        message = QUERIES[asked.get(name, "ListUnplaced")]
        return getattr(queries, name)(self.market.store, message().load({"edition_id": EDITION, **wanted}))

    @property
    def revision(self):
        return self.ask("get_timetable")["revision"]

    def do(self, name, **data):
        if "seen" in COMMANDS[name]().fields and "seen" not in data:
            data["seen"] = self.revision
        return self.market.do(name, **data)

    def rows(self, of="draft", **wanted):
        return self.ask("list_meetings", of=of, **wanted)["meetings"]

    def where(self, of="draft"):
        return {(r["investor"], r["company"]): (r["starts_at"], r["table"]) for r in self.rows(of)}

    def meeting(self, investor, company, of="draft"):
        return next(r for r in self.rows(of) if (r["investor"], r["company"]) == (investor, company))

    def id(self, investor, company):
        return self.meeting(investor, company)["meeting_id"]

    def told(self):
        return [envelope.data for envelope in self.market.store.timetables.published]


@pytest.fixture
def fair():
    fair = Fair()
    fair.do("SetMeetingPlan", **PLAN)
    fair.do("ArrangeMeetings", seed=1)
    return fair


def free_for_mei(fair):
    """Return a slot at which Mei meets nobody, and a table that is free then."""
    slot = next(at for at in SLOTS if at not in {row["starts_at"] for row in fair.rows(investor_id=MEI)})
    taken = {row["table"] for row in fair.rows() if row["starts_at"] == slot}
    return {"starts_at": slot, "table": next(table for table in ("1", "2") if table not in taken)}


@pytest.fixture
def by_hand():
    """Mei meets Ant first and Bee then, Leo meets Ant last, all at the first table."""
    fair = Fair()
    fair.do("SetMeetingPlan", **PLAN)
    for slot, company, investor in zip(
        SLOTS, ("Ant", "Bee", "Ant"), ("Wang Mei", "Wang Mei", "Leo"), strict=True
    ):
        rows = fair.ask("list_unplaced")["unplaced"]
        [id] = [r["meeting_id"] for r in rows if (r["investor"], r["company"]) == (investor, company)]
        fair.do("MoveMeeting", meeting_id=id, starts_at=slot, table="1")
    return fair


def test_without_windows_there_is_nothing_to_arrange_by():
    fair = Fair()
    with pytest.raises(NoWindows):
        fair.do("ArrangeMeetings")
    told = fair.ask("get_timetable")
    assert (told["plan"], told["pairs"], told["wishes"], told["slots"]) == (None, 3, 1, [])


def test_without_intros_there_is_nobody_to_arrange():
    fair = Fair()
    fair.market.hear(*[entry_withdrawn(id) for id in ("e-ant", "e-bee", "e-cat")])
    fair.do("SetMeetingPlan", **PLAN)
    with pytest.raises(NothingToArrange):
        fair.do("ArrangeMeetings")


def test_an_edition_that_is_not_known_has_no_timetable():
    with pytest.raises(NotFound):
        Fair().do("SetMeetingPlan", edition_id="ed-2", seen=0, **PLAN)


def test_intros_get_a_time_and_a_table_and_nobody_sees_them_before_they_are_published(fair):
    assert set(fair.where()) == {("Wang Mei", "Ant"), ("Wang Mei", "Bee"), ("Leo", "Ant")}
    assert {row["change"] for row in fair.rows()} == {"scheduled"}
    assert fair.rows("published") == []
    told = fair.ask("get_timetable")
    assert (told["placed"], told["bound"], told["unplaced"], told["seed"]) == (3, 3, 0, 1)
    assert sum(slot["meetings"] for slot in told["slots"]) == 3
    assert [each["name"] for each in told["people"]] == [
        "Leo, Horse Capital",
        "Wang Mei, Horse Capital",
        "Ant",
        "Bee",
        "Cat",
    ]


def test_wishes_are_placed_where_the_organiser_wants_that(fair):
    fair.do("SetMeetingPlan", **PLAN, wishes=True)
    [unplaced] = fair.ask("list_unplaced")["unplaced"]
    assert (unplaced["company"], unplaced["wish"], unplaced["why"]) == ("Cat", True, "not_arranged")
    fair.do("ArrangeMeetings")
    assert fair.meeting("Leo", "Cat")["wish"]
    assert fair.meeting("Leo", "Cat")["investor_email"] == ""
    fair.market.reply("e-cat", "decline", investor=LEO)
    assert not fair.meeting("Leo", "Cat")["fits"]
    fair.do("ArrangeMeetings")
    assert ("Leo", "Cat") not in fair.where()


def test_publishing_tells_both_sides_of_every_meeting_once(fair):
    assert fair.do("PublishMeetings")["scheduled"] == 3
    [event] = fair.told()
    assert (event["number"], event["place"]) == (1, "Hall 2")
    assert [each["change"] for each in event["meetings"]] == ["scheduled"] * 3
    assert {(each["investor"], each["company"]) for each in event["meetings"]} == set(fair.where())
    with pytest.raises(NothingToPublish):
        fair.do("PublishMeetings")
    assert fair.where("published") == fair.where()


def test_each_side_is_shown_its_own_and_how_to_reach_the_other_as_the_intro_allows(fair):
    fair.do("PublishMeetings")
    own = fair.rows("published", investor_id=LEO)
    assert [(row["company"], row["investor_email"]) for row in own] == [("Ant", "leo@example.org")]
    assert {row["investor"] for row in fair.rows("published", entry_id="e-ant")} == {"Leo", "Wang Mei"}
    assert fair.rows("published", entry_id="e-cat") == []


def test_a_meeting_is_moved_by_hand_and_told_as_moved_with_what_else_its_sides_have(fair):
    fair.do("PublishMeetings")
    moved, before = fair.id("Wang Mei", "Bee"), fair.meeting("Wang Mei", "Bee")
    fair.do("MoveMeeting", meeting_id=moved, **free_for_mei(fair))
    row = fair.meeting("Wang Mei", "Bee")
    assert (row["change"], row["was"]["starts_at"], row["by_hand"]) == ("moved", before["starts_at"], True)
    assert fair.rows("published", meeting_id=moved)[0]["starts_at"] == before["starts_at"]
    assert fair.do("PublishMeetings")["moved"] == 1
    changes = {(each["investor"], each["company"]): each["change"] for each in fair.told()[1]["meetings"]}
    assert changes == {("Wang Mei", "Bee"): "moved", ("Wang Mei", "Ant"): "kept"}
    assert fair.rows("published", meeting_id=moved)[0]["number"] == 2


def test_a_meeting_can_be_only_where_nobody_and_no_table_is_taken_and_a_slot_begins(fair):
    mei_ant, leo_ant = fair.meeting("Wang Mei", "Ant"), fair.meeting("Leo", "Ant")
    names = {"meeting_id": leo_ant["meeting_id"]}
    with pytest.raises(MeetingClash) as refused:
        fair.do("MoveMeeting", **names, starts_at=mei_ant["starts_at"], table=mei_ant["table"])
    assert set(refused.value.errors) == {"table", "entry_id"}
    with pytest.raises(Invalid) as invalid:
        fair.do("MoveMeeting", **names, starts_at="2025-11-09T06:10:00+00:00", table="Window")
    assert set(invalid.value.errors) == {"starts_at", "table"}
    with pytest.raises(NotFound):
        fair.do("MoveMeeting", meeting_id="m-none", starts_at=SLOTS[0], table="1")


def test_two_meetings_exchange_their_places_where_nobody_is_then_in_two(by_hand):
    before = by_hand.where()
    mei_bee, leo_ant = by_hand.id("Wang Mei", "Bee"), by_hand.id("Leo", "Ant")
    by_hand.do("SwapMeetings", meeting_id=mei_bee, other_id=leo_ant)
    after = {
        **before,
        ("Leo", "Ant"): before["Wang Mei", "Bee"],
        ("Wang Mei", "Bee"): before["Leo", "Ant"],
    }
    assert by_hand.where() == after
    by_hand.do("MoveMeeting", meeting_id=leo_ant, starts_at=SLOTS[2], table="2")
    with pytest.raises(MeetingClash) as refused:
        by_hand.do("SwapMeetings", meeting_id=mei_bee, other_id=by_hand.id("Wang Mei", "Ant"))
    assert set(refused.value.errors) == {"entry_id"}


def test_what_was_placed_by_hand_stays_there_when_all_is_arranged(by_hand):
    before = by_hand.where()
    by_hand.do("ArrangeMeetings", seed=3)
    assert by_hand.where() == before
    assert {row["by_hand"] for row in by_hand.rows()} == {True}


def test_what_was_called_off_is_not_placed_again_by_itself_but_by_hand_and_told_as_cancelled(fair):
    fair.do("PublishMeetings")
    off = fair.id("Wang Mei", "Ant")
    fair.do("CallOffMeeting", meeting_id=off)
    fair.do("ArrangeMeetings")
    assert ("Wang Mei", "Ant") not in {key for key, row in fair.where().items() if row} - {
        ("Wang Mei", "Ant")
    }
    assert fair.meeting("Wang Mei", "Ant")["change"] == "cancelled"
    assert fair.ask("list_unplaced")["unplaced"][0]["why"] == "called_off"
    assert fair.do("PublishMeetings")["cancelled"] == 1
    told = {(m["investor"], m["company"]): m["change"] for m in fair.told()[1]["meetings"]}
    assert told["Wang Mei", "Ant"] == "cancelled"
    [row] = fair.rows("published", meeting_id=off)
    assert row["state"] == "cancelled"
    slot, table = row["starts_at"], row["table"]
    fair.do("MoveMeeting", meeting_id=off, starts_at=slot, table=table)
    assert fair.meeting("Wang Mei", "Ant")["change"] == "scheduled"


def test_changes_are_taken_back_one_after_another_until_they_are_published(fair):
    before = fair.where()
    fair.do("CallOffMeeting", meeting_id=fair.id("Leo", "Ant"))
    fair.do("CallOffMeeting", meeting_id=fair.id("Wang Mei", "Bee"))
    for left in (2, 3):
        fair.do("UndoMeetings")
        assert len(fair.where()) == left
    assert fair.where() == before
    fair.do("UndoMeetings")  # the arrangement itself
    assert fair.where() == {}
    with pytest.raises(NothingToUndo):
        fair.do("UndoMeetings")


def test_the_second_who_changes_the_timetable_is_told_and_the_same_again_is_no_news(fair):
    seen, row = fair.revision, fair.meeting("Leo", "Ant")
    place = {"starts_at": row["starts_at"], "table": row["table"]}
    fair.do("CallOffMeeting", meeting_id=row["meeting_id"])
    for name, data in (
        ("CallOffMeeting", {"meeting_id": fair.id("Wang Mei", "Ant")}),
        ("MoveMeeting", {"meeting_id": row["meeting_id"], **place}),
        ("ArrangeMeetings", {}),
        ("PublishMeetings", {}),
        ("SetMeetingPlan", {**PLAN, "slot_minutes": 10}),
    ):
        with pytest.raises(TimetableChanged):
            fair.do(name, seen=seen, **data)
    fair.do("CallOffMeeting", seen=seen, meeting_id=row["meeting_id"])
    assert fair.do("SetMeetingPlan", seen=0, **PLAN)["revision"] == seen + 1


def test_what_was_held_stays_where_it_was_and_a_mark_can_be_taken_back(fair):
    held = fair.id("Leo", "Ant")
    with pytest.raises(MeetingGone):
        fair.do("MarkMeeting", meeting_id=held, state="held")
    fair.do("PublishMeetings")
    seen = fair.revision
    fair.do("MarkMeeting", meeting_id=held, state="held")
    assert fair.revision == seen
    assert fair.ask("get_timetable")["states"] == {"planned": 2, "held": 1}
    now_at = fair.meeting("Leo", "Ant")
    free = {"starts_at": now_at["starts_at"], "table": "2" if now_at["table"] == "1" else "1"}
    for act, more in (("CallOffMeeting", {}), ("MoveMeeting", free)):
        with pytest.raises(MeetingOver):
            fair.do(act, meeting_id=held, **more)
    fair.do("MarkMeeting", meeting_id=held, state="planned")
    fair.do("CallOffMeeting", meeting_id=held)


def test_late_changes_leave_what_was_published_where_it_is_and_say_what_moved(fair):
    fair.do("PublishMeetings")
    before = fair.where("published")
    fair.introduce(LEO, "e-bee")
    assert fair.ask("list_unplaced")["unplaced"][0]["why"] == "not_arranged"
    fair.do("ArrangeMeetings", seed=99)
    changes = fair.ask("get_timetable")["changes"]
    assert changes == {"scheduled": 1, "moved": 0, "cancelled": 0, "kept": 3}
    fair.market.hear(entry_withdrawn("e-bee"))
    assert fair.ask("get_timetable")["misfits"] == 2
    fair.do("ArrangeMeetings")
    changes = fair.ask("get_timetable")["changes"]
    assert changes == {"scheduled": 0, "moved": 0, "cancelled": 1, "kept": 2}
    assert {key: before[key] for key in fair.where() if key != ("Wang Mei", "Bee")} == {
        key: place for key, place in fair.where().items() if key != ("Wang Mei", "Bee")
    }


def test_whoever_is_away_is_told_once_and_stays_away_when_the_plan_changes(fair):
    times = {"arrives_at": SLOTS[1], "leaves_at": None}
    fair.do("SetPresence", subject_id=LEO, **times)
    fair.do("SetMeetingPlan", **{**PLAN, "tables": ["1", "2", "3"]})
    fair.do("ArrangeMeetings")
    assert fair.where()["Leo", "Ant"][0] in SLOTS[1:]
    leo = next(each for each in fair.ask("get_timetable")["people"] if each["subject_id"] == LEO)
    assert leo["arrives_at"] == SLOTS[1]
    with pytest.raises(Invalid):
        fair.do("SetPresence", subject_id=LEO, arrives_at=SLOTS[1], leaves_at=SLOTS[0])
    with pytest.raises(NotFound):
        fair.do("SetPresence", subject_id="i-none", **times)


def test_meetings_come_a_page_at_a_time_and_of_one_table_or_time(fair):
    every = [row["meeting_id"] for row in fair.rows()]
    first = fair.ask("list_meetings", of="draft", limit=2)
    rest = fair.ask("list_meetings", of="draft", limit=2, after=first["next"])
    assert [row["meeting_id"] for row in first["meetings"] + rest["meetings"]] == every
    assert rest["next"] is None
    row = fair.rows()[0]
    found = fair.rows(table=row["table"], starts_at=row["starts_at"])
    assert [each["meeting_id"] for each in found] == [row["meeting_id"]]


def test_a_person_is_told_all_meetings_that_are_held_on_them(fair):
    fair.do("SetPresence", subject_id=LEO, arrives_at=SLOTS[1])
    fair.do("ArrangeMeetings")
    fair.do("PublishMeetings")
    [meeting, presence] = queries.records(fair.market.store, Whose(EDITION, ids=frozenset({LEO})))
    assert (meeting["of"], meeting["values"]["entry_id"], meeting["values"]["state"]) == (
        "meetings",
        "e-ant",
        "planned",
    )
    assert presence["values"] == {"arrives_at": SLOTS[1]}
    assert queries.records(fair.market.store, Whose("ed-2", ids=frozenset({LEO}))) == []


def test_nothing_of_another_edition_is_within_reach(fair):
    fair.market.hear(edition_started(edition_id="ed-2"), *eligible("e-dog", edition_id="ed-2"))
    told = queries.get_timetable(fair.market.store, {"edition_id": "ed-2"})
    assert (told["pairs"], told["placed"], told["people"]) == (0, 0, [])


def test_a_timetable_comes_out_of_its_document_as_it_went_in(fair):
    fair.do("PublishMeetings")
    fair.do("CallOffMeeting", meeting_id=fair.id("Leo", "Ant"))
    timetable = fair.market.store.timetables.get(EDITION)
    assert timetable_from(EDITION, timetable.version, timetable_to(timetable)) == timetable
    assert timetable_from("ed-2", 0, timetable_to(Timetable("ed-2"))) == Timetable("ed-2")


def test_before_matching_has_heard_of_an_edition_there_are_no_meetings_and_no_surprise():
    fair = Fair()
    told = queries.get_timetable(fair.market.store, {"edition_id": "ed-new"})
    assert (told["plan"], told["placed"], told["people"]) == (None, 0, [])
    wanted = QUERIES["ListMeetings"]().load({"edition_id": "ed-new", "entry_id": "e-ant"})
    assert queries.list_meetings(fair.market.store, wanted)["meetings"] == []
