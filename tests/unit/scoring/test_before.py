"""Where an entry stood in an earlier stage: told with its place, and only where everybody knows it."""

import json

import pytest

from services.scoring import queries
from tests.unit.scoring.contest import (
    EDITION,
    STAGE,
    a_scored_contest,
    a_stage,
    assignments_published,
    entry_promoted,
    entry_screened,
    entry_submitted,
    scorecard_submitted,
    stage_closed,
)
from tests.unit.scoring.test_sealing import opened

LAST = "grand-final"
MARKS = {"ant": (5, 5), "bee": (9, 9), "cat": (7, 7), "new": (6, 6)}
STOOD = {"ant": (1, False), "bee": (2, True), "cat": (2, True)}


@pytest.fixture
def contest():
    """A contest in which ant came first before bee and cat, who all go on; one more joins them."""
    contest = a_scored_contest(a_stage(), a_stage("unplayed"), a_stage(LAST)).hear(stage_closed())
    contest.freeze()
    contest.certify()
    return contest


def play_last(contest):
    """Score, freeze and certify the last stage: bee, cat, new, ant."""
    contest.hear(
        *(entry_promoted(entry, STAGE, LAST) for entry in STOOD),
        entry_submitted("new"),
        entry_screened("new", stage_id=LAST),
        assignments_published(*((entry, "j1") for entry in MARKS), stage_id=LAST),
        *(scorecard_submitted(entry, "j1", *marks, stage_id=LAST) for entry, marks in MARKS.items()),
        stage_closed(LAST),
    ).refresh()
    contest.freeze(LAST)
    contest.certify(LAST)
    return contest


def before(rows):
    return {row["entry_id"]: row.get("before") for row in rows}


def stood(entry):
    place, shared = STOOD[entry]
    return {"stage_id": STAGE, "name": "Final", "place": place, "shared": shared}


def test_each_row_says_where_its_entry_stood_as_it_is_revealed(contest):
    contest.publish()
    play_last(contest)
    assert contest.board(LAST)["rows"] == []
    contest.reveal(1, LAST)
    assert before(contest.board(LAST)["rows"]) == {"ant": stood("ant")}
    contest.reveal(2, LAST)
    assert before(contest.board(LAST)["rows"]) == {"ant": stood("ant"), "new": None}
    contest.publish(LAST)
    assert before(contest.results(LAST)["rows"])["bee"] == stood("bee")


def test_a_sealed_step_carries_it_too(contest):
    contest.publish()
    play_last(contest)
    wanted = {"edition_id": EDITION, "stage_id": LAST}
    told = queries.get_sealed_results(contest.store, wanted)
    key = contest.store.standings.find(f"{EDITION}.{LAST}").reveal_key
    first = opened(told["steps"][0], key=key, salt=told["salt"])
    assert before(first["rows"]) == {"ant": stood("ant")}
    assert len({len(step["sealed"]) for step in told["steps"]}) == 1


def test_what_nobody_was_told_is_no_place_to_come_from(contest):
    contest.reveal(1)
    play_last(contest)
    contest.publish(LAST)
    assert set(before(contest.board(LAST)["rows"]).values()) == {None}
    assert "before" not in json.dumps(contest.board(LAST))


def test_what_is_published_after_certifying_does_not_change_what_was_certified(contest):
    play_last(contest)
    contest.publish()
    contest.publish(LAST)
    assert "before" not in json.dumps(contest.board(LAST))


def test_a_first_stage_has_nothing_before_it(contest):
    contest.publish()
    assert "before" not in json.dumps(contest.board())
