"""A judge drops out, and entries lack judges: on a real database, and as scoring hears of it."""

from collections import Counter

import pytest

from schemas.envelope import decode, opened
from schemas.events import EVENTS, EditionStarted
from services.chassis.storage import ensure_indexes
from services.judging.domain.refusals import NotYetAssigned, PlanChanged, StageOver
from services.judging.handover import handlers, queries
from services.scoring.counting import count_entries
from services.scoring.handlers import facts as heard
from services.scoring.repository import ScoringStore
from tests.integration.desk import A_STAGE, EDITION, IDS, NINE, STAGE, Desk


class Counting:
    """Scoring in a database beside judging's, told what judging has to tell."""

    def __init__(self, desk):
        self.desk = desk
        database = desk.database.client[f"{desk.database.name}-scoring"]
        self.store = ScoringStore(database)
        ensure_indexes(self.store)
        stage = {**A_STAGE, "promote": 0, "board": "sealed"}
        told = {"edition_id": EDITION, "host": "H", "programme": "P", "name": "E", "zone": "UTC"}
        values = EditionStarted().dump(EditionStarted().load({**told, "stages": [stage], "awards": []}))
        self.store.editions.put(EDITION, "started", version=1, values=values)
        for number in range(6):
            screened = {"standing": f"{EDITION}.{STAGE}", "decision": "eligible"}
            self.store.entries.put(f"e-{number}", "screened", version=1, values=screened)

    def hear(self, name="AssignmentsPublished"):
        """Hear the newest of what waits first, and all of it."""
        takes = {"AssignmentsPublished": heard.keep_assignments}
        for collection in ("publications", "scorecards"):
            for document in self.desk.database[collection].find({"pending": {"$exists": True}}):
                for fact in reversed(document["pending"]):
                    envelope = decode(fact["body"])
                    event = opened(envelope, EVENTS[envelope.name]())
                    if event.name == "ScorecardSubmitted":
                        heard.keep_scorecards([event], self.store)
                    elif event.name in takes:
                        takes[event.name](event, self.store)

    def lines(self):
        """Return how many scorecards are counted and owed, by entry."""
        counted = count_entries(self.store, self.store.stage(EDITION, STAGE))
        return {id: (line.tally.scorecards, line.tally.owed) for id, line in counted.standing_lines.items()}


@pytest.fixture
def desk(mongo):
    desk = Desk(mongo)
    desk.publish()
    return desk


@pytest.fixture
def leaver(desk):
    """A judge who has sent one of their scorecards, with those they have not."""
    judge_id = sorted(desk.owed(), key=lambda pair: pair[1])[0][1]
    mine = sorted(pair for pair in desk.owed() if pair[1] == judge_id)
    assert desk.submit(*mine[0]) == "recorded"
    return judge_id, mine


def shown(desk, judge_id=None):
    return queries.get_handover(desk.store, {**IDS, "judge_id": judge_id})


def hand_over(desk, judge_id, basis=""):
    return handlers.hand_over(desk.asked({**IDS, "judge_id": judge_id, "basis": basis}), desk.store)


def fill(desk, basis=""):
    return handlers.fill_gaps(desk.asked({**IDS, "basis": basis}), desk.store)


def per_entry(desk):
    return Counter(entry_id for entry_id, _ in desk.owed())


def test_what_a_judge_has_not_sent_goes_to_others_and_what_they_sent_stays(desk, leaver):
    judge_id, mine = leaver
    before = desk.owed()
    plan = shown(desk, judge_id)
    assert desk.owed() == before
    assert hand_over(desk, judge_id, plan["basis"]) == plan
    assert (plan["taken"], plan["kept"], plan["given"], plan["lacking"]) == (
        len(mine) - 1,
        1,
        len(mine) - 1,
        0,
    )
    after = desk.owed()
    assert {pair for pair in after if pair[1] == judge_id} == {mine[0]}
    assert before - set(mine) < after
    assert set(per_entry(desk).values()) == {2}
    loads = Counter(judge for _, judge in after if judge != judge_id)
    assert max(loads.values()) - min(loads.values()) <= 1
    for taker in plan["takers"]:
        assert loads[taker["judge_id"]] == taker["after"]


def test_handing_over_again_changes_nothing_and_is_told_once(desk, leaver):
    judge_id, _ = leaver
    plan = shown(desk, judge_id)
    hand_over(desk, judge_id, plan["basis"])
    there, told = desk.owed(), desk.told()
    again = hand_over(desk, judge_id, plan["basis"])
    assert (again["taken"], again["given"]) == (0, 0)
    assert (desk.owed(), desk.told()) == (there, told)
    assert told[-1] == there


def test_only_who_is_given_something_has_news(desk, leaver):
    judge_id, _ = leaver
    plan = hand_over(desk, judge_id)
    assert desk.news() == [None, sorted(taker["judge_id"] for taker in plan["takers"])]


def test_what_was_shown_is_done_or_refused(desk, leaver):
    judge_id, mine = leaver
    plan = shown(desk, judge_id)
    desk.submit(*mine[1])
    there = desk.owed()
    with pytest.raises(PlanChanged):
        hand_over(desk, judge_id, plan["basis"])
    assert desk.owed() == there
    assert not desk.store.judges.get(judge_id).left


def test_a_scorecard_sent_at_that_moment_stays_and_counts(desk, leaver, monkeypatch):
    judge_id, mine = leaver
    replace = desk.store.replace_drafts

    def overtaken(publication):
        monkeypatch.setattr(desk.store, "replace_drafts", replace)
        assert desk.submit(*mine[1]) == "recorded"
        return replace(publication)

    monkeypatch.setattr(desk.store, "replace_drafts", overtaken)
    hand_over(desk, judge_id)
    assert {mine[0], mine[1]} <= desk.owed()
    assert desk.told()[-1] == desk.owed()


def test_who_dropped_out_gets_no_more_work(desk, leaver):
    judge_id, _ = leaver
    hand_over(desk, judge_id)
    desk.enter("e-late")
    fill(desk)
    takers = {pair[1] for pair in desk.owed() if pair[0] == "e-late"}
    assert len(takers) == 2
    assert judge_id not in takers


def test_gaps_are_filled_and_nobody_loses_anything(desk):
    before = desk.owed()
    desk.enter("e-late")
    lost = sorted(before)[0]
    desk.recuse(*lost)
    plan = shown(desk)
    assert fill(desk, plan["basis"])["given"] == 3
    after = desk.owed()
    assert before - {lost} < after
    assert lost not in after
    assert set(per_entry(desk).values()) == {2}
    told = desk.told()
    assert fill(desk)["given"] == 0
    assert desk.told() == told


def test_where_nobody_has_room_it_is_said_what_lacks(desk):
    for judge in desk.store.judges.select({}):
        judge.commitment = 3
        desk.store.judges.save(judge)
    desk.enter("e-late")
    plan = fill(desk)
    assert (plan["given"], plan["lacking"]) == (0, 2)
    assert plan["short"] == [{"entry_id": "e-late", "company": "Startup e-late", "lacks": 2}]


def test_nothing_is_filled_before_judges_were_assigned(mongo):
    with pytest.raises(NotYetAssigned):
        fill(Desk(mongo))


def test_a_closed_stage_stays_as_it_is(desk, leaver):
    desk.hear("StageClosed", 9, stage_id=STAGE, closed_at=NINE.isoformat())
    with pytest.raises(StageOver):
        hand_over(desk, leaver[0])
    with pytest.raises(StageOver):
        fill(desk)


def test_publishing_assignments_anew_after_a_handover_is_no_repeat(desk):
    judge_id = sorted(desk.owed())[0][1]
    hand_over(desk, judge_id)
    summary = desk.publish()
    assert judge_id not in summary["loads"]
    assert desk.told()[-1] == desk.owed()


def test_scoring_counts_what_was_sent_and_owes_what_changed_hands(desk, leaver):
    judge_id, mine = leaver
    counting = Counting(desk)
    counting.hear()
    before = counting.lines()
    hand_over(desk, judge_id)
    counting.hear()
    lines = counting.lines()
    assert lines == before
    assert lines[mine[0][0]] == (1, 2)
    assert set(lines.values()) == {(1, 2), (0, 2)}
    desk.enter("e-late")
    fill(desk)
    counting.hear()
    assert counting.lines() == lines | {"e-late": (0, 2)}


def test_an_entry_of_a_session_with_a_panel_stays_within_it(desk, leaver):
    judge_id, mine = leaver
    others = sorted({judge for _, judge in desk.owed()} - {judge_id})
    seated = {entry_id for entry_id, _ in mine}
    desk.seat("Heat", sorted(seated), panel=[judge_id, others[0]])
    plan = shown(desk, judge_id)
    assert {taker["judge_id"] for taker in plan["takers"]} <= {others[0]}
    assert plan["given"] + plan["lacking"] == plan["taken"]
    assert hand_over(desk, judge_id, plan["basis"])["given"] == plan["given"]
