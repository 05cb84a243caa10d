"""Languages in assigning: who lists that of the pitch comes first, or alone where the organiser wants it."""

import pytest

from services.judging.domain.assignment import Task, assign, basis_of
from services.judging.domain.conflict import Candidate
from services.judging.domain.tongues import foreign, foreign_pairs
from tests.unit.judging.builders import a_judge, chance


def speaking(number, *languages, **known):
    judge = a_judge(number, **known)
    judge.languages = list(languages)
    return judge


def pitching(number, language, *categories):
    return Candidate(f"e-{number}", f"Startup {number}", categories, language=language)


@pytest.mark.parametrize(
    ("languages", "language", "is_foreign"),
    [
        (["English"], "中文", True),
        (["english ", "中文"], " 中文", False),
        (["English"], "ENGLISH", False),
        ([], "中文", False),
        ([" "], "中文", False),
        (["English"], "", False),
    ],
)
def test_a_pitch_is_foreign_to_who_lists_languages_without_its_own(languages, language, is_foreign):
    judge, entry = speaking(1, *languages), pitching(1, language)
    assert foreign(judge, entry) == is_foreign
    assert foreign_pairs([judge], [entry]) == ([("e-1", "j-1")] if is_foreign else [])


def spoken(pairs, judges, entries):
    by_judge, by_entry = {j.id: j for j in judges}, {e.id: e for e in entries}
    return [not foreign(by_judge[judge], by_entry[entry]) for entry, judge in pairs]


@pytest.mark.parametrize("seed", range(5))
def test_who_lists_the_language_scores_where_loads_allow_it_and_loads_stay_even(seed):
    judges = [speaking(n, "English" if n < 3 else "中文") for n in range(6)]
    entries = [pitching(n, "English" if n % 2 else "中文") for n in range(12)]
    pairs = assign("balanced", Task(judges, entries, 2), rng=chance(seed))
    assert all(spoken(pairs, judges, entries))
    loads = [sum(judge_id == judge.id for _, judge_id in pairs) for judge in judges]
    assert max(loads) - min(loads) <= 1


def test_a_language_goes_before_a_tag_and_a_soft_conflict_before_both():
    judges = [
        speaking(0, "English", tags=["Robots"]),
        speaking(1, "中文"),
        speaking(2, "中文", tags=["Robots"]),
    ]
    task = Task(judges, [pitching(0, "中文", "Robots")], 1, soft={"j-2": {"e-0"}})
    assert {assign("balanced", task, rng=chance(seed))[0][1] for seed in range(8)} == {"j-1"}
    both_away = Task(judges[::2], [pitching(0, "中文", "Robots")], 1, soft={"j-2": {"e-0"}})
    assert {assign("balanced", both_away, rng=chance(seed))[0][1] for seed in range(8)} == {"j-0"}


def test_other_languages_are_another_basis_only_where_a_pitch_has_one():
    def basis(languages, language):
        return basis_of("balanced", Task([speaking(0, *languages)], [pitching(0, language)], 1), seed=1)

    assert basis(["English"], "") == basis(["中文"], "")
    assert basis(["English"], "中文") != basis(["中文"], "中文")
