"""Who gets on whose shortlist."""

import random
from collections import Counter

from services.matching.domain.draft import Draft
from services.matching.domain.fit import BEFORE_RESULTS, Measure
from services.matching.domain.thesis import Thesis
from tests.unit.matching.market import a_startup, an_investor

SECTORS = ("Games", "Music", "Mobile", "Video", "Travel")
GAMES = Thesis(sectors=("Games",))


def drawn(investors, startups, *, length=10):
    draft = Draft(startups, length=length, criteria=BEFORE_RESULTS)
    for investor in investors:
        draft.enter(investor)
    return dict(draft.play())


def ids(lines):
    return [line.entry_id for line in lines]


def a_crowd(seed=5, *, investors=40, startups=60):
    chance = random.Random(seed)
    crowd = [
        an_investor(f"i-{n:03}", thesis=Thesis(sectors=tuple(chance.sample(SECTORS, 2))))
        for n in range(investors)
    ]
    field = [
        a_startup(f"e-{n:03}", categories=tuple(chance.sample(SECTORS, chance.randint(1, 3))))
        for n in range(startups)
    ]
    return crowd, field


def test_lines_go_from_the_best_fit_down_and_hold_only_what_fits():
    startups = [
        a_startup("e-none", categories=("Travel",)),
        a_startup("e-one", categories=("Games",)),
        a_startup("e-both", categories=("Games", "Music")),
    ]
    lines = drawn([an_investor(thesis=Thesis(sectors=("Games", "Music")))], startups)["i-1"]
    assert [(line.entry_id, str(line.fit)) for line in lines] == [("e-both", "1.00"), ("e-one", "0.70")]


def test_no_better_fit_is_passed_over_for_a_worse_one():
    investors, startups = a_crowd()
    for investor_id, lines in drawn(investors, startups).items():
        thesis = next(i.thesis for i in investors if i.id == investor_id)
        best = sorted((Measure(thesis).fit(s) for s in startups), reverse=True)[:10]
        assert [line.fit for line in lines] == best


def test_each_line_has_a_reason():
    lists = drawn(*a_crowd())
    assert all(line.reasons for lines in lists.values() for line in lines)


def test_equal_fits_are_shared_out_evenly():
    investors = [an_investor(f"i-{n:03}", thesis=GAMES) for n in range(30)]
    startups = [a_startup(f"e-{n:03}", categories=("Games",)) for n in range(60)]
    exposure = Counter(e for lines in drawn(investors, startups).values() for e in ids(lines))
    assert (len(exposure), min(exposure.values()), max(exposure.values())) == (60, 4, 6)  # 5 on average


def test_the_same_market_gives_the_same_lists_in_whatever_order_it_is_told():
    investors, startups = a_crowd()
    first = drawn(investors, startups)
    assert drawn(investors[::-1], sorted(startups, key=lambda s: s.entry_id)) == first
    assert len({tuple(ids(lines)) for lines in first.values()}) == len(investors)


def test_what_the_investor_or_the_firm_holds_is_left_out():
    startups = [
        a_startup("e-ant", company="Ant  Games", categories=("Games",)),
        a_startup("e-bee", categories=("Games",), investors=("Horse Capital",)),
        a_startup("e-cat", categories=("Games",), investors=("wang mei",)),
        a_startup("e-dog", categories=("Games",), investors=("Another",)),
        a_startup("e-eel", company="!!!", categories=("Games",)),
    ]
    mei = an_investor(thesis=GAMES, name="Wang Mei", firm="horse capital", portfolio=("ant games", "?"))
    assert sorted(ids(drawn([mei], startups)["i-1"])) == ["e-dog", "e-eel"]


def test_a_shortlist_is_no_longer_than_asked_and_may_be_empty():
    investors = [an_investor("i-1", thesis=GAMES), an_investor("i-2", thesis=Thesis(sectors=("Wine",)))]
    startups = [a_startup(f"e-{n}", categories=("Games",)) for n in range(5)]
    assert {id: len(lines) for id, lines in drawn(investors, startups, length=3).items()} == {
        "i-1": 3,
        "i-2": 0,
    }
