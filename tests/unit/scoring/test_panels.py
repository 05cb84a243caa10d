"""Stages with panels: each has a rubric and a total of its own, and its weight in the result."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.aggregation import tally
from services.scoring.domain.panels import panel_totals
from services.scoring.domain.refusals import RuleRefused, ScorecardsMissing
from services.scoring.domain.rule import Criterion, Panel, Rule
from services.scoring.domain.words import rule_in_words
from tests.unit.scoring.contest import (
    a_contest_of_panels,
    a_stage_of_panels,
    edition_started,
    entry_screened,
    entry_submitted,
    judge_recused,
    placed,
    scorecard_submitted,
)
from tests.unit.scoring.naive import nearest, score

TECH = (("depth", "3", 10), ("code", "1", 10))
MONEY = (("market", "1", 100),)


def a_rule(*, weights=("60", "40"), method="weighted_mean", **options):
    rubrics = {"tech": TECH, "money": MONEY}
    criteria = [
        Criterion(id, id.title(), Decimal(weight), Decimal(0), Decimal(highest), panel)
        for panel, lines in rubrics.items()
        for id, weight, highest in lines
    ]
    panels = [Panel(id, id.title(), Decimal(w)) for id, w in zip(rubrics, weights, strict=True)]
    return Rule(method, tuple(criteria), panels=tuple(panels), **options)


def marks(**given):
    return {name: Decimal(mark) for name, mark in given.items()}


def total(*cards, rule):
    found = tally(cards, rule=rule, owed=len(cards))
    return found.total, panel_totals(found.means, rule=rule)


def test_a_panels_total_is_a_share_of_its_full_marks_and_counts_by_its_weight():
    cards = [marks(depth="8", code="4"), marks(depth="6", code="4"), marks(market="55")]
    # 7 * 3/4 + 4 * 1/4 = 6.25 of 10, and 55 of 100: 60 * 0.625 + 40 * 0.55
    assert total(*cards, rule=a_rule()) == (5950, {"tech": 625, "money": 5500})


def test_how_many_judges_a_panel_has_is_not_how_much_it_weighs():
    one = [marks(depth="8", code="8"), marks(market="50")]
    many = [*one, *[marks(market="50")] * 7]
    assert total(*one, rule=a_rule()) == total(*many, rule=a_rule())


def test_the_extremes_are_dropped_within_each_panel():
    tech = [marks(depth=mark, code="5") for mark in ("0", "6", "10")]
    money = [marks(market=mark) for mark in ("0", "50", "60", "100")]
    rule = a_rule(method="trimmed_mean", drop_highest=1, drop_lowest=1)
    assert total(*tech, *money, rule=rule)[1] == {"tech": 575, "money": 5500}


def test_without_a_mark_of_a_panel_there_is_no_total():
    assert total(marks(depth="8", code="8"), rule=a_rule()) == (None, {"tech": 800, "money": None})
    assert total(marks(depth="8", code="8"), {"market": None}, rule=a_rule())[0] is None


CARD = st.sampled_from([("depth", "code"), ("market",)]).flatmap(
    lambda names: st.fixed_dictionaries(
        {}, optional={name: st.integers(0, 20).map(lambda n: Decimal(n) / 2) for name in names}
    )
)


@given(
    st.lists(CARD, max_size=8),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.sampled_from([("weighted_mean", 0), ("trimmed_mean", 1)]),
    st.integers(0, 4),
)
def test_the_total_equals_an_independent_computation(cards, weights, method, digits):
    drops = {"drop_highest": method[1], "drop_lowest": method[1]}
    rule = a_rule(weights=weights, method=method[0], digits=digits, **drops)
    whole, expected = Fraction(0), True
    for lines, weight in zip((TECH, MONEY), weights, strict=True):
        given = [
            {id: c.get(id) for id, _, _ in lines}
            for c in cards
            if any(c.get(id) is not None for id, _, _ in lines)
        ]
        _, own = score(given, weights={id: w for id, w, _ in lines}, method=method[0], digits=digits, **drops)
        expected = expected and own is not None
        whole += Fraction(100 * weight, sum(weights)) * (own or 0) / lines[0][2]
    found = tally(cards, rule=rule, owed=len(cards)).total
    assert found == (nearest(whole, digits) * 10**digits if expected else None)


@pytest.mark.parametrize(
    "change",
    [
        {"weights": ("60", "0")},
        {"tie_breaks": ("panel:nobody",)},
    ],
)
def test_what_cannot_be_weighed_is_refused(change):
    with pytest.raises(RuleRefused):
        a_rule(**change)


def test_each_panel_has_criteria_and_each_criterion_a_panel():
    rule = a_rule()
    for criteria in (rule.criteria[:2], (*rule.criteria, Criterion("x", "X", Decimal(1)))):
        with pytest.raises(RuleRefused):
            Rule("weighted_mean", criteria, panels=rule.panels)


def test_standings_say_the_total_and_what_each_panel_gave():
    standings = a_contest_of_panels().standings()
    assert placed(standings) == [("ant", 1, "72.00"), ("bee", 2, "70.00"), ("cat", 3, "62.00")]
    assert [row["panels"] for row in standings["rows"]] == [
        {"tech": "8.00", "money": "60.00"},
        {"tech": "7.00", "money": "70.00"},
        {"tech": "7.00", "money": "50.00"},
    ]


def test_equal_totals_are_decided_by_the_panel_that_the_rule_names():
    # 60 % of 7 and 40 % of 75 come to 72 of 100, as 60 % of 8 and 40 % of 60 do.
    level = scorecard_submitted("bee", "i1", None, 75, revision=2)
    for breaks, first in (
        ([], "ant"),
        (["panel:tech"], "ant"),
        (["panel:money"], "bee"),
        (["criterion:team"], "bee"),
    ):
        rows = a_contest_of_panels(tie_breaks=breaks).hear(level).refresh().standings()["rows"]
        assert [row["total"] for row in rows][:2] == ["72.00", "72.00"]
        assert (rows[0]["entry_id"], rows[0]["shared"]) == (first, not breaks)


def test_an_entry_that_a_panel_has_not_marked_has_no_place_and_is_not_frozen_unseen():
    contest = a_contest_of_panels().hear(judge_recused("ant", "i1")).refresh()
    assert placed(contest.standings())[-1] == ("ant", None, None)
    with pytest.raises(ScorecardsMissing) as refused:
        contest.freeze()
    assert refused.value.errors["entries"] == [{"entry_id": "ant", "company": "Ant Inc."}]
    contest.freeze(accept_missing=True)
    assert placed(contest.standings()) == [("bee", 1, "70.00"), ("cat", 2, "62.00"), ("ant", None, None)]


def test_the_audience_is_heard_on_the_scale_of_the_whole():
    contest = a_contest_of_panels(audience_percent=50).hold_vote(ant=0, bee=10, cat=5)
    contest.freeze()
    assert placed(contest.standings()) == [("bee", 1, "85.00"), ("cat", 2, "56.00"), ("ant", 3, "36.00")]


def test_a_stage_without_panels_says_nothing_of_them():
    contest = a_contest_of_panels().hear(
        edition_started({**a_stage_of_panels(), "stage_id": "other"}, version=2),
        entry_submitted("dog"),
        entry_screened("dog", stage_id="other"),
    )
    assert contest.store.stage("ed-1", "other").rule.panels
    assert "panel" not in rule_in_words(Rule("weighted_mean", (Criterion("a", "A", Decimal(1)),)))


def test_the_rule_says_how_panels_are_weighed():
    words = rule_in_words(a_rule(tie_breaks=("panel:tech",)))
    assert words == (
        "Marks not given are left out. The mean of each criterion's marks is rounded half up to 2 decimals. "
        "Each panel marks criteria of its own: each mean is multiplied by its weight in the panel and rounded "
        "half up to 2 decimals, and the panel's total is the sum (Tech: weights out of 4 (Depth 3, Code 1), full "
        "marks 10; Money: weights out of 1 (Market 1), full marks 100). A criterion that nobody marked adds "
        "nothing. The total is out of 100: each panel's total as a share of its full marks, times 100, by the "
        "panel's weight out of 100 (Tech 60, Money 40), added up and rounded half up to 2 decimals once. "
        "Equal totals are decided by the higher total of Tech; entries equal in all of these share the place, and "
        "the places after it are skipped. An entry that a panel has not marked has no total and is not placed."
    )
