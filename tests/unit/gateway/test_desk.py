"""The head judge's view."""

import re

from gateway.pages.desk import chart_of, missing_of
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, SPREAD

DESK = f"/editions/{EDITION}/stages/{FINAL}/desk"


def judge(name, owed, sent=()):
    return {"judge_id": f"j-{name}", "name": name, "owed": list(owed), "sent": list(sent)}


def test_who_owes_the_entry_on_stage_comes_first_then_who_owes_most():
    desk = {"judges": [judge("Ann", "abc"), judge("Bo", "", "abc"), judge("Cy", "d"), judge("Di", "ab")]}
    missing = missing_of(desk, [{"entry_id": "a", "company": "Ant"}], [{"current": None}, {"current": "d"}])
    assert [each["name"] for each in missing] == ["Cy", "Ann", "Di"]
    assert missing[1]["companies"] == ["Ant", "b", "c"]


def test_a_judge_who_owes_much_does_not_fill_the_page():
    ids = [f"e-{n:02}" for n in range(15)]
    [missing] = missing_of({"judges": [judge("Ann", ids)]}, [], [])
    assert (len(missing["companies"]), missing["more"]) == (12, 3)


def test_dots_stand_where_the_totals_are_on_the_scale():
    chart = chart_of({"totals": ["0", "5", "10"], "mean": "5"}, SPREAD)
    assert chart["dots"] == [chart["left"], 160, chart["right"]]
    assert chart["mean"] == 160
    assert chart_of({"totals": [], "mean": None}, SPREAD) is None


def test_the_page_shows_each_total_and_no_judge_beside_it(gateway):
    text = gateway.get(DESK, by="olive").text
    assert text.count("<circle") == 4
    assert "Totals: 2.50, 8.00, 8.00, on a scale from 0.00 to 10.00" in text
    spread = text[text.index('id="spread"') :]
    assert not re.search("Judy|Wei Wu|j-", spread)
    assert spread.index("Weebly") < spread.index("Kiko")


def test_the_page_shows_itself_while_judging_is_silent(gateway):
    gateway.ask.silent = {"judging"}
    assert gateway.get(DESK, by="olive").status_code == 200


def test_it_is_for_organisers_only(gateway):
    for by in ("judy", "fay", "ivan", "oscar"):
        assert gateway.get(DESK, by=by).status_code == 403
    assert gateway.ask.named("GetSpread") == []
    assert (
        gateway.get(f"/api/v1{DESK.replace('desk', 'spread')}", by="olive").json["entries"][0]["entry_id"]
        == ENTRY
    )
