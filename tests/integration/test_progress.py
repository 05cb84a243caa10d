"""Progress as the database works it out, beside what plain Python makes of the same marks."""

from collections import defaultdict
from statistics import mean, pstdev, stdev

import pytest

from services.judging.progress import queries
from tests.integration.desk import IDS, Desk

EDITION_AND_STAGE = (IDS["edition_id"], IDS["stage_id"])


@pytest.fixture
def desk(mongo):
    return Desk(mongo)


@pytest.fixture
def scored(desk):
    """A stage in which all but one judge have sent all, and the marks by entry and judge."""
    desk.publish()
    pairs = sorted(desk.owed())
    idle = pairs[0][1]
    marks = defaultdict(dict)
    for turn, (entry_id, judge_id) in enumerate(pairs):
        if judge_id != idle:
            marks[entry_id][judge_id] = (3 * turn + len(judge_id)) % 10
            assert desk.submit(entry_id, judge_id, team=str(marks[entry_id][judge_id])) == "recorded"
    return desk, marks, idle


def progress(desk):
    return queries.get_progress(desk.store, IDS)


def listed(desk, order="lacking", page=1):
    return queries.list_progress(desk.store, {**IDS, "order": order, "page": page})


def test_severity_is_the_mean_distance_to_the_others_on_the_same_entries(scored):
    desk, marks, _ = scored
    apart = defaultdict(list)
    for given in marks.values():
        for judge_id, mark in given.items():
            others = [other for judge, other in given.items() if judge != judge_id]
            if others:
                apart[judge_id].append(mark - mean(others))
    expected = {
        judge_id: (f"{mean(found):.2f}", f"{stdev(found) / len(found) ** 0.5:.2f}", len(found))
        for judge_id, found in apart.items()
        if len(found) > 1
    }
    told = {judge["judge_id"]: judge["severity"] for judge in progress(desk)["judges"]}
    assert expected
    assert {
        judge_id: (severity["difference"], severity["error"], severity["entries"])
        for judge_id, severity in told.items()
        if severity
    } == expected


def test_the_stage_is_told_against_its_minimum(scored):
    desk, marks, idle = scored
    found = progress(desk)
    sent = sum(len(given) for given in marks.values())
    assert (found["entries"], found["assigned"], found["submitted"]) == (6, 12, sent)
    assert found["covered"] == sum(len(given) == 2 for given in marks.values())
    assert found["missing"] == 12 - sent
    assert [judge["judge_id"] for judge in found["judges"] if judge["behind"]] == [idle]


def test_entries_that_judges_are_furthest_apart_about_come_first(scored):
    desk, marks, _ = scored
    expected = sorted(marks, key=lambda id: (-pstdev(marks[id].values()), id))
    found = listed(desk, "apart")
    assert [entry["entry_id"] for entry in found["entries"]] == expected
    assert found["total"] == len(expected)
    for entry in found["entries"]:
        assert entry["totals"] == [f"{mark:.2f}" for mark in sorted(marks[entry["entry_id"]].values())]


def test_an_entry_that_nobody_was_given_is_listed_first(scored):
    desk, *_ = scored
    desk.enter("e-late")
    first = listed(desk)["entries"][0]
    assert (first["entry_id"], first["assigned"], first["cards"]) == ("e-late", 0, [])
    assert progress(desk)["gaps"] == 1


def test_an_entry_that_left_is_in_nothing(scored):
    desk, marks, _ = scored
    gone = next(iter(marks))
    desk.hear("EntryWithdrawn", 3, entry_id=gone)
    assert progress(desk)["entries"] == 5
    for order in ("lacking", "apart"):
        assert gone not in [entry["entry_id"] for entry in listed(desk, order)["entries"]]


def test_who_was_recused_and_who_abstained_are_told_apart(scored):
    desk, _, idle = scored
    mine = [pair for pair in sorted(desk.owed()) if pair[1] == idle]
    desk.recuse(*mine[0])
    desk.abstain(*mine[1], reason="I know them")
    found = progress(desk)
    assert (found["recused"], found["abstained"]) == (1, 1)
    cards = {e["entry_id"]: {c["judge_id"]: c for c in e["cards"]} for e in listed(desk)["entries"]}
    assert cards[mine[0][0]][idle]["abstained"] is False
    assert (cards[mine[1][0]][idle]["abstained"], cards[mine[1][0]][idle]["reason"]) == (True, "I know them")
