"""The independent working-out of places, by numbers small enough to check by hand."""

from fractions import Fraction

import pytest

from infra.proof.recompute import deviations, recompute, round_half_away


def a_stage(*, method="weighted_mean", weights=(60, 40), tie_breaks=(), digits=2, drop=0):
    return {
        "stage_id": "final",
        "criteria": [
            {"criterion_id": name, "weight": str(weight)}
            for name, weight in zip(("team", "pitch"), weights, strict=True)
        ],
        "rule": {
            "method": method,
            "drop_highest": drop,
            "drop_lowest": drop,
            "digits": digits,
            "tie_breaks": list(tie_breaks),
        },
    }


def a_card(entry_id, team, pitch, *, state="submitted"):
    return {"entry_id": entry_id, "state": state, "marks": {"team": team, "pitch": pitch}}


def a_row(entry_id, *, place, total, means, scorecards=1, shared=False):
    return {
        "entry_id": entry_id,
        "company": entry_id.upper(),
        "place": place,
        "shared": shared,
        "total": total,
        "means": dict(zip(("team", "pitch"), means, strict=True)),
        "scorecards": scorecards,
    }


CARDS = [a_card("ant", "8", "6"), a_card("bee", "7", "9"), a_card("bee", "8", "9")]
ROWS = [
    a_row("bee", place=1, total="8.10", means=("7.50", "9.00"), scorecards=2),
    a_row("ant", place=2, total="7.20", means=("8.00", "6.00")),
]


def places(worked):
    return {entry_id: (each.place, each.shared) for entry_id, each in worked.items()}


def test_means_are_weighted_and_the_higher_total_comes_first():
    worked = recompute(a_stage(), ["ant", "bee"], CARDS)
    assert worked["ant"].total == Fraction("7.2")
    assert worked["bee"].total == Fraction("8.1")
    assert places(worked) == {"bee": (1, False), "ant": (2, False)}


def test_right_standings_have_no_deviation():
    assert deviations(ROWS, recompute(a_stage(), ["ant", "bee"], CARDS)) == []


def test_one_changed_mark_is_noticed():
    cards = [a_card("ant", "8", "6.5"), *CARDS[1:]]
    assert deviations(ROWS, recompute(a_stage(), ["ant", "bee"], cards)) == [
        "ANT: total is 7.2, worked out is 7.4",
        "ANT: mean of pitch is 6.0, worked out is 6.5",
    ]


def test_exchanged_places_are_noticed():
    rows = [{**ROWS[0], "place": 2}, {**ROWS[1], "place": 1}]
    assert deviations(rows, recompute(a_stage(), ["ant", "bee"], CARDS)) == [
        "BEE: place is 2, worked out is 1",
        "ANT: place is 1, worked out is 2",
    ]


def test_a_missing_row_and_one_too_many_are_noticed():
    worked = recompute(a_stage(), ["ant", "bee"], CARDS)
    strange = a_row("cat", place=3, total="1.00", means=("1.00", "1.00"))
    assert deviations([ROWS[0], strange], worked) == [
        "CAT is in the standings and not in the stage",
        "entry ant is not in the standings",
    ]


def test_a_scorecard_lost_by_the_standings_is_noticed():
    rows = [{**ROWS[0], "scorecards": 1}, ROWS[1]]
    assert deviations(rows, recompute(a_stage(), ["ant", "bee"], CARDS)) == [
        "BEE: scorecards is 1, worked out is 2"
    ]


def test_drafts_and_void_scorecards_do_not_count():
    cards = [*CARDS, a_card("ant", "10", "10", state="void"), a_card("ant", None, None, state="draft")]
    assert deviations(ROWS, recompute(a_stage(), ["ant", "bee"], cards)) == []


def test_the_trimmed_mean_drops_the_extremes_of_each_criterion():
    cards = [a_card("ant", team, "5") for team in ("0", "6", "7", "10")]
    stage = a_stage(method="trimmed_mean", drop=1)
    assert recompute(stage, ["ant"], cards)["ant"].means == {"team": Fraction("6.5"), "pitch": Fraction(5)}


def test_nothing_is_trimmed_where_nothing_would_be_left():
    cards = [a_card("ant", "2", "5"), a_card("ant", "5", None)]
    stage = a_stage(method="trimmed_mean", drop=1)
    assert recompute(stage, ["ant"], cards)["ant"].means == {"team": Fraction("3.5"), "pitch": Fraction(5)}


def test_marks_not_given_are_left_out_and_a_criterion_without_any_adds_nothing():
    worked = recompute(a_stage(), ["ant"], [a_card("ant", "8", None), a_card("ant", "6", None)])["ant"]
    assert worked.means == {"team": Fraction(7), "pitch": None}
    assert worked.total == Fraction("4.2")


def test_entries_without_scorecards_have_no_place():
    worked = recompute(a_stage(), ["ant", "bee", "cat"], CARDS)
    assert (worked["cat"].place, worked["cat"].total, worked["cat"].shared) == (None, None, False)


def test_equal_totals_share_the_place_and_the_next_is_skipped():
    cards = [
        a_card("ant", "8", "6"),
        a_card("bee", "8", "6"),
        a_card("cat", "1", "1"),
        a_card("dog", "9", "9"),
    ]
    assert places(recompute(a_stage(), ["ant", "bee", "cat", "dog"], cards)) == {
        "dog": (1, False),
        "ant": (2, True),
        "bee": (2, True),
        "cat": (4, False),
    }


@pytest.mark.parametrize(
    ("tie_break", "first"),
    [("criterion:team", "bee"), ("criterion:pitch", "ant"), ("highest_mark", "ant"), ("scorecards", "bee")],
)
def test_tie_breaks_decide_equal_totals(tie_break, first):
    cards = [a_card("ant", "6", "8"), a_card("bee", "7", "7"), a_card("bee", "7", "7")]
    worked = recompute(a_stage(weights=(1, 1), tie_breaks=[tie_break]), ["ant", "bee"], cards)
    assert worked["ant"].total == worked["bee"].total == 7
    assert worked[first].place == 1


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("8.335", "8.34"), ("8.3349", "8.33"), ("-0.005", "-0.01"), ("0.005", "0.01"), ("2", "2")],
)
def test_halves_are_rounded_away_from_zero(value, rounded):
    assert round_half_away(Fraction(value), 2) == Fraction(rounded)
