"""A freeze fixes the head of the log with the standing, and waits until both say the same."""

import json
from types import SimpleNamespace

import pytest

from infra.proof.verify import verify
from services.scoring import proofs, proving
from services.scoring.domain.refusals import LogBehind, NotPublished
from tests.unit.scoring.contest import (
    EDITION,
    LONG_AFTER,
    STAGE,
    Contest,
    a_published_contest,
    a_scored_contest,
    a_stage,
    assignments_published,
    edition_started,
    judge_recused,
    scorecard_submitted,
    stage_closed,
    three_entries,
)


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """Waiting is counted, and done without; what is in `then` happens in a pause."""
    told = SimpleNamespace(taken=0, then=lambda: None)

    def pause(seconds):
        told.taken += 1
        told.then()

    # In this module alone: another thread of the tests' process may sleep meanwhile.
    monkeypatch.setattr(proving, "time", SimpleNamespace(sleep=pause))
    return told


def a_closed_contest(*more):
    return a_scored_contest().hear(*more, stage_closed())


def a_batch_that_broke_off(contest, *told):
    """Let scorecards get into the log, and end before a mark is written."""
    put_all, contest.store.scorecards.put_all = contest.store.scorecards.put_all, None
    with pytest.raises(TypeError):
        contest.hear(*told)
    contest.store.scorecards.put_all = put_all


def holds(contest):
    checks = verify(contest.proof())
    return [check.said for check in checks if not check.held] == []


def test_the_head_is_told_with_the_freeze_before_any_place():
    contest = a_closed_contest()
    contest.freeze()
    head = {**contest.store.log.head(EDITION).as_dict(), "at": LONG_AFTER.isoformat()}
    assert contest.standings()["proof"] == head
    assert (contest.board()["proof"], contest.board()["rows"]) == (head, [])
    assert contest.told("BoardChanged")[-1].proof == head


def test_while_scorecards_move_the_standing_there_is_no_head():
    contest = a_closed_contest()
    assert contest.board()["proof"] is None
    contest.freeze()
    contest.thaw()
    assert contest.board()["proof"] is None
    assert contest.standings()["proof"] is None


def test_certified_and_published_results_carry_the_head():
    contest = a_published_contest()
    head = contest.standings()["proof"]
    assert [contest.told(name)[-1].proof for name in ("ResultsCertified", "ResultsPublished")] == [head] * 2
    assert contest.results()["proof"] == head


def test_a_scorecard_after_the_freeze_is_in_the_log_and_not_under_the_head():
    contest = a_closed_contest()
    contest.freeze()
    head = contest.standings()["proof"]
    contest.hear(scorecard_submitted("ant", "j1", 1, 1, revision=2)).refresh()
    assert contest.standings()["proof"] == head
    assert contest.store.log.head(EDITION).size == head["size"] + 1


def test_a_freeze_waits_for_marks_that_are_in_the_log_and_not_yet_written(pauses):
    contest = a_closed_contest()
    again = scorecard_submitted("ant", "j1", 1, 1, revision=2)
    a_batch_that_broke_off(contest, again)
    pauses.then = lambda: contest.hear(again)
    contest.freeze()
    assert pauses.taken == 1
    assert contest.standings()["proof"]["size"] == 7
    contest.certify()
    contest.publish()
    assert holds(contest)


def test_a_batch_that_broke_off_after_the_log_loses_and_doubles_nothing():
    contest = a_closed_contest()
    again = [scorecard_submitted(entry, "j1", 1, 1, revision=2) for entry in ("ant", "bee")]
    a_batch_that_broke_off(contest, *again[:1])
    contest.hear(*again, *again).refresh()
    straight = a_closed_contest(*again).refresh()
    assert contest.store.log.head(EDITION).size == straight.store.log.head(EDITION).size == 8
    contest.freeze()
    straight.freeze()
    assert contest.standings()["rows"] == straight.standings()["rows"]


def test_a_recusal_is_in_the_log_before_it_is_counted(pauses):
    contest = a_closed_contest()
    put, contest.store.scorecards.put = contest.store.scorecards.put, None
    recusal = judge_recused("ant", "j1")
    with pytest.raises(TypeError):
        contest.hear(recusal)
    contest.store.scorecards.put = put
    pauses.then = lambda: contest.hear(recusal)
    contest.freeze()
    assert pauses.taken == 1
    assert contest.store.log.head(EDITION).size == 7


def test_marks_that_never_come_refuse_the_freeze_and_the_organiser_may_go_on(pauses):
    contest = a_closed_contest()
    a_batch_that_broke_off(contest, scorecard_submitted("ant", "j1", 1, 1, revision=2))
    with pytest.raises(LogBehind) as refusal:
        contest.freeze()
    assert (refusal.value.code, pauses.taken) == ("log_behind", proving.TRIES - 1)
    assert contest.standings()["state"] == "building"
    assert contest.freeze(accept_missing=True)["state"] == "frozen"
    contest.certify()
    contest.publish()
    assert not holds(contest)


def test_what_was_counted_before_there_was_a_log_is_put_into_it(pauses):
    contest = a_closed_contest()
    contest.store.chunks.documents.clear()
    contest.hear(scorecard_submitted("ant", "j1", 9, 9, revision=2))
    contest.freeze()
    assert contest.store.log.head(EDITION).size == 6
    contest.certify()
    contest.publish()
    assert holds(contest)


def test_a_scorecard_that_nobody_owes_any_more_is_named():
    pairs = [(entry, judge) for entry in ("ant", "bee", "cat") for judge in ("j1", "j2")]
    contest = a_closed_contest(assignments_published(*pairs[1:], version=2))
    contest.freeze()
    contest.certify()
    contest.publish()
    (named,) = contest.proof()["withdrawn"]
    assert (named["entry_id"], named["reason"]) == ("ant", "unassigned")
    assert named["judge"].startswith("judge-")
    assert holds(contest)


def test_there_is_no_proof_before_the_results_are_public():
    contest = a_closed_contest()
    contest.freeze()
    contest.certify()
    contest.reveal(1)
    for ask in (proofs.get_proof, proofs.get_proof_leaves):
        with pytest.raises(NotPublished):
            ask(contest.store, {"edition_id": EDITION, "stage_id": STAGE, "first": 0, "limit": 9})


def test_marks_of_a_stage_that_is_not_public_are_in_no_proof_of_another():
    contest = Contest().hear(edition_started(a_stage("first"), a_stage()), *three_entries())
    contest.hear(assignments_published(("ant", "j9"), stage_id="first"), stage_closed("first"))
    contest.hear(scorecard_submitted("ant", "j9", "3.25", "3.25", stage_id="first"))
    contest.freeze("first")
    contest.certify("first")
    contest.publish("first")
    leaves = contest.proof("first")["log"]["leaves"]
    assert [leaf["data"] and leaf["data"]["stage_id"] for leaf in leaves] == [*[None] * 6, "first"]
    assert [check.said for check in verify(contest.proof("first")) if not check.held] == []
    assert "j9" not in json.dumps(leaves)
