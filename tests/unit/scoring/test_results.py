"""Freeze, certify, reveal, publish, and what the public sees of it."""

import json

import pytest

from services.scoring.domain.refusals import (
    AssignmentsIncomplete,
    NotCertified,
    NotFrozen,
    NotPublished,
    RuleRefused,
    ScorecardsMissing,
    SetUpBehind,
    StageNotClosed,
    StepOutOfOrder,
)
from tests.unit.scoring.contest import (
    EDITION,
    LONG_AFTER,
    STAGE,
    a_scored_contest,
    a_stage,
    an_award,
    assignments_published,
    card_id,
    edition_started,
    entry_screened,
    entry_submitted,
    entry_withdrawn,
    placed,
    scorecard_submitted,
    stage_closed,
)

AWARDS = (an_award(1, "Dark Horse"), an_award(2, "Runner-up"), an_award(2, "Bronze"), an_award(3, "Third"))

ANT = {"entry_id": "ant", "company": "Ant Inc.", "place": 1, "shared": False, "total": "8.00"}
BEE = {"entry_id": "bee", "company": "Bee Inc.", "place": 2, "shared": True, "total": "7.00"}
CAT = {"entry_id": "cat", "company": "Cat Inc.", "place": 2, "shared": True, "total": "7.00"}


def a_closed_contest(*stages, awards=AWARDS):
    return a_scored_contest(*stages, awards=awards).hear(stage_closed())


def a_certified_contest():
    contest = a_closed_contest()
    contest.freeze()
    contest.certify()
    return contest


def states(contest):
    return [(told.number, told.state, len(told.rows)) for told in contest.told("BoardChanged")]


def test_freezing_stops_the_standings_and_counts_what_is_late():
    contest = a_closed_contest()
    frozen = contest.freeze()
    assert frozen.pop("proof") == {**contest.store.log.head(EDITION).as_dict(), "at": LONG_AFTER.isoformat()}
    assert frozen == {
        "edition_id": EDITION,
        "stage_id": STAGE,
        "state": "frozen",
        "counted": 6,
        "expected": 6,
        "late": 0,
        "certificate": 0,
        "corrected": False,
        "steps": 2,
        "revealed": 0,
    }
    before = contest.standings()
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=2), entry_withdrawn("ant")).refresh()
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=2)).refresh()
    assert contest.standings() == {**before, "late": 1}


def test_late_scorecards_are_not_reported_as_counted():
    contest = a_closed_contest()
    contest.freeze()
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=2)).refresh()
    cat, bee = card_id("cat", "j1"), card_id("bee", "j1")
    assert contest.counted((cat, 1), (bee, 1)) == [cat, bee]
    assert contest.counted((cat, 2), (bee, 1)) == [bee]


def test_scorecards_of_an_entry_that_left_before_the_freeze_are_not_late():
    contest = a_closed_contest().hear(entry_withdrawn("bee"))
    contest.freeze()
    assert contest.refresh().standings()["late"] == 0


def test_freezing_takes_in_what_no_refresh_had_seen():
    contest = a_closed_contest().hear(scorecard_submitted("cat", "j1", 10, 10, revision=2))
    contest.freeze()
    assert placed(contest.standings())[0] == ("cat", 1, "8.50")


def test_freezing_again_changes_nothing():
    contest = a_closed_contest()
    first = contest.freeze()
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=2))
    assert contest.freeze() == first


def test_a_stage_that_is_not_closed_is_not_frozen():
    with pytest.raises(StageNotClosed):
        a_scored_contest().freeze()


def test_freezing_waits_for_all_parts_of_the_assignments():
    contest = a_closed_contest().hear(assignments_published(("ant", "j1"), part=2, parts=3, version=2))
    with pytest.raises(AssignmentsIncomplete):
        contest.freeze(accept_missing=True)


def test_freezing_is_refused_while_scorecards_are_missing_and_names_them():
    contest = a_closed_contest().hear(
        assignments_published(("ant", "j1"), ("ant", "j3"), ("bee", "j1"), version=2)
    )
    contest.hear(entry_submitted("ape"), entry_screened("ape"))
    with pytest.raises(ScorecardsMissing) as refusal:
        contest.freeze()
    assert refusal.value.errors == {
        "missing": 1,
        "unassigned": 2,
        "entries": [
            {"entry_id": "ant", "company": "Ant Inc."},
            {"entry_id": "ape", "company": "Ape Inc."},
            {"entry_id": "cat", "company": "Cat Inc."},
        ],
    }
    assert contest.freeze(accept_missing=True)["state"] == "frozen"


def test_a_rule_that_cannot_be_carried_out_is_named_when_freezing():
    contest = a_closed_contest(a_stage(tie_breaks=["coin"]))
    with pytest.raises(RuleRefused, match="coin"):
        contest.freeze()


def test_certifying_tells_the_rows_that_have_a_place():
    contest = a_closed_contest().hear(entry_submitted("ape"), entry_screened("ape"))
    contest.freeze(accept_missing=True)
    contest.certify()
    (told,) = contest.told("ResultsCertified")
    assert (told.certificate, told.rows) == (1, [ANT, BEE, CAT])
    assert [(row["entry_id"], row["award"]) for row in contest.standings()["rows"]] == [
        ("ant", "Dark Horse"),
        ("bee", "Runner-up, Bronze"),
        ("cat", "Runner-up, Bronze"),
        ("ape", ""),
    ]


def test_certifying_again_makes_no_second_certificate():
    contest = a_certified_contest()
    assert contest.certify()["certificate"] == 1
    assert len(contest.told("ResultsCertified")) == 1


def test_what_still_moves_is_not_certified():
    with pytest.raises(NotFrozen):
        a_closed_contest().certify()


def test_places_are_revealed_from_the_last_to_the_first_and_a_shared_one_at_once():
    contest = a_certified_contest()
    assert contest.board()["rows"] == []
    contest.reveal(1)
    assert contest.board()["rows"] == [
        {**BEE, "award": "Runner-up, Bronze"},
        {**CAT, "award": "Runner-up, Bronze"},
    ]
    summary = contest.reveal(2)
    assert (summary["steps"], summary["revealed"]) == (2, 2)
    assert contest.board()["rows"][0] == {**ANT, "award": "Dark Horse"}


def test_a_step_that_was_taken_changes_nothing():
    contest = a_certified_contest()
    contest.reveal(1)
    contest.reveal(2)
    told = states(contest)
    assert contest.reveal(1)["revealed"] == 2
    assert states(contest) == told


def test_a_step_out_of_order_is_refused_with_the_one_expected():
    contest = a_certified_contest()
    with pytest.raises(StepOutOfOrder) as refusal:
        contest.reveal(2)
    assert refusal.value.errors == {"step": {"came": 2, "expected": 1}}
    contest.publish()
    with pytest.raises(StepOutOfOrder) as refusal:
        contest.reveal(3)
    assert refusal.value.errors == {"step": {"came": 3, "expected": None}}


@pytest.mark.parametrize("act", [lambda c: c.reveal(1), lambda c: c.publish()])
def test_what_is_not_certified_is_not_shown(act):
    contest = a_closed_contest()
    contest.freeze()
    with pytest.raises(NotCertified):
        act(contest)


def test_publishing_shows_everything_whatever_was_revealed():
    contest = a_certified_contest()
    contest.reveal(1)
    with pytest.raises(NotPublished):
        contest.results()
    contest.publish()
    contest.publish()
    (told,) = contest.told("ResultsPublished")
    assert (told.certificate, told.rows) == (1, [ANT, BEE, CAT])
    results = contest.results()
    assert (results["stage_id"], results["certificate"]) == (STAGE, 1)
    assert [row["entry_id"] for row in results["rows"]] == ["ant", "bee", "cat"]
    assert contest.board()["rows"] == results["rows"]


def test_a_sealed_board_shows_how_many_scorecards_are_in_and_nothing_more():
    contest = a_certified_contest()
    contest.reveal(1)
    contest.publish()
    assert states(contest) == [
        (1, "building", 0),
        (2, "frozen", 0),
        (3, "certified", 0),
        (4, "revealing", 2),
        (5, "published", 3),
    ]
    assert (contest.told("BoardChanged")[0].counted, contest.told("BoardChanged")[0].expected) == (6, 6)


def test_a_revision_is_no_news_on_a_sealed_board():
    contest = a_scored_contest()
    told = states(contest)
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=2)).refresh()
    assert states(contest) == told


def test_boards_wait_while_facts_wait_and_then_show_the_latest():
    contest = a_scored_contest(a_stage(board="open"))
    contest.store.glances.unpublished = 2
    contest.hear(scorecard_submitted("cat", "j1", 9, 9, revision=2)).refresh()
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=3)).refresh()
    assert placed(contest.standings())[0] == ("cat", 1, "8.50")
    assert states(contest) == [(1, "building", 3)]
    contest.store.glances.unpublished = 0
    contest.refresh()
    assert states(contest) == [(1, "building", 3), (2, "building", 3)]
    assert contest.board()["rows"][0]["entry_id"] == "cat"
    assert contest.refresh().store.dirty.touched() == []


def test_an_open_board_shows_its_rows_until_the_freeze():
    contest = a_closed_contest(a_stage(board="open"))
    assert [row["entry_id"] for row in contest.board()["rows"]] == ["ant", "bee", "cat"]
    contest.hear(scorecard_submitted("cat", "j1", 10, 10, revision=2)).refresh()
    assert [row["entry_id"] for row in contest.board()["rows"]] == ["cat", "ant", "bee"]
    contest.freeze()
    assert (contest.board()["state"], contest.board()["rows"]) == ("frozen", [])


def test_nothing_of_a_place_is_told_to_the_public_before_its_reveal():
    contest = a_certified_contest()
    contest.reveal(1)
    public = json.dumps([vars(told) for told in contest.told("BoardChanged")] + [contest.board()])
    assert "bee" in public
    assert "ant" not in public
    assert "8.00" not in public


def test_the_board_lists_the_stages_in_their_order_by_name():
    contest = a_closed_contest(a_stage("first"), a_stage())
    assert [contest.board("first")["name"], contest.board()["name"]] == ["First", "Final"]
    assert contest.board("first") == {
        "edition_id": EDITION,
        "stage_id": "first",
        "name": "First",
        "number": 1,
        "state": "building",
        "certificate": 0,
        "corrected": False,
        "counted": 0,
        "expected": 0,
        "rows": [],
        "proof": None,
    }


def test_nothing_is_frozen_before_the_set_up_that_the_stage_was_closed_under_has_come():
    contest = a_scored_contest(awards=AWARDS).hear(stage_closed(version=5, set_up_version=4))
    with pytest.raises(SetUpBehind):
        contest.freeze()
    contest.hear(
        edition_started(awards=[an_award(1, "Grey Horse")], version=4), edition_started(awards=AWARDS)
    )
    contest.refresh().freeze()
    contest.certify()
    assert contest.standings()["rows"][0]["award"] == "Grey Horse"


def test_a_track_has_places_of_its_own_by_the_track_that_was_told_last():
    contest = a_closed_contest()
    tracks = {"ant": "ai", "bee": "bio", "cat": "bio"}
    contest.hear(*(entry_submitted(id, version=5, track=track) for id, track in tracks.items()))
    contest.hear(entry_submitted("bee", version=4, track="ai"))
    rows = contest.standings(track="bio")["rows"]
    assert [(row["entry_id"], row["track_place"], row["place"], row["shared"]) for row in rows] == [
        ("bee", 1, 2, True),
        ("cat", 1, 2, True),
    ]
    contest.hear(entry_submitted("cat", version=6, track="ai"))
    rows = contest.standings(track="ai")["rows"]
    assert [(row["entry_id"], row["track_place"], row["shared"]) for row in rows] == [
        ("ant", 1, False),
        ("cat", 2, False),
    ]
    assert contest.standings(track="none")["rows"] == []


def test_standings_come_a_page_at_a_time_and_say_how_many_there_are():
    contest = a_closed_contest()
    every = contest.standings()["rows"]
    for freeze in (lambda: None, contest.freeze):
        freeze()
        found = [contest.standings(after=after, limit=2) for after in (0, 2, 4)]
        assert [row for page in found for row in page["rows"]] == every
        assert {page["of"] for page in found} == {contest.standings(limit=0)["of"]} == {len(every)}
        assert contest.standings(limit=0)["rows"] == []
    contest.hear(
        entry_submitted("bee", version=5, track="bio"), entry_submitted("cat", version=5, track="bio")
    )
    page = contest.standings(track="bio", after=1, limit=1)
    assert ([row["entry_id"] for row in page["rows"]], page["of"]) == (["cat"], 2)
    assert contest.standings(track="bio", limit=0)["of"] == 2
