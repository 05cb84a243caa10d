"""Reminders and conflicts of interest, on a real database."""

import pytest

from schemas.commands import DeclareConflict, NudgeJudges
from services.judging.conflicts import handlers as conflicts
from services.judging.conflicts.queries import list_conflicts
from services.judging.domain.refusals import NobodyToNudge, StageNotOpen
from services.judging.handlers.judges import add_judges, declare_conflict
from services.judging.nudges import handlers
from tests.integration.desk import EDITION, IDS, NINE, STAGE, Desk


@pytest.fixture
def desk(mongo):
    desk = Desk(mongo)
    desk.publish()
    return desk


def nudge(desk, *judge_ids):
    data = NudgeJudges().load({**IDS, "judge_ids": list(judge_ids) or None, "note": "Please."})
    return handlers.nudge_judges(desk.asked(data), desk.store)


def listed(desk):
    return handlers.list_nudges(desk.asked(IDS), desk.store)


def test_who_owes_is_reminded_once_and_it_is_kept(desk):
    first, second, *_ = sorted({judge for _, judge in desk.owed()})
    assert nudge(desk, first) == {"nudged": [first], "passed_over": []}
    with pytest.raises(NobodyToNudge):
        nudge(desk, first)
    assert nudge(desk, first, second) == {"nudged": [second], "passed_over": [first]}
    found = listed(desk)
    assert {judge["judge_id"] for judge in found["judges"] if not judge["may"]} == {first, second}
    assert [each["names"] for each in found["rounds"]] == [
        [desk.store.judges.get(second).name],
        [desk.store.judges.get(first).name],
    ]


def test_who_has_sent_all_is_not_on_the_list(desk):
    done = sorted(desk.owed())[0][1]
    for pair in [pair for pair in desk.owed() if pair[1] == done]:
        desk.submit(*pair)
    assert done not in {judge["judge_id"] for judge in listed(desk)["judges"]}
    assert done not in nudge(desk)["nudged"]


def test_in_a_closed_stage_nobody_is_reminded(desk):
    desk.hear("StageClosed", 9, stage_id=STAGE, closed_at=NINE.isoformat())
    with pytest.raises(StageNotOpen):
        nudge(desk)


def test_a_conflict_is_told_with_where_it_is_known_from(desk):
    startup = {"startup_id": "s-x", "company": "Acorn", "investors": ["horse  CAPITAL"]}
    desk.hear("EntrySubmitted", 1, entry_id="e-x", startup=startup)
    new = {"name": "Wei", "email": "wei@example.org", "firm": "Horse Capital", "commitment": 5, "tags": []}
    added = add_judges(desk.asked({"edition_id": EDITION, "judges": [new]}), desk.store)
    judge_id = added["judges"][0]["judge_id"]
    entry_id, other = sorted(desk.owed())[0]
    for whom, own in ((judge_id, False), (other, True)):
        data = {"edition_id": EDITION, "judge_id": whom, "entry_id": entry_id, "reason": "kin", "own": own}
        declare_conflict(desk.asked(DeclareConflict().load(data)), desk.store)
    wanted = {"edition_id": EDITION, "page": 1}
    found = list_conflicts(desk.store, wanted)
    told = {
        (c["judge_id"], c["entry_id"]): (c["source"], c["reason"], c["cards"]) for c in found["conflicts"]
    }
    assert told == {
        (judge_id, "e-x"): ("investor", "Horse Capital", []),
        (judge_id, entry_id): ("organiser", "kin", []),
        (other, entry_id): ("judge", "kin", [{"stage_id": STAGE, "state": "draft"}]),
    }
    assert (found["total"], found["hard"]) == (3, 3)
    for drop in (entry_id, "e-x", entry_id):
        data = {"edition_id": EDITION, "judge_id": judge_id, "entry_id": drop}
        conflicts.drop_conflict(desk.asked(data), desk.store)
    assert len(list_conflicts(desk.store, wanted)["conflicts"]) == 2
