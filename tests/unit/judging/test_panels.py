"""Panels in judging: who sits where, by what they mark, what is compared, and when an entry is covered."""

from fractions import Fraction

from services.judging.domain.panels import criteria_of, measure_of, panel_of, seated
from services.judging.invitations.domain.importing import read_judges
from services.judging.progress.domain.coverage import Coverage
from tests.unit.judging.builders import a_judge


def a_criterion(id, weight, highest, panel=""):
    ends = {"lowest": "0", "highest": highest, "step": "1"}
    return {"criterion_id": id, "name": id, "weight": weight, **ends, "panel": panel}


STAGE = {
    "stage_id": "final",
    "name": "Final",
    "panels": [{"panel_id": "tech", "name": "Tech"}, {"panel_id": "money", "name": "Money"}],
    "criteria": [
        a_criterion("depth", "3", "10", "tech"),
        a_criterion("code", "1", "10", "tech"),
        a_criterion("market", "1", "100", "money"),
    ],
}
PLAIN = {"stage_id": "final", "criteria": [a_criterion("team", "1", "10")]}


def a_seated_judge(number, panel):
    judge = a_judge(number)
    judge.panels = {"final": panel} if panel else {}
    return judge


def test_who_sits_in_no_panel_scores_nothing_and_without_panels_everybody_does():
    judges = [a_seated_judge(n, panel) for n, panel in enumerate(["tech", "money", "", "gone", "tech"])]
    there = {panel: [judge.id for judge in own] for panel, own in seated(judges, STAGE).items()}
    assert there == {"tech": ["j-0", "j-4"], "money": ["j-1"]}
    assert [panel_of(judge, STAGE) for judge in judges[2:4]] == [None, None]
    assert criteria_of(STAGE, None) == []
    assert seated(judges, PLAIN) == {"": judges}


def test_each_panel_marks_its_own_criteria():
    assert [c["criterion_id"] for c in criteria_of(STAGE, "tech")] == ["depth", "code"]
    assert [c["criterion_id"] for c in criteria_of(STAGE, "money")] == ["market"]
    assert criteria_of(PLAIN, "") == PLAIN["criteria"]


def test_totals_of_panels_are_compared_out_of_a_hundred_and_others_on_their_own_scale():
    measure = measure_of(STAGE)
    assert measure.total({"depth": "8", "code": "4"}) == 70
    assert measure.total({"market": "55"}) == 55
    assert measure.total({"depth": "8", "code": None}) == 80
    assert measure.total({"depth": None}) is None
    assert (measure.lowest, measure.highest) == (0, 100)
    assert measure_of(PLAIN).total({"team": "7.5"}) == Fraction("7.5")
    assert measure_of(PLAIN).highest == 10


def test_more_scorecards_of_one_panel_do_not_cover_for_another():
    tech = Coverage({"a": (3, 3), "b": (2, 2), "c": (2, 0)}, needed=2)
    money = Coverage({"a": (1, 0), "b": (2, 2), "c": (2, 1)}, needed=2)
    both = Coverage(
        {"a": (4, 3), "b": (4, 4), "c": (4, 1)}, needed=4, by_panel={"tech": tech, "money": money}
    )
    assert (both.covered, both.missing, both.gaps) == (1, 2 + 3, 1)
    assert both.counts() == [(0, 0), (1, 1), (2, 1), (3, 0), (4, 1)]
    assert both.lacking_first() == ["c", "a", "b"]


PANELS = {"semi": ["tech", "money"], "final": ["tech", "jury"]}


def read(panel):
    judges, flaws = read_judges(f"name,email,panel\nMei,mei@example.org,{panel}\n", panels=PANELS)
    return [judge["panels"] for judge in judges], [flaw["column"] for flaw in flaws]


def test_a_file_seats_judges_in_the_panel_of_each_stage_that_has_it():
    assert read("tech") == ([{"semi": "tech", "final": "tech"}], [])
    assert read("money; jury") == ([{"semi": "money", "final": "jury"}], [])
    assert read("") == ([{}], [])


def test_a_file_names_no_panel_that_is_not_there_and_one_of_a_stage_alone():
    assert read("users") == ([], ["panel"])
    assert read("tech|money") == ([], ["panel"])
    assert "panels" not in read_judges("name,email\nMei,mei@example.org\n", panels=PANELS)[0][0]
