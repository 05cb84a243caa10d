"""A session: its order, its clocks, and when each entry is scored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.events import SessionChanged, SessionPrepared
from schemas.refusal import Refusal
from services.judging.domain.lateness import Arrival
from services.judging.domain.refusals import NotOnStage, SessionStarted, SlotStarted
from services.judging.domain.session import Plan, Session, drawn
from services.judging.domain.window import Window
from services.judging.plans import session_from_state, session_to_state

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
COMPANIES = {"ant": "Ant Inc.", "bee": "Bee Inc.", "cat": "Cat Inc."}
PLAN = Plan(
    name="Final",
    place="Hall 1",
    starts_at=NOON,
    seed=7,
    pitch=timedelta(minutes=8),
    questions=timedelta(minutes=7),
    window=timedelta(minutes=2),
    deliberation=False,
    show_board=False,
)


def after(minutes, seconds=0):
    return NOON + timedelta(minutes=minutes, seconds=seconds)


class Evening:
    """Drives a session as the organiser does, at minutes after noon."""

    def __init__(self):
        self.session = Session("ed-1", "final", PLAN)
        self.session.prepare(PLAN, COMPANIES, now=NOON)

    def start(self, entry_id, at):
        self.session.start(self.session.slot(entry_id), now=after(at))
        return self

    def turn(self, entry_id, act, at):
        self.session.turn(self.session.slot(entry_id), act, now=after(at))
        return self

    def mark(self, entry_id, state, at):
        self.session.mark(self.session.slot(entry_id), state, now=after(at))
        return self

    def move(self, entry_id, position):
        self.session.move(self.session.slot(entry_id), position, now=NOON)
        return self

    def slot(self, entry_id, at):
        return next(s for s in self.public(at)["slots"] if s["entry_id"] == entry_id)

    def public(self, at=0):
        return self.session.public(1, now=after(at))

    @property
    def order(self):
        return [slot.entry_id for slot in self.session.slots]

    @property
    def told(self):
        return sum(name == "SessionChanged" for name, _ in self.session.facts)


@pytest.fixture
def evening():
    return Evening()


def test_an_order_is_drawn_again_from_its_seed_whatever_the_order_it_is_given_in():
    assert drawn(["cat", "ant", "bee"], 7) == drawn(["bee", "cat", "ant"], 7)
    orders = {tuple(drawn(list(COMPANIES), seed)) for seed in range(100)}
    assert len(orders) == 6


def test_the_pitch_runs_and_the_window_opens_with_it(evening):
    slot = evening.start("ant", 0).slot("ant", 1)
    assert slot["clock"] == {"phase": "pitch", "ends_at": after(8), "left_ms": None}
    assert slot["window"] == {"state": "open", "opens_at": NOON, "closes_at": None}
    assert (evening.public()["state"], evening.public()["current"]) == ("running", "ant")


def test_the_window_closes_by_itself_a_while_after_the_questions(evening):
    evening.start("ant", 0).turn("ant", "questions", 9)
    assert evening.slot("ant", 9)["clock"]["ends_at"] == after(16)
    assert evening.slot("ant", 17)["window"]["state"] == "open"
    assert evening.slot("ant", 18)["window"] == {"state": "closed", "opens_at": NOON, "closes_at": after(18)}


def test_a_pause_moves_the_end_of_the_clock_and_of_the_window(evening):
    evening.start("ant", 0).turn("ant", "questions", 8).turn("ant", "pause", 10)
    assert evening.slot("ant", 11)["clock"] == {"phase": "questions", "ends_at": None, "left_ms": 300_000}
    assert evening.slot("ant", 60)["window"]["state"] == "open"
    evening.turn("ant", "resume", 20)
    slot = evening.slot("ant", 20)
    assert (slot["clock"]["ends_at"], slot["window"]["closes_at"]) == (after(25), after(27))


def test_a_clock_that_ran_over_its_end_can_be_paused_all_the_same(evening):
    evening.start("ant", 0).turn("ant", "pause", 9)
    assert evening.slot("ant", 9)["clock"]["left_ms"] == -60_000


def test_who_comes_next_ends_who_was_on(evening):
    evening.start("ant", 0).start("bee", 12)
    assert evening.public(12)["current"] == "bee"
    ant = evening.slot("ant", 13)
    assert (ant["state"], ant["window"]["closes_at"]) == ("done", after(14))


def test_a_window_is_opened_and_closed_by_hand(evening):
    evening.start("ant", 0).turn("ant", "end", 5).turn("ant", "open_window", 30)
    assert evening.slot("ant", 90)["window"]["state"] == "open"
    evening.turn("ant", "close_window", 91)
    assert evening.slot("ant", 91)["window"]["closes_at"] == after(91)


@pytest.mark.parametrize("act", ["pause", "resume", "questions", "end", "open_window", "close_window"])
def test_doing_again_what_is_done_changes_nothing_and_is_told_to_nobody(evening, act):
    evening.start("ant", 0).turn("ant", "pause" if act == "resume" else act, 3)
    evening.turn("ant", act, 3)
    before, told = evening.public(5), evening.told
    evening.turn("ant", act, 5)
    assert (evening.public(5), evening.told) == (before, told)


def test_starting_again_what_runs_changes_nothing(evening):
    before = evening.start("ant", 0).public(1)
    assert evening.start("ant", 1).public(1) == before


def test_the_clock_of_a_slot_that_is_not_on_stage_does_not_turn(evening):
    with pytest.raises(NotOnStage, match=r"Bee Inc\. is not on stage"):
        evening.start("ant", 0).turn("bee", "pause", 1)


def test_who_is_postponed_comes_last_and_who_is_absent_stays_where_they_are(evening):
    evening.mark("ant", "postponed", 0).mark("bee", "absent", 0)
    assert evening.order == ["bee", "cat", "ant"]
    evening.start("cat", 1).turn("cat", "end", 2).start("ant", 3).turn("ant", "end", 4)
    assert evening.public(4)["state"] == "over"


def test_who_leaves_the_stage_as_absent_is_scored_no_longer(evening):
    evening.start("ant", 0).mark("ant", "absent", 1)
    assert evening.public(1)["current"] is None
    assert evening.slot("ant", 1)["window"] == {"state": "closed", "opens_at": NOON, "closes_at": after(1)}


def test_a_slot_moves_only_behind_those_that_were_on(evening):
    evening.move("cat", 1)
    assert evening.order == ["cat", "ant", "bee"]
    evening.start("cat", 0).move("bee", 1)
    assert evening.order == ["cat", "bee", "ant"]
    with pytest.raises(SlotStarted):
        evening.move("cat", 3)


def test_the_order_is_set_anew_until_the_first_slot_starts(evening):
    evening.session.prepare(PLAN, {"bee": "Bee Inc."}, now=NOON)
    assert evening.order == ["bee"]
    evening.start("bee", 0)
    with pytest.raises(SessionStarted):
        evening.session.prepare(PLAN, COMPANIES, now=after(1))


def test_every_change_is_told_whole_as_its_schema_says(evening):
    evening.start("ant", 0).turn("ant", "pause", 1).mark("bee", "absent", 2)
    told = [body for name, body in evening.session.facts if name == "SessionChanged"]
    assert [SessionChanged().validate(SessionChanged().dump(body)) for body in told] == [{}] * 4
    assert [body["number"] for body in told] == [1] * 4  # one save, one version


def test_who_sits_in_a_session_is_told_when_that_is_set_and_not_by_its_clocks(evening):
    evening.start("ant", 0).turn("ant", "pause", 1).mark("bee", "absent", 2)
    (told,) = [body for name, body in evening.session.facts if name == "SessionPrepared"]
    assert sorted(told["entry_ids"]) == sorted(COMPANIES)
    assert SessionPrepared().validate(told) == {}


def test_a_session_comes_out_of_the_database_as_it_went_in(evening):
    evening.start("ant", 0).turn("ant", "questions", 9).turn("ant", "pause", 10).mark("cat", "postponed", 11)
    back = session_from_state(evening.session.id, 4, session_to_state(evening.session))
    assert back.public(4, now=after(12)) == evening.session.public(4, now=after(12))


STAGE = Window(stage="final", opened_at=after(-60), closed_at=None, grace=timedelta(minutes=2))


def verdict(window, received, made=None):
    """Return what becomes of a scorecard of these minutes after noon."""
    arrival = Arrival(
        received_at=after(received), made_at=after(received if made is None else made), basis="monotonic"
    )
    try:
        return window.check(arrival, deadline=None)
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("deliberation", "received", "made", "expected"),
    [
        (False, -1, -1, "slot_not_open"),
        (False, 0, 0, "taken"),
        (False, 18, 18, "taken"),
        (False, 19, 17, "taken"),
        (False, 21, 17, "held"),
        (False, 19, 19, "late"),
        (True, -1, -1, "slot_not_open"),
        (True, 300, 300, "taken"),
    ],
)
def test_an_entry_is_scored_in_its_window_or_from_then_on_where_judges_deliberate(
    evening, deliberation, received, made, expected
):
    slot = evening.start("ant", 0).turn("ant", "questions", 9).session.slot("ant")
    assert verdict(STAGE.of_slot(slot, deliberation=deliberation), received, made) == expected


def test_no_slot_keeps_a_stage_open_that_is_closed_or_opens_one_that_is_not(evening):
    slot = evening.start("ant", 0).session.slot("ant")
    closed = replace(STAGE, closed_at=after(5), grace=timedelta(0)).of_slot(slot, deliberation=True)
    assert (verdict(closed, 4), verdict(closed, 6)) == ("taken", "late")
    planned = replace(STAGE, opened_at=None).of_slot(slot, deliberation=True)
    assert verdict(planned, 4) == "slot_not_open"
