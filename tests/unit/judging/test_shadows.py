"""Shadow judges: they score as others do, for practice, and nothing of it is told."""

import pytest

from services.judging.domain.publication import Publication
from services.judging.domain.refusals import Recused
from services.judging.domain.scorecard import SHADOW, SHADOW_VOID, SHADOWED
from services.judging.domain.shadowing import apart, shadowed, share_of
from tests.unit.judging.builders import a_candidate, a_judge, a_scorecard, a_submission, chance


def a_shadow(number=9, **known):
    judge = a_judge(number, **known)
    judge.shadow = True
    return judge


def a_practice_card():
    card = a_scorecard()
    card.state = SHADOW
    return card


def entries_of(shadows, *, entries=6, share=3, hard=None, seed=1):
    candidates = [a_candidate(n, categories=["robots"] if n % 2 else []) for n in range(entries)]
    pairs = shadowed(shadows, candidates, share=share, hard=hard or {}, rng=chance(seed))
    return {judge.id: [entry for entry, id in pairs if id == judge.id] for judge in shadows}


def test_what_a_shadow_sends_is_kept_and_told_to_nobody():
    card = a_practice_card()
    assert card.submit(a_submission(team="8"))
    assert not card.submit(a_submission(team="8"))
    assert card.submit(a_submission("c-2", revision=2, team="9"))
    assert (card.state, card.revision, card.facts) == (SHADOWED, 2, [])


def test_a_shadow_who_is_taken_off_scores_no_more_and_nobody_is_told():
    card = a_practice_card()
    card.recuse(reason="kin", abstained=True)
    assert (card.state, card.reason, card.abstained, card.facts) == (SHADOW_VOID, "kin", True, [])
    with pytest.raises(Recused):
        card.submit(a_submission())


def test_shadows_are_told_apart_from_who_counts():
    judge, shadow = a_judge(1), a_shadow()
    assert apart([judge, shadow]) == ([judge], [shadow])


@pytest.mark.parametrize(("pairs", "judges", "share"), [(9, 3, 3), (10, 3, 4), (0, 3, 0), (5, 0, 0)])
def test_a_shadow_has_as_much_as_a_judge_of_the_panel(pairs, judges, share):
    assert share_of([("e", "j")] * pairs, judges) == share


def test_a_shadow_takes_a_share_within_what_they_take_on_and_the_same_for_the_same_seed():
    shadows = [a_shadow(8), a_shadow(9, commitment=2)]
    found = entries_of(shadows)
    assert {id: len(set(entries)) for id, entries in found.items()} == {"j-8": 3, "j-9": 2}
    assert found == entries_of(shadows)


def test_a_shadow_never_scores_where_they_must_not_and_first_what_they_know():
    shadow = a_shadow(tags=["Robots"])
    assert entries_of([shadow])[shadow.id] == ["e-1", "e-3", "e-5"]
    assert "e-1" not in entries_of([shadow], share=6, hard={shadow.id: {"e-1"}})[shadow.id]


def test_assignments_are_published_without_shadows_and_keep_them_when_work_changes_hands():
    publication = Publication("ed-1.final", "ed-1", "final")
    publication.publish([("e-1", "j-1")], basis="a", shadows=[("e-1", "j-9")])
    publication.publish([("e-1", "j-2")], basis="b")
    assert [card.judge_id for card in publication.shadow_drafts()] == ["j-9"]
    told = [pair["judge_id"] for _, data in publication.facts for pair in data["assignments"]]
    assert told == ["j-1", "j-2"]
    assert publication.summary["loads"] == {"j-2": 1}
