"""Every check of the demo turns red when what it looks for is there."""

from types import SimpleNamespace

import pytest

from infra.demo import cast, invariants
from infra.demo.board import Watcher
from infra.demo.market import Market
from infra.demo.phone import Sent
from infra.demo.phones import Ledger
from tests.unit.scoring.contest import a_published_contest, receipt_of

STAGE = {
    "stage_id": "preliminary",
    "criteria": [{"criterion_id": "team", "weight": "1"}],
    "rule": {"method": "weighted_mean", "drop_highest": 0, "drop_lowest": 0, "digits": 2, "tie_breaks": []},
}


def a_sent(*, entry="e-1", judge="j-1", revision=1, mark="7", expected="counted", outcome=None, receipt="r"):
    body = {"stage_id": "preliminary", "entry_id": entry, "revision": revision, "marks": {"team": mark}}
    return Sent(judge, body, expected, receipt=receipt, outcome=outcome or expected)


def a_card(*, entry="e-1", judge="j-1", revision=1, mark="7"):
    return {
        "scorecard_id": "sc-1",
        "entry_id": entry,
        "judge_id": judge,
        "state": "submitted",
        "revision": revision,
        "marks": {"team": mark},
    }


def standings(*, total="7.00", place=1):
    row = {
        "entry_id": "e-1",
        "company": "Acorn",
        "place": place,
        "shared": False,
        "total": total,
        "means": {"team": total},
        "scorecards": 1,
    }
    return {"stage_id": "preliminary", "rows": [row]}


def a_contest(*, investors=("Oak Fund",), firm="Elm Capital"):
    return SimpleNamespace(
        entries={"e-1": {"startup": {"company": "Acorn", "investors": list(investors)}}, "e-2": OTHER},
        judges={"j-1": cast.Person("Ada Abe", "ada@judges.example", {"firm": firm})},
    )


OTHER = {"startup": {"company": "Beech", "investors": ["Elm Capital"]}}


def test_one_changed_mark_breaks_the_recomputation():
    def found(mark):
        return invariants.standings_are_right({"stages": [STAGE]}, [a_card(mark=mark)], standings())

    assert found("7").held
    assert found("7.5").broken == [
        "Acorn: total is 7.0, worked out is 7.5",
        "Acorn: mean of team is 7.0, worked out is 7.5",
    ]


def test_a_wrong_place_breaks_the_recomputation():
    found = invariants.standings_are_right({"stages": [STAGE]}, [a_card()], standings(place=2))
    assert found.broken == ["Acorn: place is 2, worked out is 1"]


@pytest.mark.parametrize("outcome", ["waiting", "recorded", "late"])
def test_a_confirmed_scorecard_that_is_not_counted_is_a_loss(outcome):
    assert invariants.confirmed_is_stored(Ledger([a_sent()])).held
    assert not invariants.confirmed_is_stored(Ledger([a_sent(), a_sent(outcome=outcome)])).held


def test_a_bad_scorecard_that_counts_or_is_refused_for_another_reason_is_noticed():
    def found(outcome):
        return invariants.refused_on_purpose([a_sent(expected="not_assigned", outcome=outcome)]).held

    assert [found("not_assigned"), found("counted"), found("late")] == [True, False, False]


def test_an_older_revision_that_stands_is_noticed():
    ledger = Ledger([a_sent(mark="7"), a_sent(revision=3, mark="8"), a_sent(revision=2, mark="9")])

    def found(card):
        return invariants.latest_wins(ledger, {"preliminary": [card]}).held

    assert found(a_card(revision=3, mark="8"))
    assert not found(a_card(revision=2, mark="9"))
    assert not found(a_card(revision=3, mark="9"))


def test_a_scorecard_that_nobody_sent_is_noticed():
    cards = {"preliminary": [a_card(), a_card(judge="j-2")]}
    assert not invariants.latest_wins(Ledger([a_sent()]), cards).held


def test_a_judge_who_scored_an_own_investment_is_noticed():
    cards = {"preliminary": [a_card()]}
    assert invariants.entitled(a_contest(), cards).held
    assert invariants.entitled(a_contest(investors=["ELM capital"]), cards).broken == ["Ada Abe scored Acorn"]


@pytest.mark.parametrize("left", ["pending", "dead_letters", "unroutable"])
def test_anything_left_is_noticed(left):
    status = {"pending": 0, "dead_letters": 0, "unroutable": 0, "queues": [{"ready": 0}]}
    assert invariants.nothing_left(status).held
    assert not invariants.nothing_left({**status, left: 1}).held
    assert not invariants.nothing_left({**status, "queues": [{"ready": 1}]}).held


def test_an_intro_without_both_and_one_that_is_missing_are_noticed():
    pair = ("i-1", "e-1")
    both = {"agreed": {pair}, "intros": {pair}, "seen_by_people": {pair}}
    assert invariants.intros_are_agreed(Market(**both)).held
    assert not invariants.intros_are_agreed(Market(**{**both, "intros": {pair, ("i-2", "e-1")}})).held
    assert not invariants.intros_are_agreed(Market(**{**both, "intros": set()})).held
    assert not invariants.intros_are_agreed(Market(**both, own_portfolio=["Acorn"])).held


def test_a_row_on_the_board_before_its_reveal_is_a_leak_and_after_it_is_none():
    def a_board(*entries):
        rows = [{"entry_id": entry, "company": entry} for entry in entries]
        return {"stage_id": "final", "number": 1, "state": "revealing", "rows": rows}

    watcher = Watcher("http://nowhere.example", edition_id="ed-1", stage_id="final")
    watcher.look_at(a_board())
    watcher.allow({"e-1"})
    watcher.look_at(a_board("e-1"))
    assert watcher.leaks == []
    watcher.look_at(a_board("e-1", "e-2"))
    assert watcher.leaks == ["e-2 was on the board of final"]


def test_a_proof_that_does_not_verify_is_broken_and_one_that_does_is_not():
    proof = a_published_contest().proof()
    head = proof["head"]["root"]
    counted = Sent("j1", {"stage_id": "final", "entry_id": "ant"}, "counted", receipt=receipt_of("ant", "j1"))
    counted.outcome = "counted"
    ledger = Ledger([counted])
    assert invariants.proof_holds(proof, ledger, head=head).held
    assert not invariants.proof_holds(proof, ledger, head="").held
    counted.receipt = "another.0123"
    assert not invariants.proof_holds(proof, ledger, head=head).held
    counted.receipt = None
    proof["certified"][0]["total"] = "9.99"
    assert not invariants.proof_holds(proof, ledger, head=head).held
